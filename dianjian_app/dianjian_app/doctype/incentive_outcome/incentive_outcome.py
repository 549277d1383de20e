from frappe.model.document import Document

from dianjian_app.incentives.rules import incentive_rule_events


class IncentiveOutcome(Document):
	"""What a rule gives or takes; saved with its rule only."""

	def validate(self):
		incentive_rule_events.refuse_row(self)

	def on_trash(self):
		incentive_rule_events.refuse_row(self)
