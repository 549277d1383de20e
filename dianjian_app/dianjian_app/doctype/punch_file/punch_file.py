from frappe.model.document import Document

from dianjian_app.attendance import punch_file_events
from dianjian_app.permissions import check_in_scope


class PunchFile(Document):
	"""A csv or workbook of punches, and what became of its rows (R33)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link
		device: DF.Link | None
		error_message: DF.SmallText | None
		file: DF.Attach | None
		first_day: DF.Date | None
		imported_at: DF.Datetime | None
		known_count: DF.Int
		last_day: DF.Date | None
		new_count: DF.Int
		status: DF.Literal["Draft", "Queued", "Imported", "Failed"]
		title: DF.Data
		total: DF.Int
		unknown_count: DF.Int
		unknown_numbers: DF.SmallText | None
		unread_count: DF.Int
	# end: auto-generated types

	def validate(self):
		check_in_scope(self)
		punch_file_events.validate(self)

	def on_trash(self):
		punch_file_events.refuse_imported(self)

	def before_rename(self, old, new, merge=False):
		punch_file_events.refuse_imported(self)
