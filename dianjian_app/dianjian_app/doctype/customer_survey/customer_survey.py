from frappe.model.document import Document

from dianjian_app.service import survey


class CustomerSurvey(Document):
	"""How satisfied a customer was (R27, R42)."""

	def validate(self):
		survey.validate(self)

	def on_trash(self):
		survey.refuse_delete(self)
