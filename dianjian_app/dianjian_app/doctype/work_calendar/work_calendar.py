from frappe.model.document import Document

from dianjian_app.people import place_checks


class WorkCalendar(Document):
	"""Holidays and make-up workdays (R1)."""

	def validate(self):
		place_checks.validate_calendar(self)
