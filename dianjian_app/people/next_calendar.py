"""The calendar of a year, made from what is known of it, and followed by a centre (R1)."""

from __future__ import annotations

from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from dianjian_app import roles
from dianjian_app.people.authority import NotYourPartError, decides_for
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.errors import CalendarDayError
from dianjian_app.people.period import Period
from dianjian_app.people.published_holidays import KnownYear, known_year

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.work_calendar.work_calendar import WorkCalendar

NOVEMBER = 11
"""the month from which next year's calendar is asked for"""
DECIDERS = (roles.MANAGER, roles.HR)


def calendar_name(year: int) -> str:
	"""The name under which the app makes the calendar of a year."""
	return f"中国 {year}"


def insert_calendar(year: int) -> WorkCalendar:
	"""Make the Work Calendar of a year from what is known of it; where only the days of the law are, it says so (R1)."""
	known = known_year(year)
	doc = frappe.get_doc(
		doctype="Work Calendar",
		calendar_name=calendar_name(year),
		awaits_schedule=int(not known.published),
		days=_rows(known),
	)
	return doc.insert(
		ignore_permissions=True  # install, or an act of a centre's manager or HR, whose calendar this is
	)


@frappe.whitelist(methods=["POST"])
def make_years_calendar(centre: str, year: int | None = None) -> dict[str, Any]:
	"""Let a centre follow the calendar of a year, by default the first that it has none for; make it where it is missing (R1).

	Only days of the year that no calendar of the centre speaks about are given to it: what is planned already stays. Gives
	{"calendar", "year", "published": whether make-up workdays are known}. Raises NotYourPartError for whoever may neither write the
	centre nor decides for it as manager or HR, CalendarDayError where nothing of the year is missing.
	"""
	user = frappe.session.user
	doc = frappe.get_doc("Sales Centre", centre)
	may_write = frappe.has_permission("Sales Centre", "write", doc=doc)
	if not may_write and not any(decides_for(user, centre, role) for role in DECIDERS):
		frappe.throw(
			_("The calendar of {0} is set by its manager, HR or Administration.").format(centre),
			NotYourPartError,
		)
	wanted = cint(year) or _first_year_without(centre)
	missing = read_calendars([centre])[centre].uncovered(_year(wanted))
	if not missing:
		frappe.throw(
			_("{0} follows a calendar on every day of {1} already.").format(centre, wanted), CalendarDayError
		)
	name = calendar_name(wanted)
	if not frappe.db.exists("Work Calendar", name):
		insert_calendar(wanted)
	for span in missing:
		doc.append("calendars", {"work_calendar": name, "from_date": span.start, "to_date": span.end})
	doc.save(ignore_permissions=True)  # asked above: manager and HR set calendars here
	awaits = frappe.db.get_value("Work Calendar", name, "awaits_schedule")
	return {"calendar": name, "year": wanted, "published": not awaits}


def years_asked_for(day: Any) -> list[int]:
	"""The years whose calendars a centre is asked for on a day: this one, from November on the next, too (R1)."""
	today = getdate(day)
	return [today.year, today.year + 1] if today.month >= NOVEMBER else [today.year]


@frappe.whitelist(methods=["GET"])
def missing_years(centre: str) -> list[int]:
	"""The years that a centre is asked to follow a calendar for and does not. Raises PermissionError without read. (R1)"""
	frappe.get_doc("Sales Centre", centre).check_permission()
	return _missing(centre)


@frappe.whitelist(methods=["POST"])
def fill_in_published(calendar: str) -> int:
	"""Add the days that have been published since to a calendar that was made without them; gives how many (R1).

	Days that stand in it stay as people have them. Raises PermissionError without write, CalendarDayError where nothing is
	published yet.
	"""
	doc = frappe.get_doc("Work Calendar", calendar)
	doc.check_permission("write")
	years = sorted({getdate(row.date).year for row in doc.days})
	unknown = [year for year in years if not known_year(year).published]
	if unknown or not years:
		frappe.throw(
			_("The holidays of {0} are not known to this version of the app yet. Enter them by hand.").format(
				", ".join(map(str, unknown)) or calendar
			),
			CalendarDayError,
		)
	there = {getdate(row.date) for row in doc.days}
	added = [row for year in years for row in _rows(known_year(year)) if row["date"] not in there]
	for row in added:
		doc.append("days", row)
	doc.awaits_schedule = 0
	doc.save()
	return len(added)


def _first_year_without(centre: str) -> int:
	today = getdate()
	return next(iter(_missing(centre)), today.year + 1)


def _missing(centre: str) -> list[int]:
	calendar = read_calendars([centre])[centre]
	today = getdate()
	return [
		year
		for year in years_asked_for(today)
		if calendar.uncovered(Period(max(today, _year(year).start), _year(year).end))
	]


def _year(year: int) -> Period:
	return Period.year_of(getdate(f"{year}-01-01"))


def _rows(known: KnownYear) -> list[dict[str, Any]]:
	"""The rows of a Work Calendar."""
	return [
		{"date": day.date, "day_type": day.day_type.value, "description": day.description}
		for day in known.days
	]
