from frappe.model.document import Document

from dianjian_app.incentives.rules import performance_target_events


class PerformanceTarget(Document):
	"""A target for an agent, group or centre and period (R25)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		centre: DF.Link
		metric: DF.Link
		period_end: DF.Date | None
		period_start: DF.Date
		period_type: DF.Literal["Month", "Quarter", "Year"]
		sales_group: DF.Link | None
		subject_type: DF.Literal["Agent", "Group", "Centre"]
		target_value: DF.Float
	# end: auto-generated types

	def validate(self):
		performance_target_events.validate(self)

	def on_trash(self):
		performance_target_events.refuse_settled(self)
