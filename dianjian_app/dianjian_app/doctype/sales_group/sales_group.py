from frappe.model.document import Document

from dianjian_app.people import sales_group_events


class SalesGroup(Document):
	"""A sales group with its leader and assistant; the expansion department is one (R2)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		assistant: DF.Link | None
		auto_allocation: DF.Check
		auto_per_agent: DF.Int
		auto_way: DF.Literal["Even", "Performance", "Quota"]
		centre: DF.Link
		disabled: DF.Check
		group_name: DF.Data
		group_type: DF.Literal["Sales", "Expansion"]
		leader: DF.Link | None
		leader_name: DF.Data | None
		sort_order: DF.Int
	# end: auto-generated types

	def validate(self):
		sales_group_events.validate(self)
