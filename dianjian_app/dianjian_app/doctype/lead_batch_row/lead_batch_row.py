from frappe.model.document import Document


class LeadBatchRow(Document):
	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		added: DF.SmallText | None
		batch: DF.Link
		centre: DF.Link | None
		customer_name: DF.Data | None
		date: DF.Date | None
		lead: DF.Link | None
		outcome: DF.Literal["New", "Merged", "Rejected"]
		phone_mask: DF.Data | None
		reason: DF.Literal[
			"", "Missing", "Invalid Number", "Service", "Too Old", "Date Not Read", "Do Not Call"
		]
		row_no: DF.Int
		sales_group: DF.Link | None
		sheet_name: DF.Data | None
		source: DF.Link | None
	# end: auto-generated types
	pass
