from frappe.model.document import Document

from dianjian_app.people import sales_group_events


class SalesGroup(Document):
	"""A sales group with its leader and assistant; the expansion department is one (R2)."""

	def validate(self):
		sales_group_events.validate(self)
