from frappe.model.document import Document

from dianjian_app.incentives.settlement import incentive_statement_events, statements


class IncentiveStatement(Document):
	"""A person's month (R32)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		acknowledged_at: DF.Datetime | None
		agent: DF.Link | None
		agent_name: DF.Data | None
		carried: DF.Currency
		centre: DF.Link | None
		date: DF.Date | None
		deductions: DF.Currency
		leave_balance: DF.Float
		leave_days: DF.Float
		month: DF.Data | None
		net: DF.Currency
		rewards: DF.Currency
		sales_group: DF.Link | None
		settlement: DF.Link | None
		visits_towards: DF.Float
	# end: auto-generated types

	def rows(self) -> list[dict]:
		"""The statement's entries, for prints."""
		return statements.statement_rows(self)

	def validate(self):
		incentive_statement_events.refuse_change(self)

	def on_trash(self):
		incentive_statement_events.refuse_delete(self)
