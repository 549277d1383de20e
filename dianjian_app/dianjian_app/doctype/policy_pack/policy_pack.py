from frappe.model.document import Document

from dianjian_app.setup.packs import events


class PolicyPack(Document):
	"""A loadable set of rules and settings (R52)."""

	def validate(self):
		events.validate(self)
