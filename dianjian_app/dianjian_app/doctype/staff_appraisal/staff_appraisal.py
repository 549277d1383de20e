from frappe.model.document import Document

from dianjian_app.people import staff_appraisal_events


class StaffAppraisal(Document):
	"""Weighted scores of a person (R30, R38)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.appraisal_score.appraisal_score import AppraisalScore

		action: DF.Link | None
		agent: DF.Link
		agent_name: DF.Data | None
		amended_from: DF.Link | None
		appraised_by: DF.Link | None
		centre: DF.Link | None
		colleague_total: DF.Float
		cycle_key: DF.Data | None
		date: DF.Date
		department_total: DF.Float
		due_on: DF.Date | None
		kind: DF.Literal["Periodic", "First Assessment", "Second Assessment"]
		leader_total: DF.Float
		period_end: DF.Date
		period_start: DF.Date
		remarks: DF.SmallText | None
		responded_at: DF.Datetime | None
		response: DF.Literal["", "Acknowledged", "Disagreed"]
		response_text: DF.SmallText | None
		result: DF.Literal["", "Up to the Work", "Not up to the Work"]
		sales_group: DF.Link | None
		scheme: DF.Link | None
		scores: DF.Table[AppraisalScore]
		self_total: DF.Float
		signed_on: DF.Date | None
		stage: DF.Literal["", "Answering", "For Talk"]
		talk_note: DF.SmallText | None
		talk_on: DF.Date | None
		total: DF.Float
	# end: auto-generated types

	def validate(self):
		staff_appraisal_events.validate(self)

	def before_submit(self):
		staff_appraisal_events.sign(self)

	def on_submit(self):
		staff_appraisal_events.tell_person(self)

	def before_update_after_submit(self):
		staff_appraisal_events.keep_response(self)
