from frappe.model.document import Document

from dianjian_app.ledger import daily_ledger_events


class DailyLedgerCount(Document):
	"""Calls of a ledger line by grade or product, derived."""

	def validate(self):
		daily_ledger_events.refuse(self)

	def on_trash(self):
		daily_ledger_events.refuse(self)
