from frappe.model.document import Document


class RequiredDealPaper(Document):
	"""A paper that the file of each deal of a centre holds, and by when (R55)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		brought_by: DF.Literal["Sales Consultant", "Sales Assistant", "Customer Service"]
		kind: DF.Literal["Subscription", "Contract", "Invoice", "Identity", "Other"]
		paper: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		required: DF.Check
		within_days: DF.Int
	# end: auto-generated types
