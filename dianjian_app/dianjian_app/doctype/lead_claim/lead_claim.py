from frappe.model.document import Document

from dianjian_app.service import lead_claim_events


class LeadClaim(Document):
	"""Two agents, one customer (R10)."""

	def validate(self):
		lead_claim_events.validate(self)

	def on_trash(self):
		lead_claim_events.refuse_delete(self)
