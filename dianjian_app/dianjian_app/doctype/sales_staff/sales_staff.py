from frappe.model.document import Document

from dianjian_app.people import access, moves, staff


class SalesStaff(Document):
	"""A person of the sales centre (R2-R4)."""

	def validate(self):
		staff.validate(self)

	def on_update(self):
		access.follow(self)
		moves.announce(self)

	def on_trash(self):
		staff.refuse_delete(self)
