from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class Invitation(Document):
	"""One customer of an invitation register (R16)."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
