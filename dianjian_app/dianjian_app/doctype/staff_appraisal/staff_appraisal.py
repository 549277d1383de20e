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
		date: DF.Date
		kind: DF.Literal["Periodic", "First Assessment", "Second Assessment"]
		period_end: DF.Date
		period_start: DF.Date
		remarks: DF.SmallText | None
		result: DF.Literal["", "Up to the Work", "Not up to the Work"]
		sales_group: DF.Link | None
		scores: DF.Table[AppraisalScore]
		total: DF.Float
	# end: auto-generated types

	def validate(self):
		staff_appraisal_events.validate(self)

	def before_submit(self):
		staff_appraisal_events.sign(self)
