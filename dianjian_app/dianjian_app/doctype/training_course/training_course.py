from frappe.model.document import Document

from dianjian_app.people import training_course_events


class TrainingCourse(Document):
	"""What is taught, to whom, how long and with which test (R37)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		content: DF.SmallText | None
		course_title: DF.Data
		disabled: DF.Check
		due_days: DF.Int
		entrance: DF.Check
		hours: DF.Float
		pass_score: DF.Int
		position: DF.Literal[
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
		tested: DF.Check
	# end: auto-generated types

	def before_insert(self):
		training_course_events.fill_centre(self)

	def validate(self):
		training_course_events.validate(self)

	def on_trash(self):
		training_course_events.refuse_delete(self)
