from frappe.model.document import Document

from dianjian_app.service import customer_complaint_events


class CustomerComplaint(Document):
	"""A complaint until it is closed (R28, R41)."""

	def validate(self):
		customer_complaint_events.validate(self)

	def on_trash(self):
		customer_complaint_events.refuse_delete(self)
