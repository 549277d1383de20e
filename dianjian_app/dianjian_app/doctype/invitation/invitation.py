import frappe
from frappe import _
from frappe.model.document import Document


class Invitation(Document):
	def validate(self):
		frappe.throw(_("Change the register itself, not a row of it."), frappe.PermissionError)

	def on_trash(self):
		frappe.throw(_("Change the register itself, not a row of it."), frappe.PermissionError)
