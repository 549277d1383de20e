from frappe.model.document import Document

from dianjian_app.service.development import development_plan_events


class DevelopmentPlan(Document):
	"""Goals, trainings, talks and the next position of a person (R56)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.development_plan_step.development_plan_step import (
			DevelopmentPlanStep,
		)

		acknowledged_at: DF.Datetime | None
		agent: DF.Link
		agent_name: DF.Data | None
		basis: DF.Link | None
		centre: DF.Link | None
		closed_by: DF.Link | None
		closed_on: DF.Date | None
		conclusion: DF.SmallText | None
		from_date: DF.Date
		next_position: DF.Literal[
			"",
			"Telesales Agent",
			"Sales Consultant",
			"Sales Group Leader",
			"Sales Assistant",
			"Front Desk",
			"Customer Service",
			"Planning",
			"Administration",
			"Department Manager",
			"HR Reviewer",
		]
		next_position_by: DF.Date | None
		reminded_for: DF.Date | None
		sales_group: DF.Link | None
		stage: DF.Literal["Open", "Acknowledged", "Closed"]
		steps: DF.Table[DevelopmentPlanStep]
		strengths: DF.SmallText | None
		to_date: DF.Date
		to_learn: DF.SmallText | None
		words: DF.SmallText | None
	# end: auto-generated types

	def validate(self):
		development_plan_events.validate(self)

	def on_update(self):
		development_plan_events.tell_person(self)

	def on_trash(self):
		development_plan_events.refuse_delete(self)
