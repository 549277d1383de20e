"""The State Council's holiday schedule, one Work Calendar a year: data, made when missing (R1)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date, timedelta

import frappe

ORDER = 10

# (what it is, first day, last day) of the holidays, and (day, what it makes up for) of the weekend days worked
HOLIDAYS_2026 = (
	("元旦", date(2026, 1, 1), date(2026, 1, 3)),
	("春节", date(2026, 2, 15), date(2026, 2, 23)),
	("清明节", date(2026, 4, 4), date(2026, 4, 6)),
	("劳动节", date(2026, 5, 1), date(2026, 5, 5)),
	("端午节", date(2026, 6, 19), date(2026, 6, 21)),
	("中秋节", date(2026, 9, 25), date(2026, 9, 27)),
	("国庆节", date(2026, 10, 1), date(2026, 10, 7)),
)
WORKED_2026 = (
	(date(2026, 1, 4), "元旦"),
	(date(2026, 2, 14), "春节"),
	(date(2026, 2, 28), "春节"),
	(date(2026, 5, 9), "劳动节"),
	(date(2026, 9, 20), "国庆节"),
	(date(2026, 10, 10), "国庆节"),
)
CALENDARS = {"中国 2026": (HOLIDAYS_2026, WORKED_2026)}


def seed() -> None:
	"""Calendars that the site does not have yet. An administrator's changes to them stay."""
	for name, (holidays, worked) in CALENDARS.items():
		if frappe.db.exists("Work Calendar", name):
			continue
		frappe.get_doc(
			doctype="Work Calendar", calendar_name=name, days=calendar_days(holidays, worked)
		).insert(
			ignore_permissions=True  # install: no user acts
		)


def calendar_days(
	holidays: Iterable[tuple[str, date, date]], worked: Iterable[tuple[date, str]]
) -> list[dict]:
	"""The rows of a Work Calendar, by date."""
	rows = [
		{"date": first + timedelta(days=n), "day_type": "Holiday", "description": name}
		for name, first, last in holidays
		for n in range((last - first).days + 1)
	]
	rows += [{"date": day, "day_type": "Workday", "description": f"{name}调休"} for day, name in worked]
	return sorted(rows, key=lambda row: row["date"])
