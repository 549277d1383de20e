from frappe.model.document import Document

from dianjian_app.incentives.entries import append_only


class IncentiveChainHead(Document):
	"""Where a centre's chain of entries ends; moved by dianjian_app.incentives.entries.entry_chain alone."""

	def validate(self):
		if not (self.flags.posting and self.is_new()):
			append_only.refuse(self)

	def on_trash(self):
		append_only.refuse(self)

	def before_rename(self, old, new, merge=False):
		append_only.refuse(self)
