from frappe.model.document import Document

from dianjian_app.incentives.rules import incentive_rule_events
from dianjian_app.incentives.settlement import rule_corrections


class IncentiveRule(Document):
	"""One version of a reward, penalty or proposal (decision 9)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.incentive_outcome.incentive_outcome import IncentiveOutcome
		from dianjian_app.dianjian_app.doctype.incentive_rule_position.incentive_rule_position import (
			IncentiveRulePosition,
		)

		amended_from: DF.Link | None
		approved_at: DF.Datetime | None
		approved_by: DF.Link | None
		centre: DF.Link | None
		change_reason: DF.SmallText | None
		condition: DF.Literal[
			"Always", "Below", "Meets", "From Percent of Target", "Place Within", "Place Outside", "Every N"
		]
		condition_value: DF.Float
		consecutive_periods: DF.Int
		corrections: DF.SmallText | None
		corrections_amount: DF.Currency
		corrections_seen: DF.Data | None
		corrections_seen_at: DF.Datetime | None
		family: DF.Data
		kind: DF.Literal["Reward", "Penalty", "Proposal"]
		metric: DF.Link
		outcomes: DF.Table[IncentiveOutcome]
		pack: DF.Data | None
		penalty_class: DF.Literal["", "Loss of Incentive", "Compensation of Loss", "Fine"]
		period: DF.Literal["Event", "Day", "Week", "Month", "Quarter", "Year", "Cumulative"]
		population: DF.Literal["All", "Established", "Probation"]
		positions: DF.Table[IncentiveRulePosition]
		rule_title: DF.Data
		scale_by_presence: DF.Check
		sentence: DF.SmallText | None
		stage: DF.Data | None
		subject: DF.Literal["Agent", "Group", "Centre"]
		supersedes: DF.Link | None
		take_back_not_at_fault: DF.Check
		take_back_on_cancel: DF.Check
		target_type: DF.Literal["None", "Fixed", "Performance Target"]
		target_value: DF.Float
		tie_break_1: DF.Link | None
		tie_break_2: DF.Link | None
		valid_from: DF.Date
		valid_to: DF.Date | None
		version_no: DF.Int
		workflow_state: DF.Link | None
	# end: auto-generated types

	def autoname(self):
		self.name = incentive_rule_events.name_of(self)

	def validate(self):
		incentive_rule_events.validate(self)

	def before_submit(self):
		incentive_rule_events.approve(self)
		rule_corrections.check_seen(self)

	def on_submit(self):
		incentive_rule_events.follow_earlier(self)

	def before_update_after_submit(self):
		incentive_rule_events.refuse_change(self)

	def before_cancel(self):
		incentive_rule_events.refuse_cancel(self)

	def on_trash(self):
		incentive_rule_events.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		incentive_rule_events.refuse_cancel(self)
