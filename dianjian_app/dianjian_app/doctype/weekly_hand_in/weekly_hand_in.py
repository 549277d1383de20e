from frappe.model.document import Document

from dianjian_app.ledger import weekly_hand_in_events


class WeeklyHandin(Document):
	"""A group's week, handed in (R45)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.weekly_hand_in_day.weekly_hand_in_day import WeeklyHandinDay

		calls: DF.Int
		centre: DF.Link | None
		connected: DF.Int
		date: DF.Date | None
		days: DF.Table[WeeklyHandinDay]
		deals: DF.Int
		expansion_effect: DF.SmallText | None
		handed_in_at: DF.Datetime | None
		handed_in_by: DF.Link | None
		intention: DF.Int
		invited: DF.Int
		remarks: DF.SmallText | None
		sales_feedback: DF.SmallText | None
		sales_group: DF.Link
		visits: DF.Int
		week_start: DF.Date
	# end: auto-generated types

	def before_validate(self):
		weekly_hand_in_events.before_validate(self)
