from frappe.model.document import Document

from dianjian_app.attendance import duty_shifts
from dianjian_app.permissions import check_in_scope


class DutyShift(Document):
	"""Working hours of some people where they are not the season's (R1, R33)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		break_from: DF.Data | None
		break_until: DF.Data | None
		centre: DF.Link
		disabled: DF.Check
		shift_name: DF.Data
		work_end: DF.Time
		work_start: DF.Time
	# end: auto-generated types

	def validate(self):
		duty_shifts.validate(self)
		check_in_scope(self)
