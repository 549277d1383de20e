from frappe.model.document import Document

from dianjian_app.incentives.rules import incentive_rule_events


class IncentiveRule(Document):
	"""One version of a reward, penalty or proposal (decision 9)."""

	def autoname(self):
		self.name = incentive_rule_events.name_of(self)

	def validate(self):
		incentive_rule_events.validate(self)

	def before_submit(self):
		incentive_rule_events.approve(self)

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
