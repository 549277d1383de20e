from frappe.model.document import Document


class DeliveryLog(Document):
	"""What was mailed or posted, written by the app alone (R46)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		centre: DF.Link | None
		date: DF.Date | None
		delivery_key: DF.Data | None
		done_at: DF.Datetime | None
		error: DF.SmallText | None
		kind: DF.Literal["Report", "Notice", "Group Robot", "Statement"]
		message: DF.SmallText | None
		recipient: DF.Data | None
		reference_doctype: DF.Link | None
		reference_name: DF.DynamicLink | None
		report_filters: DF.SmallText | None
		sales_group: DF.Link | None
		status: DF.Literal["Waiting", "Queued", "Sent", "Nothing to Send", "Failed"]
		subject: DF.Data | None
		tries: DF.Int
		try_again_at: DF.Datetime | None
	# end: auto-generated types
