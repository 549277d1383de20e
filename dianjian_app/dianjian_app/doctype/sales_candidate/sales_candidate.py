from frappe.model.document import Document

from dianjian_app.people import candidate_events


class SalesCandidate(Document):
	"""Somebody who wants to work at the centre (R49)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.candidate_interview.candidate_interview import (
			CandidateInterview,
		)

		applied_on: DF.Date
		candidate_name: DF.Data
		centre: DF.Link
		cv: DF.Attach | None
		decided_by: DF.Link | None
		decided_on: DF.Date | None
		decision_reason: DF.SmallText | None
		email: DF.Data | None
		furthest: DF.Literal["CV", "Written Test", "Interview", "Accepted", "Hired"]
		interviews: DF.Table[CandidateInterview]
		mean_score: DF.Float
		phone: DF.Data | None
		position: DF.Literal[
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
		referred_by: DF.Link | None
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		source: DF.Literal["Referral", "Website", "Campus", "Other"]
		staff: DF.Link | None
		stage: DF.Literal["CV", "Written Test", "Interview", "Accepted", "Hired", "Rejected", "Withdrawn"]
		test_score: DF.Float
		tested_on: DF.Date | None
	# end: auto-generated types

	def validate(self):
		candidate_events.validate(self)

	def on_update(self):
		candidate_events.tell_interviewers(self)

	def on_trash(self):
		candidate_events.refuse_delete(self)
