import frappe
from frappe import _
from frappe.model.document import Document


class Invitation(Document):
	def validate(self):
		frappe.throw(_("Change the register itself, not a row of it."), frappe.PermissionError)

	def on_trash(self):
		frappe.throw(_("Change the register itself, not a row of it."), frappe.PermissionError)

	def get_invalid_links(self, is_submittable=False):
		"""A sheet's rows hold a hundred leads: calls.rows looks links up for all of them at once, not one by one."""
		return [], []
