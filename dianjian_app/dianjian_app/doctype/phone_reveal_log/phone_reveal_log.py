import frappe
from frappe import _
from frappe.model.document import Document


class PhoneRevealLog(Document):
	def validate(self):
		if not self.is_new():
			frappe.throw(_("The log of revealed numbers cannot be changed."))

	def on_trash(self):
		frappe.throw(_("The log of revealed numbers cannot be deleted."))
