from dianjian_app.framework_compat import ComputedTables
from dianjian_app.incentives.settlement import incentive_settlement_events, month_report
from dianjian_app.incentives.settlement.settlement_rows import TABLES


class IncentiveSettlement(ComputedTables):
	"""A month of a centre: computed, approved by manager and HR, published (R31)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.settlement_blocker.settlement_blocker import SettlementBlocker
		from dianjian_app.dianjian_app.doctype.settlement_line.settlement_line import SettlementLine

		amended_from: DF.Link | None
		blockers: DF.Table[SettlementBlocker]
		centre: DF.Link
		computed_at: DF.Datetime | None
		deduction_total: DF.Currency
		hr_approved_at: DF.Datetime | None
		hr_approved_by: DF.Link | None
		leave_total: DF.Float
		lines: DF.Table[SettlementLine]
		manager_approved_at: DF.Datetime | None
		manager_approved_by: DF.Link | None
		month: DF.Data
		period_end: DF.Date | None
		period_start: DF.Date | None
		proposal_count: DF.Int
		published_at: DF.Datetime | None
		published_by: DF.Link | None
		return_reason: DF.SmallText | None
		question_answer: DF.SmallText | None
		reward_total: DF.Currency
		stage: DF.Data | None
		workflow_state: DF.Link | None
	# end: auto-generated types

	computed_tables = tuple(TABLES)

	def month_of_people(self) -> dict:
		"""The month per agent, for prints."""
		return month_report.report_of_settlement(self)

	def validate(self):
		incentive_settlement_events.validate(self)

	def on_update(self):
		incentive_settlement_events.open_or_withdraw_proposals(self)

	def before_submit(self):
		incentive_settlement_events.approve_as_hr(self)

	def on_submit(self):
		incentive_settlement_events.confirm_lines(self)

	def before_update_after_submit(self):
		incentive_settlement_events.publish(self)

	def on_update_after_submit(self):
		incentive_settlement_events.post_entries(self)

	def before_cancel(self):
		incentive_settlement_events.take_back_approval(self)

	def on_cancel(self):
		incentive_settlement_events.confirm_lines(self)

	def on_trash(self):
		incentive_settlement_events.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		incentive_settlement_events.refuse_delete(self)
