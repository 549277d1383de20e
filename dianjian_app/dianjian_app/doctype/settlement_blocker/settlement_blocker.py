from frappe.model.document import Document

from dianjian_app.incentives.settlement import settlement_rows


class SettlementBlocker(Document):
	"""What keeps a settlement from being approved."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		centre: DF.Link | None
		date: DF.Date | None
		is_question: DF.Check
		kind: DF.Data | None
		message: DF.SmallText | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reference_doctype: DF.Link | None
		reference_name: DF.DynamicLink | None
		sales_group: DF.Link | None
	# end: auto-generated types

	def validate(self):
		settlement_rows.refuse(self)

	def on_trash(self):
		settlement_rows.refuse(self)
