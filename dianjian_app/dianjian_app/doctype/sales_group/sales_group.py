from frappe.model.document import Document

from dianjian_app.people import place_checks


class SalesGroup(Document):
	"""A sales group with its leader and assistant; the expansion department is one (R2)."""

	def validate(self):
		place_checks.validate_group(self)
