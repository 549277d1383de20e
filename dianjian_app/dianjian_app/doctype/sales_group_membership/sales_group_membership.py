from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class SalesGroupMembership(Document):
	"""One group from a day to a day (R4)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from_date: DF.Date
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sales_group: DF.Link
		to_date: DF.Date | None
	# end: auto-generated types

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
