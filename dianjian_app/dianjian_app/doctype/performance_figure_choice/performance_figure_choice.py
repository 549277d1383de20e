from frappe.model.document import Document


class PerformanceFigureChoice(Document):
	"""Which metric a named figure, e.g. 业绩, stands for at a centre from a day on (R25, R26)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		figure: DF.Link
		from_date: DF.Date
		metric: DF.Link
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
	# end: auto-generated types
