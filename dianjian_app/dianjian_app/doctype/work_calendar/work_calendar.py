from frappe.model.document import Document

from dianjian_app.people import places


class WorkCalendar(Document):
	"""Holidays and make-up workdays (R1)."""

	def validate(self):
		places.validate_calendar(self)
