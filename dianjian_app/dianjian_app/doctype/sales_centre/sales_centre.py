from frappe.model.document import Document

from dianjian_app.people import place_checks


class SalesCentre(Document):
	"""A sales centre with its working time and rules of work (R1)."""

	def before_insert(self):
		place_checks.set_noon(self)

	def validate(self):
		place_checks.validate_centre(self)
