from frappe.model.document import Document

from dianjian_app.incentives.appraisal import appraisal_form_events


class AppraisalForm(Document):
	"""What somebody is asked to say of a person; colleagues' answers stand without a name (R38)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.appraisal_score.appraisal_score import AppraisalScore

		agent: DF.Link | None
		agent_name: DF.Data | None
		appraisal: DF.Link | None
		appraiser: DF.Link | None
		centre: DF.Link | None
		due_on: DF.Date | None
		reminded_on: DF.Date | None
		scores: DF.Table[AppraisalScore]
		side: DF.Literal["Self", "Colleague", "Leader", "Department"]
		status: DF.Literal["Open", "Sent", "Missed", "Answer"]
	# end: auto-generated types

	def validate(self):
		appraisal_form_events.validate(self)

	def on_trash(self):
		appraisal_form_events.refuse_delete(self)
