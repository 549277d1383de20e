from frappe.model.document import Document

from dianjian_app.ledger import weekly_hand_in_events


class WeeklyHandin(Document):
	"""A group's week, handed in (R45)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		date: DF.Date | None
		expansion_effect: DF.SmallText | None
		handed_in_at: DF.Datetime | None
		handed_in_by: DF.Link | None
		remarks: DF.SmallText | None
		sales_feedback: DF.SmallText | None
		sales_group: DF.Link
		week_start: DF.Date
	# end: auto-generated types

	def before_validate(self):
		weekly_hand_in_events.before_validate(self)
