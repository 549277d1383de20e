from frappe.model.document import Document

from dianjian_app.attendance import punching_policy_events


class PunchingPolicy(Document):
	"""What a centre asks of clocking in and out from a day on; until then, and without one, nobody is judged (R33)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		ask_place: DF.Check
		centre: DF.Link
		corrections_a_month: DF.Int
		counted_from: DF.Literal["From Working Hours", "From the Allowance"]
		day_turn: DF.Data
		early_allowance: DF.Int
		from_date: DF.Date
		late_allowance: DF.Int
		late_applications_excuse: DF.Check
		late_overtime_counts: DF.Check
		overtime_rate_holiday: DF.Float
		overtime_rate_rest_day: DF.Float
		overtime_rate_workday: DF.Float
	# end: auto-generated types

	def validate(self):
		punching_policy_events.validate(self)

	def on_trash(self):
		punching_policy_events.refuse_in_force(self)

	def before_rename(self, old, new, merge=False):
		punching_policy_events.refuse_rename(self)
