from frappe.model.document import Document

from dianjian_app.resources.numbers import refusal


class RefusalRecord(Document):
	"""A refusal of calls, or its lifting; written once (R10)."""

	def validate(self):
		if not self.is_new():
			refusal.refuse_change(self)

	def on_trash(self):
		refusal.refuse_change(self)
