from frappe.model.document import Document

from dianjian_app.service import customer_survey_events


class CustomerSurvey(Document):
	"""How satisfied a customer was (R27, R42)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.survey_answer.survey_answer import SurveyAnswer

		agent: DF.Link
		agent_name: DF.Data | None
		answers: DF.Table[SurveyAnswer]
		asked_by: DF.Link | None
		by_hand: DF.Check
		centre: DF.Link | None
		channel: DF.Literal["Telephone", "On Site", "Message", "Return Visit", "Link"]
		date: DF.Date
		lead: DF.Link | None
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		score: DF.Int
		template: DF.Link | None
		visit: DF.Link | None
	# end: auto-generated types

	def validate(self):
		customer_survey_events.validate(self)

	def on_trash(self):
		customer_survey_events.refuse_delete(self)
