from frappe.model.document import Document

from dianjian_app.calls import message_log_events


class MessageLog(Document):
	"""One SMS, written by the app alone (R14)."""

	def on_trash(self):
		message_log_events.refuse_delete(self)
