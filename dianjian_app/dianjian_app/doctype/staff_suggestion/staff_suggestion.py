from frappe.model.document import Document

from dianjian_app.service import staff_suggestion_events


class StaffSuggestion(Document):
	"""What somebody of the staff suggests (R51)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		answer: DF.SmallText | None
		answered_by: DF.Link | None
		answered_on: DF.Date | None
		centre: DF.Link | None
		date: DF.Date | None
		department: DF.Link
		due_on: DF.Date | None
		escalated_at: DF.Datetime | None
		outcome: DF.Literal["", "Adopted", "Not Adopted"]
		reminded_on: DF.Date | None
		sales_group: DF.Link | None
		stage: DF.Literal["Open", "Answered"]
		subject: DF.Data
		text: DF.SmallText
	# end: auto-generated types

	def validate(self):
		staff_suggestion_events.validate(self)

	def on_update(self):
		staff_suggestion_events.tell_people(self)

	def on_trash(self):
		staff_suggestion_events.refuse_delete(self)
