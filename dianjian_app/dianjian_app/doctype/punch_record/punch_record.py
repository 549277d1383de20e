from frappe.model.document import Document

from dianjian_app.attendance import punch_record_events
from dianjian_app.permissions import check_in_scope


class PunchRecord(Document):
	"""One punch as it came in, never altered (R33)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		appeal: DF.Link | None
		centre: DF.Link | None
		clock_off: DF.Int
		date: DF.Date | None
		device: DF.Link | None
		direction: DF.Literal["", "Clock In", "Clock Out"]
		doubt: DF.Literal["", "Unknown Number", "Clock Off"]
		employee_number: DF.Data | None
		entered_by: DF.Link | None
		place: DF.Data | None
		punch_file: DF.Link | None
		punched_at: DF.Datetime
		reason: DF.SmallText | None
		received_at: DF.Datetime | None
		request: DF.Link | None
		sales_group: DF.Link | None
		source: DF.Literal["Desk", "Entered", "File", "Device"]
		withdrawn: DF.Check
	# end: auto-generated types

	def autoname(self):
		punch_record_events.name_by_key(self)

	def validate(self):
		punch_record_events.validate(self)
		check_in_scope(self)

	def on_trash(self):
		punch_record_events.refuse_change(self)

	def before_rename(self, old, new, merge=False):
		punch_record_events.refuse_change(self)
