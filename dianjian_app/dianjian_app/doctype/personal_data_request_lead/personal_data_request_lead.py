from frappe.model.document import Document


class PersonalDataRequestLead(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		customer_name: DF.Data | None
		include: DF.Check
		lead: DF.Link | None
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		status: DF.Literal["Pool", "Held", "Invited", "Visited", "Deal", "Out"]
	# end: auto-generated types
	pass
