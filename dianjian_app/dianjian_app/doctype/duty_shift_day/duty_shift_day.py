from frappe.model.document import Document

from dianjian_app.attendance import duty_shifts
from dianjian_app.names_without_series import of_agent
from dianjian_app.permissions import check_in_scope


class DutyShiftDay(Document):
	"""The shift that a person has from a day to a day, with its hours as they were then (R1, R33)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		break_from: DF.Data | None
		break_until: DF.Data | None
		centre: DF.Link | None
		duty_shift: DF.Link | None
		from_date: DF.Date
		sales_group: DF.Link | None
		shift_name: DF.Data | None
		staff: DF.Link
		staff_name: DF.Data | None
		to_date: DF.Date
		work_end: DF.Data | None
		work_start: DF.Data | None
	# end: auto-generated types

	def autoname(self):
		self.name = of_agent("DS", self.staff, self.from_date)

	def validate(self):
		duty_shifts.refuse_by_hand(self)
		check_in_scope(self)

	def on_trash(self):
		duty_shifts.refuse_by_hand(self)

	def before_rename(self, old, new, merge=False):
		duty_shifts.refuse_by_hand(self)
