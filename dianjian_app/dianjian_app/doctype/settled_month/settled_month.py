from frappe.model.document import Document

from dianjian_app.people import settled_months


class SettledMonth(Document):
	"""What a published month was planned by (R31, decision 76)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link
		closed: DF.Check
		month: DF.Data
		period_end: DF.Date | None
		period_start: DF.Date | None
		plans: DF.LongText | None
		posts: DF.LongText | None
	# end: auto-generated types

	def validate(self):
		settled_months.validate(self)

	def on_trash(self):
		settled_months.refuse(self)
