"""The events of a Sales Centre: area code, seasons, rest days, calling hours, manager (R1, R10)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.people import dated_rows
from dianjian_app.people.calendar import (
	BreakOutsideHours,
	CalendarError,
	HoursReversed,
	NoSuchDay,
	SeasonsClash,
	check_seasons,
)
from dianjian_app.people.centre_calendars import season
from dianjian_app.people.errors import PlaceError, SeasonError
from dianjian_app.people.period import Period
from dianjian_app.people.post_holder import check_post_holder
from dianjian_app.people.staffing import DEPARTED

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre
	from dianjian_app.dianjian_app.doctype.sales_centre_season.sales_centre_season import SalesCentreSeason

AREA_CODE = re.compile(r"0\d{2,3}")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
NOON = "12:00:00"


def set_noon(centre: SalesCentre) -> None:
	"""Event before_insert: where nobody said otherwise a half day ends at noon.

	Frappe fills every Time field of a new document with the clock's time, fractions of a second included, and
	passes the field's default over; what carries such a fraction was entered by nobody.
	"""
	if not centre.half_day_switch or "." in str(centre.half_day_switch):
		centre.half_day_switch = NOON


def seed_rest_day(centre: SalesCentre) -> None:
	"""Event before_insert: a new centre rests on Sundays from today on, as each person's own, where nobody said otherwise (R1, R33)."""
	if not centre.rest_days:
		centre.append("rest_days", {"weekday": "Sunday", "from_date": getdate(), "as_own": 1})


def validate(centre: SalesCentre) -> None:
	"""Event validate. Raises PlaceError, SeasonError, LeaderError, DatedRowError. (R1)"""
	if not AREA_CODE.fullmatch((centre.area_code or "").strip()):
		frappe.throw(
			_("Area code {0} is none: it has three or four digits and starts with 0, e.g. 022.").format(
				centre.area_code
			),
			PlaceError,
		)
	centre.area_code = centre.area_code.strip()
	_check_seasons(centre)
	_check_calendars(centre)
	_check_calling_hours(centre)
	dated_rows.check_order(centre.rest_days, _("Rest Days"))
	dated_rows.check_no_overlap(centre.rest_days, _("Rest Days"), same=lambda row: row.weekday)
	if centre.manager:
		check_post_holder(centre.manager, centre.name, roles.MANAGER, _("Department Manager"))
	if centre.deputy_manager:
		_check_deputy(centre)


def _check_deputy(centre: SalesCentre) -> None:
	"""A deputy is another active department manager, of whatever centre. Raises PlaceError."""
	person = frappe.db.get_value(
		"Sales Staff", centre.deputy_manager, ["staff_name", "position", "status"], as_dict=True
	)
	if not person:
		return  # Frappe's own link check names it
	if (
		centre.deputy_manager == centre.manager
		or person.position != roles.MANAGER
		or person.status == DEPARTED
	):
		frappe.throw(
			_(
				"{0} cannot be deputy of {1}: name another department manager who works here or elsewhere."
			).format(person.staff_name, centre.name),
			PlaceError,
		)


def _check_seasons(centre: SalesCentre) -> None:
	seasons = []
	for row in centre.seasons:
		row.break_from, row.break_until = (_clock(row.get(f)) for f in ("break_from", "break_until"))
		try:
			seasons.append(season(row))
		except NoSuchDay:
			_refuse_season(row, _("there is no day {0}-{1}").format(row.from_month, row.from_day))
		except HoursReversed:
			_refuse_season(
				row, _("work ends at {0}, before it starts at {1}").format(row.work_end, row.work_start)
			)
		except BreakOutsideHours:
			_refuse_season(
				row,
				_("the break from {0} to {1} does not lie within the working hours").format(
					row.break_from or "…", row.break_until or "…"
				),
			)
		except (CalendarError, ValueError):
			_refuse_season(row, _("{0} or {1} is not a time of the day").format(row.work_start, row.work_end))
	try:
		check_seasons(seasons)
	except SeasonsClash:
		frappe.throw(_("Two seasons start on the same day; change or delete one."), SeasonError)


def _check_calendars(centre: SalesCentre) -> None:
	"""Each row has its first and last day, by default those of the calendar's years, and no two share a day (R1)."""
	for row in centre.calendars:
		if row.from_date and row.to_date:
			continue
		days = frappe.get_all("Work Calendar Day", {"parent": row.work_calendar}, pluck="date")
		if not days:
			frappe.throw(
				_("Work Calendars, row {0}: enter the first and the last day of {1}.").format(
					row.idx, row.work_calendar
				),
				PlaceError,
				title=_("Work Calendars"),
			)
		row.from_date = row.from_date or Period.year_of(getdate(min(days))).start
		row.to_date = row.to_date or Period.year_of(getdate(max(days))).end
	dated_rows.check_order(centre.calendars, _("Work Calendars"))
	dated_rows.check_no_overlap(centre.calendars, _("Work Calendars"))


def _check_calling_hours(centre: SalesCentre) -> None:
	"""Hours in which customers are called: HH:MM, the end after the start (R10)."""
	for field in ("call_from", "call_until"):
		centre.set(field, _clock(centre.get(field)))
	if centre.call_from and centre.call_until and centre.call_until <= centre.call_from:
		frappe.throw(_("Calling hours end after they begin."), PlaceError, title=_("Calling Hours"))


def _clock(text: str | None) -> str:
	"""A time of the day as HH:MM, or nothing. Raises PlaceError."""
	value = (text or "").strip().replace("：", ":")
	if value and not CLOCK.fullmatch(value):
		frappe.throw(
			_("{0} is no time of day; write it as 09:00.").format(value),
			PlaceError,
			title=_("Time of Day"),
		)
	return value


def _refuse_season(row: SalesCentreSeason, why: str) -> None:
	frappe.throw(
		_("Seasons, row {0} ({1}): {2}.").format(row.idx, row.season_name, why),
		SeasonError,
		title=_("Season"),
	)
