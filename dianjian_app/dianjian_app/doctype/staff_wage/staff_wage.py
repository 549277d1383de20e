from frappe.model.document import Document

from dianjian_app.people import wages


class StaffWage(Document):
	"""A person's wage from a date on."""

	def validate(self):
		wages.validate(self)
