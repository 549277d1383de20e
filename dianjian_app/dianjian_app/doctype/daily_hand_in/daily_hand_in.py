from frappe.model.document import Document

from dianjian_app.ledger import daily_hand_in_events


class DailyHandin(Document):
	"""A group's day, checked and reported to its leader (R44)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.daily_hand_in_line.daily_hand_in_line import DailyHandinLine

		centre: DF.Link | None
		date: DF.Date
		lines: DF.Table[DailyHandinLine]
		odd_points: DF.SmallText | None
		remarks: DF.SmallText | None
		reported_at: DF.Datetime | None
		reported_by: DF.Link | None
		reported_by_name: DF.Data | None
		sales_group: DF.Link
	# end: auto-generated types

	def validate(self):
		daily_hand_in_events.validate(self)

	def after_insert(self):
		daily_hand_in_events.tell_leader(self)

	def on_trash(self):
		daily_hand_in_events.refuse_delete(self)
