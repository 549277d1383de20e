from frappe.model.document import Document

from dianjian_app.attendance import day_result_appeal_events
from dianjian_app.people import appeal_course


class DayResultAppeal(Document):
	"""An appeal against the result of a day and its decision (R35)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		absent_days: DF.Float
		agent: DF.Link | None
		agent_name: DF.Data | None
		answer_by: DF.Date | None
		attachment: DF.Attach | None
		centre: DF.Link | None
		date: DF.Date | None
		day: DF.Date | None
		decided_at: DF.Datetime | None
		decided_by: DF.Link | None
		decision_reason: DF.SmallText | None
		early_minutes: DF.Int
		escalated_at: DF.Datetime | None
		grounds: DF.SmallText
		late_minutes: DF.Int
		live_key: DF.Data | None
		missing_punches: DF.Int
		remedy: DF.Literal["", "Enter Punches", "Excuse the Day"]
		result: DF.Link
		right_in: DF.Datetime | None
		right_out: DF.Datetime | None
		sales_group: DF.Link | None
		stage: DF.Literal["Filed", "In Review", "Upheld", "Dismissed", "Withdrawn"]
		status: DF.Literal[
			"Open",
			"Present",
			"Missing Punch",
			"Absent",
			"Outing",
			"Leave",
			"Rest Day",
			"Holiday",
			"Suspended",
			"To Be Decided",
		]
		workflow_state: DF.Link | None
	# end: auto-generated types

	def before_insert(self):
		day_result_appeal_events.file_appeal(self)

	def validate(self):
		day_result_appeal_events.validate(self)

	def on_update(self):
		day_result_appeal_events.carry_out(self)

	def on_trash(self):
		appeal_course.refuse_delete(self)
