"""The State Council's holiday schedule, one Work Calendar a year: made when missing and once it is published (R1)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from dianjian_app.people.next_calendar import calendar_name, insert_calendar
from dianjian_app.people.published_holidays import known_year

ORDER = 10
FIRST_YEAR = 2026
"""the year in which the app came into use"""


def seed() -> None:
	"""Calendars up to next year's that are published and that the site does not have yet. An administrator's changes to them stay."""
	for year in range(FIRST_YEAR, getdate().year + 2):
		if known_year(year).published and not frappe.db.exists("Work Calendar", calendar_name(year)):
			insert_calendar(year)
