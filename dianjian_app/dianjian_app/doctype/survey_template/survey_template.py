from frappe.model.document import Document

from dianjian_app.service import survey_template_events


class SurveyTemplate(Document):
	"""What customers are asked, whom and when: after a visit, a deal, a complaint or on a schedule (R42)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.survey_question.survey_question import SurveyQuestion

		about: DF.Literal["Telesales Agent", "Sales Consultant"]
		asked_after: DF.Literal["Visit", "Deal", "Complaint", "Schedule"]
		by_text: DF.Check
		disabled: DF.Check
		intro: DF.SmallText | None
		intro_english: DF.SmallText | None
		questions: DF.Table[SurveyQuestion]
		quiet_days: DF.Int
		share: DF.Int
		template_name: DF.Data
		text: DF.SmallText | None
		valid_days: DF.Int
		wait_days: DF.Int
	# end: auto-generated types

	def validate(self):
		survey_template_events.validate(self)
