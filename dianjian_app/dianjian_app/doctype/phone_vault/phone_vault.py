import frappe
from frappe import _
from frappe.model.document import Document


class PhoneVault(Document):
	def onload(self):
		frappe.throw(
			_("Numbers are revealed one by one on the customer, not opened here."), frappe.PermissionError
		)

	def has_permission(self, *args, **kwargs) -> bool:
		return False  # Administrator included: REST and frappe.client ask the document itself

	def check_permission(self, *args, **kwargs) -> None:
		self.onload()

	def validate(self):
		frappe.throw(_("Numbers are stored by imports and incoming calls alone."), frappe.PermissionError)

	def on_trash(self):
		frappe.throw(_("Numbers are not deleted by hand."), frappe.PermissionError)
