from frappe.model.document import Document

from dianjian_app.incentives.rules import acknowledgement


class RuleAcknowledgement(Document):
	"""A person has read a version of a rule."""

	def before_insert(self):
		acknowledgement.write(self)

	def validate(self):
		if not self.is_new():
			acknowledgement.refuse(self)

	def on_trash(self):
		acknowledgement.refuse(self)
