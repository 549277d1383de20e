"""The events of a Work Calendar (R1)."""

from __future__ import annotations

from itertools import pairwise
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app.people.errors import CalendarDayError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.work_calendar.work_calendar import WorkCalendar


def validate(calendar: WorkCalendar) -> None:
	"""Event validate: each date once, in order. Raises CalendarDayError. (R1)"""
	calendar.days.sort(key=lambda row: getdate(row.date))
	for idx, row in enumerate(calendar.days, 1):
		row.idx = idx
	for earlier, later in pairwise(calendar.days):
		if getdate(earlier.date) == getdate(later.date):
			frappe.throw(
				_("{0} stands twice in the calendar (rows {1} and {2}); keep one.").format(
					formatdate(later.date), earlier.idx, later.idx
				),
				CalendarDayError,
				title=_("Day Twice"),
			)
