from frappe.model.document import Document

from dianjian_app.people import dated_rows


class OpeningLedgerLine(Document):
	"""One day before the app was used (R44)."""

	def validate(self):
		dated_rows.refuse_alone(self)

	def on_trash(self):
		dated_rows.refuse_alone(self)
