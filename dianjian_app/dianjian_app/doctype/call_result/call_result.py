from frappe.model.document import Document


class CallResult(Document):
	"""What came of a call, and what it counts as at a centre (R11, R20)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		english_name: DF.Data | None
		is_valid: DF.Check
		number_is: DF.Literal["", "Empty", "Wrong"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		reached: DF.Check
		result: DF.Data
		retires_after: DF.Int
		retry_hours: DF.Int
		retry_most: DF.Int
	# end: auto-generated types
