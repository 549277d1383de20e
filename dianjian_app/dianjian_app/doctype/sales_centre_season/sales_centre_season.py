from frappe.model.document import Document

from dianjian_app.child_rows import refuse_alone


class SalesCentreSeason(Document):
	"""Working hours of a season (R1)."""

	def validate(self):
		refuse_alone(self)

	def on_trash(self):
		refuse_alone(self)
