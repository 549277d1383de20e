from frappe.model.document import Document

from dianjian_app.service import claims


class LeadClaim(Document):
	"""Two agents, one customer (R10)."""

	def validate(self):
		claims.validate(self)

	def on_trash(self):
		claims.refuse_delete(self)
