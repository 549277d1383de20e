from frappe.model.document import Document

from dianjian_app.incentives.rules import incentive_rule_events


class IncentiveOutcome(Document):
	"""What a rule gives or takes; saved with its rule only."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		amount: DF.Float
		basis: DF.Literal[
			"Fixed", "Per Unit", "Per Unit Short", "Per N", "Percent of Excess", "Share of Rule"
		]
		cap: DF.Currency
		dimension_value: DF.Data | None
		excess_from: DF.Literal["", "Target", "Threshold"]
		n: DF.Int
		outcome_label: DF.Data | None
		outcome_type: DF.Literal[
			"Money",
			"Leave Days",
			"Training",
			"Warning",
			"Demerit",
			"Suspension",
			"Dismissal",
			"Elimination",
			"Award",
		]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		percent: DF.Percent
		place_from: DF.Int
		place_to: DF.Int
		share_of_family: DF.Data | None
		zero_is_meant: DF.Check
	# end: auto-generated types

	def validate(self):
		incentive_rule_events.refuse_row(self)

	def on_trash(self):
		incentive_rule_events.refuse_row(self)
