from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class WorkCalendarDay(Document):
	"""A day that differs from the week's pattern (R1)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		date: DF.Date
		day_type: DF.Literal["Holiday", "Half Holiday", "Workday"]
		description: DF.Data | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
