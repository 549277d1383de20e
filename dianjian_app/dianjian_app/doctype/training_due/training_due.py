from frappe.model.document import Document

from dianjian_app.people import training_due_events


class TrainingDue(Document):
	"""A training that somebody owes until it is attended (R25, R27, R37)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Link | None
		agent: DF.Link
		agent_name: DF.Data | None
		centre: DF.Link | None
		confirmed_at: DF.Datetime | None
		course: DF.Link | None
		date: DF.Date
		due_by: DF.Date | None
		evaluate_until: DF.Date | None
		hours: DF.Float
		invited_at: DF.Datetime | None
		lifted_for: DF.Literal["", "Decision", "Leaving", "Position", "Called Off"]
		origin: DF.Literal["", "Entrance", "Measure", "Invitation"]
		place: DF.Data | None
		reason: DF.SmallText | None
		result: DF.Literal["", "Passed", "Not Passed"]
		sales_group: DF.Link | None
		score: DF.Float
		session: DF.Link | None
		session_on: DF.Date | None
		session_time: DF.Time | None
		status: DF.Literal["Open", "Attended", "Missed", "Lifted"]
		tested: DF.Check
		told_overdue: DF.Date | None
		topic: DF.Data | None
	# end: auto-generated types

	def validate(self):
		training_due_events.validate(self)

	def on_trash(self):
		training_due_events.refuse_by_hand(self)
