from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class PresencePlanDay(Document):
	"""A weekday on which somebody in part time works (R3)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_date: DF.Date | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		part: DF.Literal["Whole Day", "Morning", "Afternoon"]
		to_date: DF.Date | None
		weekday: DF.Literal["Monday", "Tuesday", "Wednesday", "Thursday", "Friday", "Saturday", "Sunday"]
		work_end: DF.Data | None
		work_start: DF.Data | None
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
