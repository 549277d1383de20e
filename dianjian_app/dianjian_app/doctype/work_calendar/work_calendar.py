from frappe.model.document import Document

from dianjian_app.people import work_calendar_events


class WorkCalendar(Document):
	"""Holidays and make-up workdays (R1)."""

	# begin: auto-generated types
	# This code is auto-generated. Do not modify anything in this block.

	from typing import TYPE_CHECKING

	if TYPE_CHECKING:
		from frappe.types import DF

		from dianjian_app.dianjian_app.doctype.work_calendar_day.work_calendar_day import WorkCalendarDay

		awaits_schedule: DF.Check
		calendar_name: DF.Data
		days: DF.Table[WorkCalendarDay]
	# end: auto-generated types

	def validate(self):
		work_calendar_events.validate(self)
