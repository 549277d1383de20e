from frappe.model.document import Document

from dianjian_app.incentives.entries import leaver_close_out_events


class LeaverCloseOut(Document):
	"""What was open of somebody who has left, and what became of it; written by entries/close_out alone (R32)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		carried: DF.Currency
		centre: DF.Link | None
		choice: DF.Literal["Pay Out Pro Rata", "Drop"]
		closed_by: DF.Link | None
		closed_on: DF.Datetime | None
		family: DF.Data | None
		leave_days: DF.Float
		leave_entry: DF.Link | None
		leaving_date: DF.Date | None
		pay: DF.Currency
		rule: DF.Link | None
		sales_group: DF.Link | None
		staff: DF.Link
		staff_name: DF.Data | None
		visit_days: DF.Float
		visits: DF.Float
	# end: auto-generated types

	def validate(self):
		leaver_close_out_events.refuse_change(self)

	def on_trash(self):
		leaver_close_out_events.refuse_change(self)

	def before_rename(self, old, new, merge=False):
		leaver_close_out_events.refuse_change(self)
