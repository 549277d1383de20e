from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class OpeningLedgerLine(Document):
	"""One day before the app was used (R44)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		calls: DF.Int
		centre: DF.Link | None
		connected: DF.Int
		date: DF.Date
		deals: DF.Int
		intention: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		presence: DF.Float
		sales_group: DF.Link | None
		visits: DF.Int
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
