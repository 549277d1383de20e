from frappe.model.document import Document

from dianjian_app.people import dated_rows


class OpeningRuleBalance(Document):
	"""A number that a rule starts with (R22)."""

	def validate(self):
		dated_rows.refuse_alone(self)

	def on_trash(self):
		dated_rows.refuse_alone(self)
