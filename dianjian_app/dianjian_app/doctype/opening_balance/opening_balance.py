from frappe.model.document import Document

from dianjian_app.ledger import opening


class OpeningBalance(Document):
	"""What an agent brings along when the centre goes live (R44, R22)."""

	def validate(self):
		opening.validate(self)

	def on_submit(self):
		opening.bring_leave(self)

	def on_cancel(self):
		opening.take_leave_back(self)
