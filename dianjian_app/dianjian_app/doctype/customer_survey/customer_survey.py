from frappe.model.document import Document

from dianjian_app.service import customer_survey_events


class CustomerSurvey(Document):
	"""How satisfied a customer was (R27, R42)."""

	def validate(self):
		customer_survey_events.validate(self)

	def on_trash(self):
		customer_survey_events.refuse_delete(self)
