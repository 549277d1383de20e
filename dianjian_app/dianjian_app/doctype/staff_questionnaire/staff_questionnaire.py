from frappe.model.document import Document

from dianjian_app.service.questionnaires import staff_questionnaire_events


class StaffQuestionnaire(Document):
	"""What the staff are asked, and a round of it (R56)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.incentive_rule_position.incentive_rule_position import (
			IncentiveRulePosition,
		)
		from dianjian_app.dianjian_app.doctype.survey_question.survey_question import SurveyQuestion

		about: DF.DynamicLink | None
		about_type: DF.Link | None
		anonymous: DF.Check
		answered: DF.Int
		asked: DF.Int
		centre: DF.Link
		closed_on: DF.Date | None
		days_to_answer: DF.Int
		due_on: DF.Date | None
		intro: DF.SmallText | None
		intro_english: DF.SmallText | None
		occasion: DF.Literal["By Hand", "Each Quarter", "After a Training"]
		opened_on: DF.Date | None
		paused: DF.Check
		positions: DF.Table[IncentiveRulePosition]
		questions: DF.Table[SurveyQuestion]
		round_key: DF.Data | None
		sales_group: DF.Link | None
		stage: DF.Literal["Draft", "Standing", "Open", "Closed"]
		standing: DF.Link | None
		starts_on: DF.Date | None
		title: DF.Data
	# end: auto-generated types

	def validate(self):
		staff_questionnaire_events.validate(self)

	def on_trash(self):
		staff_questionnaire_events.refuse_delete(self)
