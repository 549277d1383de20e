from frappe.model.document import Document

from dianjian_app.incentives.rules import rule_acknowledgement_events


class RuleAcknowledgement(Document):
	"""A person has read a version of a rule."""

	def before_insert(self):
		rule_acknowledgement_events.fill_in(self)

	def validate(self):
		if not self.is_new():
			rule_acknowledgement_events.refuse_change(self)

	def on_trash(self):
		rule_acknowledgement_events.refuse_change(self)
