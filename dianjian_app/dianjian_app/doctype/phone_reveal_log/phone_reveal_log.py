import frappe
from frappe import _
from frappe.model.document import Document


class PhoneRevealLog(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		kind: DF.Literal["Reveal", "Bulk Reveal", "Export", "Search"]
		number_key: DF.Data | None
		reason: DF.SmallText | None
		reference_doctype: DF.Link | None
		reference_name: DF.DynamicLink | None
		refused: DF.Check
		revealed_at: DF.Datetime
		row_count: DF.Int
		sales_group: DF.Link | None
		staff: DF.Link | None
		user: DF.Link

	# end: auto-generated types
	def validate(self):
		if not self.is_new():
			frappe.throw(_("The log of revealed numbers cannot be changed."))

	def on_trash(self):
		frappe.throw(_("The log of revealed numbers cannot be deleted."))
