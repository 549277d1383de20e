from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class OpeningLedgerLine(Document):
	"""One day before the app was used (R44)."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
