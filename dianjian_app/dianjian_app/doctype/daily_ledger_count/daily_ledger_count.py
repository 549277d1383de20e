from frappe.model.document import Document

from dianjian_app.ledger import daily_ledger_events


class DailyLedgerCount(Document):
	"""Calls of a ledger line by grade or product, derived."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		calls: DF.Int
		centre: DF.Link | None
		date: DF.Date | None
		key: DF.Data | None
		kind: DF.Literal["Grade", "Product"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sales_group: DF.Link | None
	# end: auto-generated types

	def validate(self):
		daily_ledger_events.refuse(self)

	def on_trash(self):
		daily_ledger_events.refuse(self)
