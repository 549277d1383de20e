from frappe.model.document import Document

from dianjian_app.attendance import attendance_close_events
from dianjian_app.permissions import check_in_scope


class AttendanceClose(Document):
	"""A closed month of a centre's attendance; made by who answers for it, and never undone (R33)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link
		closed_at: DF.Datetime | None
		closed_by: DF.Link | None
		first_day: DF.Date | None
		last_day: DF.Date | None
		month: DF.Data
		results: DF.Int
	# end: auto-generated types

	def validate(self):
		attendance_close_events.validate(self)
		check_in_scope(self)

	def on_trash(self):
		attendance_close_events.refuse_change(self)

	def before_rename(self, old, new, merge=False):
		attendance_close_events.refuse_change(self)
