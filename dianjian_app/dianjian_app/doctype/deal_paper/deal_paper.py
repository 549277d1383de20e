from frappe.model.document import Document


class DealPaper(Document):
	"""A paper of a deal's file: by when it is due, from whom, and when it came (R55)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		due_on: DF.Date | None
		escalated_for: DF.Date | None
		kind: DF.Literal["Subscription", "Contract", "Invoice", "Identity", "Other"]
		lead: DF.Link | None
		number: DF.Data | None
		paper: DF.Data
		parent: DF.Data
		parentfield: DF.Data
		parenttype: DF.Data
		received_by: DF.Link | None
		received_on: DF.Date | None
		remarks: DF.SmallText | None
		reminded_for: DF.Date | None
		required: DF.Check
		responsible: DF.Link | None
		scan: DF.Attach | None
	# end: auto-generated types
