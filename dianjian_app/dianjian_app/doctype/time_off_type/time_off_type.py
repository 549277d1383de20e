from frappe.model.document import Document

from dianjian_app.people import time_off_types


class TimeOffType(Document):
	"""What leave and outings may be asked for, and what holds for each (R34)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		counts_as: DF.Literal["Leave", "Outing"]
		disabled: DF.Check
		paid: DF.Check
		papers: DF.Data | None
		papers_days: DF.Int
		sort_order: DF.Int
		type_name: DF.Data
		with_balance: DF.Check
		yearly_days: DF.Float
	# end: auto-generated types

	def validate(self):
		time_off_types.check(self)

	def on_trash(self):
		time_off_types.refuse_delete(self)
