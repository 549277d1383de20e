from frappe.model.document import Document

from dianjian_app.service import complaint


class CustomerComplaint(Document):
	"""A complaint until it is closed (R28, R41)."""

	def validate(self):
		complaint.validate(self)

	def on_trash(self):
		complaint.refuse_delete(self)
