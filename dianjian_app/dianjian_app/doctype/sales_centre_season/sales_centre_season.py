from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class SalesCentreSeason(Document):
	"""Working hours of a season (R1)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		break_from: DF.Data | None
		break_until: DF.Data | None
		from_day: DF.Int
		from_month: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		season_name: DF.Data
		work_end: DF.Time
		work_start: DF.Time
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
