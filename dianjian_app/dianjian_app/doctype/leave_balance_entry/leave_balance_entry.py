from frappe.model.document import Document

from dianjian_app.people import leave_balance_entry_events


class LeaveBalanceEntry(Document):
	"""Days of leave earned or taken; append-only (R22)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		date: DF.Date
		days: DF.Float
		entry_key: DF.Data | None
		kind: DF.Literal["Earned", "Taken", "Taken Back", "Returned", "Opening", "Adjustment"]
		leave_type: DF.Link
		reference_doctype: DF.Link | None
		reference_name: DF.DynamicLink | None
		remarks: DF.SmallText | None
		sales_group: DF.Link | None
		staff: DF.Link
		staff_name: DF.Data | None
	# end: auto-generated types

	def validate(self):
		leave_balance_entry_events.validate(self)

	def on_trash(self):
		leave_balance_entry_events.refuse_change(self)

	def before_rename(self, *args):
		leave_balance_entry_events.refuse_change(self)
