from frappe.model.document import Document

from dianjian_app.incentives import rule_events


class IncentiveRule(Document):
	"""One version of a reward, penalty or proposal (decision 9)."""

	def autoname(self):
		self.name = rule_events.name_of(self)

	def validate(self):
		rule_events.validate(self)

	def before_submit(self):
		rule_events.approve(self)

	def on_submit(self):
		rule_events.follow_earlier(self)

	def before_update_after_submit(self):
		rule_events.refuse_change(self)

	def before_cancel(self):
		rule_events.refuse_cancel(self)

	def on_trash(self):
		rule_events.refuse_delete(self)

	def before_rename(self, old, new, merge=False):
		rule_events.refuse_cancel(self)
