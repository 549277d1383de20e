from frappe.model.document import Document

from dianjian_app.calls import message_log_events


class MessageLog(Document):
	"""One message to a customer, written by the app alone (R14)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		agent: DF.Link | None
		agent_name: DF.Data | None
		call_sheet: DF.Link | None
		centre: DF.Link | None
		channel: DF.Literal["Text by Provider", "Text from a Phone", "WeChat"]
		customer_name: DF.Data | None
		date: DF.Date | None
		delivered_at: DF.Datetime | None
		error: DF.SmallText | None
		lead: DF.Link | None
		message_key: DF.Data | None
		phone_hash: DF.Data | None
		phone_mask: DF.Data | None
		provider_id: DF.Data | None
		sales_group: DF.Link | None
		sent_at: DF.Datetime | None
		status: DF.Literal["Queued", "Sending", "Sent", "Delivered", "Failed", "Skipped", "Unknown"]
		template: DF.Link | None
		text: DF.SmallText | None
		tries: DF.Int
		try_at: DF.Datetime | None
	# end: auto-generated types

	def on_trash(self):
		message_log_events.refuse_delete(self)
