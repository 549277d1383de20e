from frappe.model.document import Document

from dianjian_app.incentives.discipline import measure_grounds


class MeasureGround(Document):
	"""What people get a measure or an award for, and which one is usual (R30, R31)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		disabled: DF.Check
		english_name: DF.Data | None
		first_measure: DF.Literal[
			"", "Training", "Warning", "Demerit", "Suspension", "Dismissal", "Award", "Promotion"
		]
		ground_title: DF.Data
		kind: DF.Literal["Breach", "Merit"]
		meaning: DF.SmallText | None
		repeat_days: DF.Int
		second_measure: DF.Literal[
			"", "Training", "Warning", "Demerit", "Suspension", "Dismissal", "Award", "Promotion"
		]
		sort_order: DF.Int
		third_measure: DF.Literal[
			"", "Training", "Warning", "Demerit", "Suspension", "Dismissal", "Award", "Promotion"
		]
	# end: auto-generated types

	def before_insert(self):
		measure_grounds.fill_centre(self)

	def autoname(self):
		self.name = measure_grounds.name_of(self)

	def validate(self):
		measure_grounds.validate(self)
