from frappe.model.document import Document

from dianjian_app.packs import policy_pack_events


class PolicyPack(Document):
	"""A loadable set of rules and settings (R52)."""

	def validate(self):
		policy_pack_events.validate(self)
