from frappe.model.document import Document

from dianjian_app.attendance import punch_device_events
from dianjian_app.permissions import check_in_scope


class PunchDevice(Document):
	"""A device that reports punches, with a token of its own (R33)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link
		clock_off: DF.Int
		disabled: DF.Check
		last_count: DF.Int
		last_push_at: DF.Datetime | None
		title: DF.Data
		token: DF.Password | None
	# end: auto-generated types

	def validate(self):
		check_in_scope(self)
		punch_device_events.validate(self)

	def on_trash(self):
		punch_device_events.refuse_used(self)

	def before_rename(self, old, new, merge=False):
		punch_device_events.refuse_used(self)
