from frappe.model.document import Document

from dianjian_app.calls import sms_batch


class FollowupMessageTemplate(Document):
	"""A text with places for what is known of the customer (R14)."""

	def validate(self):
		sms_batch.check_template(self)
