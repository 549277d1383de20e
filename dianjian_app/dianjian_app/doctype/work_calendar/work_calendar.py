from frappe.model.document import Document

from dianjian_app.people import work_calendar_events


class WorkCalendar(Document):
	"""Holidays and make-up workdays (R1)."""

	def validate(self):
		work_calendar_events.validate(self)
