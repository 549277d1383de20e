from frappe.model.document import Document

from dianjian_app.people import training_dues, training_invitations, training_session_events


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
		called_off_reason: DF.SmallText | None
		centre: DF.Link
		course: DF.Link | None
		date: DF.Date
		end_time: DF.Time | None
		evaluate_until: DF.Date | None
		hours: DF.Float
		kind: DF.Literal["Entrance", "Due from a Rule", "Other"]
		pass_score: DF.Int
		place: DF.Data | None
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		start_time: DF.Time | None
		status: DF.Literal["Planned", "Held", "Called Off"]
		tested: DF.Check
		topic: DF.Data
		trainer: DF.Data | None
		trainer_staff: DF.Link | None
	# end: auto-generated types

	def before_insert(self):
		training_session_events.fill_in(self)

	def validate(self):
		training_session_events.validate(self)

	def on_update(self):
		training_invitations.follow_changes(self)

	def before_submit(self):
		training_session_events.hold(self)

	def on_submit(self):
		training_session_events.settle_dues(self)

	def before_cancel(self):
		training_session_events.mark_called_off(self)

	def on_cancel(self):
		training_dues.free(self.name)
