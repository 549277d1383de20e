from frappe.model.document import Document

from dianjian_app.people import places


class SalesCentre(Document):
	"""A sales centre with its working time and rules of work (R1)."""

	def before_insert(self):
		places.set_noon(self)

	def validate(self):
		places.validate_centre(self)
