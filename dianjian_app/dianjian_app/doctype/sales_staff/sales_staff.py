from frappe.model.document import Document

from dianjian_app.people import access, moves, sales_staff_events


class SalesStaff(Document):
	"""A person of the sales centre (R2-R4)."""

	def validate(self):
		sales_staff_events.validate(self)

	def on_update(self):
		access.sync_login(self)
		moves.announce(self)

	def on_trash(self):
		sales_staff_events.refuse_delete(self)
