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
		date: DF.Date
		reason: DF.SmallText | None
		sales_group: DF.Link | None
		session: DF.Link | None
		status: DF.Literal["Open", "Attended", "Lifted"]
	# end: auto-generated types

	def validate(self):
		training_due_events.validate(self)

	def on_trash(self):
		training_due_events.refuse_by_hand(self)
