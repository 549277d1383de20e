from frappe.model.document import Document


class WeeklyHandinDay(Document):
	"""A day of a week that was handed in, with the group's sums of then (R44)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		calls: DF.Int
		connected: DF.Int
		daily_hand_in: DF.Link | None
		date: DF.Date | None
		deals: DF.Int
		intention: DF.Int
		invited: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		remarks: DF.SmallText | None
		reported_by_name: DF.Data | None
		visits: DF.Int
	# end: auto-generated types
