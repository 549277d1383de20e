from frappe.model.document import Document

from dianjian_app.attendance import day_result_events


class StaffDayResult(Document):
	"""One line a person a day, derived (R33); written by dianjian_app.attendance.result_store alone."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		absent_days: DF.Float
		absent_minutes: DF.Int
		agent: DF.Link
		agent_name: DF.Data | None
		booked_on: DF.Date | None
		centre: DF.Link | None
		date: DF.Date
		day_kind: DF.Literal["Workday", "Rest Day", "Holiday"]
		difference: DF.Int
		early_minutes: DF.Int
		early_times: DF.Int
		evidence: DF.JSON | None
		first_in: DF.Datetime | None
		last_out: DF.Datetime | None
		late_minutes: DF.Int
		late_times: DF.Int
		leave_minutes: DF.Int
		lieu_minutes: DF.Int
		missing_punches: DF.Int
		outing_minutes: DF.Int
		overtime_minutes: DF.Int
		overtime_weighted_minutes: DF.Float
		planned_minutes: DF.Int
		sales_group: DF.Link | None
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
		told_at: DF.Datetime | None
		worked_minutes: DF.Int
	# end: auto-generated types

	def validate(self):
		day_result_events.refuse(self)

	def on_trash(self):
		day_result_events.refuse(self)

	def before_rename(self, *args):
		day_result_events.refuse(self)
