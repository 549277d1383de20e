from frappe.model.document import Document

from dianjian_app.ledger import opening_balance_events


class OpeningBalance(Document):
	"""What an agent brings along when the centre goes live (R44, R22)."""

	def validate(self):
		opening_balance_events.validate(self)

	def on_submit(self):
		opening_balance_events.bring_leave(self)

	def on_cancel(self):
		opening_balance_events.take_leave_back(self)
