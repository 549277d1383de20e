from frappe.model.document import Document

from dianjian_app.ledger import guard


class DailyLedgerCount(Document):
	"""Calls of a ledger line by grade or product, derived."""

	def validate(self):
		guard.refuse(self)

	def on_trash(self):
		guard.refuse(self)
