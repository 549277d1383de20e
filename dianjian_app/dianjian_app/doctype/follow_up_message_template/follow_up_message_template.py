from frappe.model.document import Document

from dianjian_app.calls import follow_up_message_template_events


class FollowupMessageTemplate(Document):
	"""A text with places for what is known of the customer (R14)."""

	def validate(self):
		follow_up_message_template_events.validate(self)
