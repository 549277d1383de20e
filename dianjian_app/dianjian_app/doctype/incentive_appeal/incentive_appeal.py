from frappe.model.document import Document

from dianjian_app.incentives.discipline import incentive_appeal_events
from dianjian_app.people import appeal_course


class IncentiveAppeal(Document):
	"""An appeal and its decision (R31, R35)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		action: DF.Link | None
		agent: DF.Link | None
		agent_name: DF.Data | None
		answer_by: DF.Date | None
		appraisal: DF.Link | None
		attachment: DF.Attach | None
		centre: DF.Link | None
		corrected_amount: DF.Currency
		date: DF.Date | None
		decided_at: DF.Datetime | None
		decided_by: DF.Link | None
		decision_reason: DF.SmallText | None
		entry: DF.Link | None
		escalated_at: DF.Datetime | None
		first_appeal: DF.Link | None
		grounds: DF.SmallText
		kind: DF.Literal["An Entry", "A Disciplinary Action", "An Appraisal", "Something Missing"]
		live_key: DF.Data | None
		month: DF.Data | None
		reversal: DF.Link | None
		rule: DF.Link | None
		sales_group: DF.Link | None
		second_review: DF.Check
		stage: DF.Literal["Filed", "In Review", "Upheld", "Dismissed", "Withdrawn"]
		workflow_state: DF.Link | None
	# end: auto-generated types

	def before_insert(self):
		incentive_appeal_events.file_appeal(self)

	def validate(self):
		incentive_appeal_events.validate(self)

	def on_update(self):
		incentive_appeal_events.comment_on_subject(self)

	def on_trash(self):
		appeal_course.refuse_delete(self)
