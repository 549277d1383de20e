from frappe.model.document import Document


class ShownUnit(Document):
	"""A unit that a customer was shown on a visit, and what they made of it (R55)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		choice: DF.Literal["Shown", "Considered", "First Choice", "Given Up"]
		lead: DF.Link | None
		noted_at: DF.Datetime | None
		noted_by: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		property_unit: DF.Link
		remarks: DF.SmallText | None
		unit_title: DF.Data | None
	# end: auto-generated types
