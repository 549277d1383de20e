from frappe.model.document import Document

from dianjian_app.ledger import daily_ledger_events


class DailyLedger(Document):
	"""One line an agent a day, derived (R44); written by dianjian_app.ledger.store alone."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.daily_ledger_count.daily_ledger_count import DailyLedgerCount

		agent: DF.Link
		agent_name: DF.Data | None
		call_sheet: DF.Link | None
		calls: DF.Int
		centre: DF.Link | None
		connected: DF.Int
		connected_calls: DF.Int
		counts: DF.Table[DailyLedgerCount]
		date: DF.Date
		deal_amount: DF.Currency
		deal_units: DF.Int
		deals: DF.Int
		grade_a: DF.Int
		grade_b: DF.Int
		grade_c: DF.Int
		grade_d: DF.Int
		intention: DF.Int
		invited: DF.Int
		no_shows: DF.Int
		on_probation: DF.Check
		planned: DF.Float
		presence: DF.Float
		revisits: DF.Int
		roster_day: DF.Check
		sales_group: DF.Link | None
		sheet_state: DF.Literal["No Sheet", "Not Handed In", "Handed In", "Confirmed", "Opening"]
		valid_calls: DF.Int
		visits: DF.Int
		walk_ins: DF.Int
		week_start: DF.Date | None
	# end: auto-generated types

	def validate(self):
		daily_ledger_events.refuse(self)

	def on_trash(self):
		daily_ledger_events.refuse(self)

	def before_rename(self, *args):
		daily_ledger_events.refuse(self)
