from frappe.model.document import Document

from dianjian_app.service import market_note_events


class MarketNote(Document):
	"""What somebody heard of the market (R51)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		centre: DF.Link | None
		file: DF.Attach | None
		kind: DF.Literal["Price", "Promotion", "New Supply", "Policy", "Customers", "Other"]
		noted_on: DF.Date
		price: DF.Currency
		project: DF.Data | None
		sales_group: DF.Link | None
		source: DF.Data | None
		text: DF.SmallText
		title: DF.Data
	# end: auto-generated types

	def validate(self):
		market_note_events.validate(self)

	def on_trash(self):
		market_note_events.refuse_delete(self)
