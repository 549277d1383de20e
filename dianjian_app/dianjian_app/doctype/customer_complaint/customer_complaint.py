from frappe.model.document import Document

from dianjian_app.service import customer_complaint_events


class CustomerComplaint(Document):
	"""A complaint until it is closed (R28, R41)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		apologised_at: DF.Datetime | None
		apologised_by: DF.Link | None
		apology: DF.SmallText | None
		by_public_form: DF.Check
		category: DF.Link | None
		cause: DF.SmallText | None
		centre: DF.Link | None
		closed_by: DF.Link | None
		complaint: DF.SmallText
		customer_name: DF.Data | None
		customer_satisfied: DF.Literal["", "Satisfied", "Not Satisfied"]
		department: DF.Link | None
		due_on: DF.Date | None
		escalated_at: DF.Datetime | None
		kind: DF.Literal["Complaint", "Opinion", "Suggestion"]
		lead: DF.Link | None
		lesson: DF.SmallText | None
		received_by: DF.Link | None
		received_on: DF.Date
		phone_hash: DF.Data | None
		phone_mask: DF.Data | None
		reminded_on: DF.Date | None
		sales_group: DF.Link | None
		severity: DF.Literal["Minor", "Major"]
		solution: DF.SmallText | None
		solved_by: DF.Link | None
		solved_by_name: DF.Data | None
		solved_on: DF.Date | None
		stage: DF.Literal["Received", "In Progress", "Solved", "Closed"]
		told: DF.SmallText | None
		told_by: DF.Link | None
		told_on: DF.Date | None
		visit: DF.Link | None
		workflow_state: DF.Link | None
	# end: auto-generated types

	def validate(self):
		customer_complaint_events.validate(self)

	def on_trash(self):
		customer_complaint_events.refuse_delete(self)
