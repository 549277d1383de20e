import frappe
from frappe import _
from frappe.model.document import Document


class PhoneVault(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		do_not_call: DF.Check
		do_not_call_at: DF.Datetime | None
		do_not_call_by: DF.Link | None
		do_not_call_reason: DF.Data | None
		phone_mask: DF.Data | None
		phone_number: DF.Data | None

	# end: auto-generated types
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
