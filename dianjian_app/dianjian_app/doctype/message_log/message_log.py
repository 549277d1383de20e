from frappe.model.document import Document

from dianjian_app.calls import sms_batch


class MessageLog(Document):
	"""One SMS, written by the app alone (R14)."""

	def on_trash(self):
		sms_batch.refuse_delete(self)
