from frappe.model.document import Document

from dianjian_app.people import training_session_events


class TrainingSession(Document):
	"""A training with its attendees (R37)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.training_attendee.training_attendee import TrainingAttendee

		amended_from: DF.Link | None
		attendees: DF.Table[TrainingAttendee]
		centre: DF.Link
		date: DF.Date
		kind: DF.Literal["Entrance", "Due from a Rule", "Other"]
		remarks: DF.SmallText | None
		topic: DF.Data
		trainer: DF.Data
	# end: auto-generated types

	def validate(self):
		training_session_events.validate(self)

	def on_submit(self):
		training_session_events.complete_dues(self)

	def on_cancel(self):
		training_session_events.reopen_dues(self)
