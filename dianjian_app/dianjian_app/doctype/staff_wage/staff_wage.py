from frappe.model.document import Document

from dianjian_app.people import staff_wage_events


class StaffWage(Document):
	"""A person's wage from a date on."""

	def validate(self):
		staff_wage_events.validate(self)
