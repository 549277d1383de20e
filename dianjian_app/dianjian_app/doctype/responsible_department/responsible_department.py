from frappe.model.document import Document


class ResponsibleDepartment(Document):
	"""Who answers for what customers complain about or suggest (R41)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		department_name: DF.Data
		disabled: DF.Check
		english_name: DF.Data | None
		sort_order: DF.Int
	# end: auto-generated types
