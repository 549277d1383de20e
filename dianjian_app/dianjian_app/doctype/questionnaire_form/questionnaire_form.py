from frappe.model.document import Document

from dianjian_app.service.questionnaires import questionnaire_form_events


class QuestionnaireForm(Document):
	"""What one person is asked, or an answer that names nobody (R56)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.survey_answer.survey_answer import SurveyAnswer

		agent: DF.Link | None
		anonymous: DF.Check
		answers: DF.Table[SurveyAnswer]
		centre: DF.Link | None
		due_on: DF.Date | None
		questionnaire: DF.Link | None
		reminded_on: DF.Date | None
		status: DF.Literal["Open", "Sent", "Missed", "Answer"]
		title: DF.Data | None
	# end: auto-generated types

	def validate(self):
		questionnaire_form_events.validate(self)

	def on_trash(self):
		questionnaire_form_events.refuse_delete(self)
