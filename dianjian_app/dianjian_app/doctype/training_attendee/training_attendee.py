from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class TrainingAttendee(Document):
	"""A person at a training (R37)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		attended: DF.Check
		centre: DF.Link | None
		confirmed_at: DF.Datetime | None
		confirmed_by: DF.Link | None
		date: DF.Date | None
		invited_at: DF.Datetime | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		remarks: DF.Data | None
		result: DF.Literal["", "Passed", "Not Passed"]
		sales_group: DF.Link | None
		score: DF.Float
		staff: DF.Link
		staff_name: DF.Data | None
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
