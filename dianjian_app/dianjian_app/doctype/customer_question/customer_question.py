from frappe.model.document import Document

from dianjian_app.service import customer_question_events


class CustomerQuestion(Document):
	"""A customer's question that a department answers in time (R41)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		answer: DF.SmallText | None
		answered_at: DF.Datetime | None
		answered_by: DF.Link | None
		at_once: DF.Check
		category: DF.Link | None
		centre: DF.Link | None
		customer_name: DF.Data | None
		date: DF.Date | None
		department: DF.Link | None
		due_on: DF.Date | None
		escalated_at: DF.Datetime | None
		lead: DF.Link | None
		question: DF.SmallText
		reminded_on: DF.Date | None
		sales_group: DF.Link | None
		script: DF.Link | None
		stage: DF.Literal["Open", "Answered", "Told"]
		taken_into: DF.Link | None
		told_on: DF.Date | None
	# end: auto-generated types

	def validate(self):
		customer_question_events.validate(self)

	def after_insert(self):
		customer_question_events.tell_leader(self)

	def on_update(self):
		customer_question_events.bring_answer_back(self)

	def on_trash(self):
		customer_question_events.refuse_delete(self)
