from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class OpeningRuleBalance(Document):
	"""A number that a rule starts with (R22)."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
