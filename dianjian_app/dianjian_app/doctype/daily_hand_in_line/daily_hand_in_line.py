from frappe.model.document import Document


class DailyHandinLine(Document):
	"""A person on a reported day, with the figures of then (R44)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		calls: DF.Int
		connected: DF.Int
		deals: DF.Int
		intention: DF.Int
		invited: DF.Int
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		sheet_state: DF.Literal["No Sheet", "Not Handed In", "Handed In", "Confirmed", "Opening"]
		visits: DF.Int
	# end: auto-generated types
