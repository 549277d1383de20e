from frappe.model.document import Document


class CallLeadNumber(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		centre: DF.Link | None
		date: DF.Date | None
		is_primary: DF.Check
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		phone_hash: DF.Data | None
		phone_mask: DF.Data | None
		sales_group: DF.Link | None
		whose: DF.Literal["", "Spouse", "Parent", "Child", "Other Kin"]
	# end: auto-generated types
	pass
