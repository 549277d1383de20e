from frappe.model.document import Document

from dianjian_app.ledger import daily_ledger_events


class DailyLedger(Document):
	"""One line an agent a day, derived (R44); written by dianjian_app.ledger.store alone."""

	def validate(self):
		daily_ledger_events.refuse(self)

	def on_trash(self):
		daily_ledger_events.refuse(self)

	def before_rename(self, *args):
		daily_ledger_events.refuse(self)
