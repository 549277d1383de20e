from frappe.model.document import Document

from dianjian_app.attendance import device_outage_events
from dianjian_app.permissions import check_in_scope


class DeviceOutage(Document):
	"""Hours in which a device could not be relied on, and what was decided about them (R33, R35)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		decided_at: DF.Datetime | None
		decided_by: DF.Link | None
		decision: DF.Literal["", "Excused", "Not Excused"]
		declared_by: DF.Link | None
		device: DF.Link
		from_time: DF.Datetime
		kind: DF.Literal["Down", "Clock Off"]
		minutes: DF.Int
		reason: DF.SmallText
		until_time: DF.Datetime
	# end: auto-generated types

	def validate(self):
		device_outage_events.validate(self)
		check_in_scope(self)

	def on_trash(self):
		device_outage_events.refuse_change(self)

	def before_rename(self, old, new, merge=False):
		device_outage_events.refuse_change(self)
