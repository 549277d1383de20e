from frappe.model.document import Document

from dianjian_app.ledger import guard


class DailyLedger(Document):
	"""One line an agent a day, derived (R44); written by dianjian_app.ledger.store alone."""

	def validate(self):
		guard.refuse(self)

	def on_trash(self):
		guard.refuse(self)

	def before_rename(self, *args):
		guard.refuse(self)
