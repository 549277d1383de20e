"""What must hold for a centre, a group and a work calendar (R1, R2)."""

from __future__ import annotations

import re
from itertools import pairwise

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app import roles
from dianjian_app.people import dated_rows
from dianjian_app.people.calendar import CalendarError, HoursReversed, NoSuchDay, SeasonsClash, check_seasons
from dianjian_app.people.centre_calendars import season
from dianjian_app.people.staffing import DEPARTED

AREA_CODE = re.compile(r"0\d{2,3}")
CLOCK = re.compile(r"([01]\d|2[0-3]):[0-5]\d")
EXPANSION = "Expansion"
NOON = "12:00:00"


class PlaceError(frappe.ValidationError):
	"""A centre, group or calendar that cannot be."""


class SeasonError(PlaceError):
	"""A season starts on no day, on the day of another, or with its hours reversed."""


class CalendarDayError(PlaceError):
	"""A date stands twice in a work calendar."""


class LeaderError(PlaceError):
	"""A group's leader or assistant, or a centre's manager, is not who may be."""


def set_noon(centre) -> None:
	"""Event before_insert of Sales Centre: where nobody said otherwise a half day ends at noon.

	Frappe fills every Time field of a new document with the clock's time, fractions of a second included, and
	passes the field's default over; what carries such a fraction was entered by nobody.
	"""
	if not centre.half_day_switch or "." in str(centre.half_day_switch):
		centre.half_day_switch = NOON


def validate_centre(centre) -> None:
	"""Event validate of Sales Centre (R1)."""
	if not AREA_CODE.fullmatch((centre.area_code or "").strip()):
		frappe.throw(
			_("Area code {0} is none: it has three or four digits and starts with 0, e.g. 022.").format(
				centre.area_code
			),
			PlaceError,
		)
	centre.area_code = centre.area_code.strip()
	_check_seasons(centre)
	_check_calling_hours(centre)
	dated_rows.check_order(centre.rest_days, _("Rest Days"))
	dated_rows.check_no_overlap(centre.rest_days, _("Rest Days"), same=lambda row: row.weekday)
	if centre.manager:
		_check_person(centre.manager, centre.name, (roles.MANAGER,), _("Department Manager"))


def validate_group(group) -> None:
	"""Event validate of Sales Group (R2)."""
	before = group.get_doc_before_save()
	if before and before.centre != group.centre:
		frappe.throw(
			_("Group {0} stays in its centre; make a new group.").format(group.group_name), PlaceError
		)
	if group.leader:
		_check_person(group.leader, group.centre, (roles.LEADER,), _("Sales Group Leader"))
		_check_in_group(group)
	if group.assistant:
		_check_person(group.assistant, group.centre, (roles.ASSISTANT,), _("Sales Assistant"))
	_check_one_expansion(group)
	if group.disabled and not (before and before.disabled):
		_check_empty(group)


def validate_calendar(calendar) -> None:
	"""Event validate of Work Calendar: each date once, in order (R1)."""
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


def _check_seasons(centre) -> None:
	seasons = []
	for row in centre.seasons:
		try:
			seasons.append(season(row))
		except NoSuchDay:
			_refuse_season(row, _("there is no day {0}-{1}").format(row.from_month, row.from_day))
		except HoursReversed:
			_refuse_season(
				row, _("work ends at {0}, before it starts at {1}").format(row.work_end, row.work_start)
			)
		except (CalendarError, ValueError):
			_refuse_season(row, _("{0} or {1} is not a time of the day").format(row.work_start, row.work_end))
	try:
		check_seasons(seasons)
	except SeasonsClash:
		frappe.throw(_("Two seasons start on the same day; change or delete one."), SeasonError)


def _check_calling_hours(centre) -> None:
	"""Hours in which customers are called: HH:MM, the end after the start (R10)."""
	for field in ("call_from", "call_until"):
		value = (centre.get(field) or "").strip().replace("：", ":")
		if value and not CLOCK.fullmatch(value):
			frappe.throw(
				_("{0} is no time of day; write it as 09:00.").format(value),
				PlaceError,
				title=_("Calling Hours"),
			)
		centre.set(field, value)
	if centre.call_from and centre.call_until and centre.call_until <= centre.call_from:
		frappe.throw(_("Calling hours end after they begin."), PlaceError, title=_("Calling Hours"))


def _refuse_season(row, why: str) -> None:
	frappe.throw(
		_("Seasons, row {0} ({1}): {2}.").format(row.idx, row.season_name, why),
		SeasonError,
		title=_("Season"),
	)


def _check_person(staff: str, centre: str, positions: tuple[str, ...], post: str) -> None:
	person = frappe.db.get_value(
		"Sales Staff", staff, ["staff_name", "centre", "position", "status"], as_dict=True
	)
	if not person:
		return  # Frappe's own link check names it
	if person.status == DEPARTED:
		frappe.throw(_("{0} has left and cannot be {1}.").format(person.staff_name, post), LeaderError)
	if person.centre != centre:
		frappe.throw(
			_("{0} belongs to {1} and cannot be {2} of {3}.").format(
				person.staff_name, person.centre, post, centre
			),
			LeaderError,
		)
	if person.position not in positions:
		frappe.throw(
			_("{0} is {1}; {2} must have that position.").format(person.staff_name, _(person.position), post),
			LeaderError,
		)


def _check_in_group(group) -> None:
	name, current = frappe.db.get_value("Sales Staff", group.leader, ["staff_name", "sales_group"])
	if current != group.name:
		frappe.throw(
			_("{0} is not in group {1}. Move the leader into the group first.").format(
				name, group.group_name
			),
			LeaderError,
			title=_("Leader Not in Group"),
		)


def _check_one_expansion(group) -> None:
	if group.group_type != EXPANSION or group.disabled:
		return
	other = frappe.db.get_value(
		"Sales Group",
		{"centre": group.centre, "group_type": EXPANSION, "disabled": 0, "name": ("!=", group.name or "")},
		"group_name",
	)
	if other:
		frappe.throw(
			_("{0} is the expansion department of {1} already; a centre has one.").format(
				other, group.centre
			),
			PlaceError,
		)


def _check_empty(group) -> None:
	members = frappe.get_all(
		"Sales Staff",
		filters={"sales_group": group.name, "status": ("!=", DEPARTED)},
		pluck="staff_name",
		limit=5,
	)
	if members:
		frappe.throw(
			_("Group {0} still has {1}. Move them before disabling the group.").format(
				group.group_name, ", ".join(members)
			),
			PlaceError,
		)
