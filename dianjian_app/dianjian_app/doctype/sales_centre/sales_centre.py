from frappe.model.document import Document

from dianjian_app.people import sales_centre_events


class SalesCentre(Document):
	"""A sales centre with its working time and rules of work (R1)."""

	def before_insert(self):
		sales_centre_events.set_noon(self)

	def validate(self):
		sales_centre_events.validate(self)
