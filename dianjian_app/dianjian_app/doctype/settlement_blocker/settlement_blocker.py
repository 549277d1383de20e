from frappe.model.document import Document

from dianjian_app.incentives.settlement import settlement_rows


class SettlementBlocker(Document):
	"""What keeps a settlement from being approved."""

	def validate(self):
		settlement_rows.refuse(self)

	def on_trash(self):
		settlement_rows.refuse(self)
