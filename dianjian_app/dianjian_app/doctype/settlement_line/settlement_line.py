from frappe.model.document import Document

from dianjian_app.incentives.settlement import settlement_rows


class SettlementLine(Document):
	"""One computed line of a settlement."""

	def validate(self):
		settlement_rows.refuse(self)

	def on_trash(self):
		settlement_rows.refuse(self)
