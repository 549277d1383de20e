from frappe.model.document import Document

from dianjian_app.incentives import immutable


class IncentiveChainHead(Document):
	"""Where a centre's chain of entries ends; moved by dianjian_app.incentives.chain alone."""

	def validate(self):
		if not (self.flags.posting and self.is_new()):
			immutable.refuse(self)

	def on_trash(self):
		immutable.refuse(self)

	def before_rename(self, old, new, merge=False):
		immutable.refuse(self)
