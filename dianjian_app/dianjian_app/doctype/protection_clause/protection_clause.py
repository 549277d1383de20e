from frappe.model.document import Document


class ProtectionClause(Document):
	"""How long a kind of contact protects (R10)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		days: DF.Int
		extends: DF.Check
		kind: DF.Literal["Allocation", "Call-in", "Follow-up", "Invitation", "Visit"]
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		unanswered: DF.Check
	# end: auto-generated types
