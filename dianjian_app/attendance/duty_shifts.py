"""Duty shifts: hours of a person for some days where they are not the season's (R1, R33).

What was set last holds for a day. A row keeps the hours that the shift had when it was set, so that another begin or end of
the shift changes no day of before; and only days to come are set, so that no day is judged by hours that came later.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date, time
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.attendance.working_time import NOON, Hours, HoursError
from dianjian_app.people.authority import decides_for, stands_over
from dianjian_app.people.calendar import CalendarError, Season
from dianjian_app.people.centre_calendars import run, time_of_day
from dianjian_app.people.period import Period
from dianjian_app.people.presence import OffTime
from dianjian_app.people.staffing import read_staffing, staff_of_user
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.duty_shift.duty_shift import DutyShift
	from dianjian_app.dianjian_app.doctype.duty_shift_day.duty_shift_day import DutyShiftDay

SHIFT, SHIFT_DAY = "Duty Shift", "Duty Shift Day"
LONGEST_DAYS = 366


class ShiftError(frappe.ValidationError):
	"""Hours that cannot be, or days that cannot be set."""


class NotYourShiftError(frappe.PermissionError):
	"""Somebody sets a shift who may not, or writes one by hand."""


@dataclass(frozen=True)
class Shift:
	"""A person's shift on a day."""

	name: str
	hours: Hours


def validate(shift: DutyShift) -> None:
	"""Event validate of Duty Shift: hours in order. Raises ShiftError."""
	for field in ("break_from", "break_until"):
		shift.set(field, (shift.get(field) or "").strip().replace("：", ":"))
	_hours(shift)


def refuse_by_hand(row: DutyShiftDay) -> None:
	"""Events validate, on_trash, before_rename: the roster's act alone writes them. Raises NotYourShiftError."""
	if not row.flags.written_by_app:
		frappe.throw(_("Shifts are set on the roster, and what was set is kept."), NotYourShiftError)


@frappe.whitelist(methods=["POST"])
def set_shift(staff: str, from_date: str, to_date: str, duty_shift: str | None = None) -> str:
	"""Give a person a shift from a day to a day; without one the hours of the season again. Gives the row's name.

	Who leads the group, manages the centre or is its Administration sets it, and nobody their own. Raises ShiftError,
	NotYourShiftError.
	"""
	start, end = getdate(from_date), getdate(to_date or from_date)
	staffing = read_staffing([staff])
	user = frappe.session.user
	me = staff_of_user(user)
	if staff not in staffing.staff or (me and me == staff):
		_not_yours()
	group, centre = staffing.group_on(staff, start), staffing.centre_on(staff, start)
	if not (stands_over(user, group, centre) or decides_for(user, centre, roles.ADMINISTRATION)):
		_not_yours()
	if start <= getdate():
		frappe.throw(_("Shifts are set for days to come; what has begun was planned and stays."), ShiftError)
	if not 0 <= (end - start).days < LONGEST_DAYS:
		frappe.throw(
			_("A shift is set for at most {0} days, the last not before the first.").format(LONGEST_DAYS),
			ShiftError,
		)
	row = frappe.get_doc(
		doctype=SHIFT_DAY,
		staff=staff,
		staff_name=staffing.staff[staff].staff_name,
		from_date=start,
		to_date=end,
		centre=centre,
		sales_group=group,
	)
	if duty_shift:
		_copy(row, duty_shift)
	row.flags.written_by_app = True
	row.insert(ignore_permissions=True)  # who may was asked above; nobody writes the document by hand
	return str(row.name)


def read_shifts(
	names: Iterable[str], period: Period, *, locking: bool = False
) -> Mapping[tuple[str, date], Shift]:
	"""The shifts of people over a period, in one query; days without one are left out."""
	table = frappe.qb.DocType(SHIFT_DAY)
	query = (
		frappe.qb.from_(table)
		.where(table.staff.isin(among(sorted(set(names)))))
		.where((table.from_date <= period.end) & (table.to_date >= period.start))
		.orderby(table.creation, table.name)
		.select(
			"staff",
			"shift_name",
			"from_date",
			"to_date",
			"work_start",
			"work_end",
			"break_from",
			"break_until",
		)
	)
	found: dict[tuple[str, date], Shift | None] = {}
	for row in run(query, locking):
		shift = Shift(row.shift_name, _hours(row)) if row.shift_name else None
		days = OffTime(row.from_date, row.to_date).within(period)
		for day in days.days() if days else ():
			found[(row.staff, day)] = shift
	return {key: shift for key, shift in found.items() if shift}


def shifts_of(centre: str) -> list[dict[str, str]]:
	"""The shifts that a centre gives, for a choice."""
	filters = {"centre": centre, "disabled": 0}
	rows = frappe.get_all(
		SHIFT, filters, ["name", "shift_name", "work_start", "work_end"], order_by="work_start"
	)
	return [
		{
			"value": row.name,
			"label": f"{row.shift_name} {time_of_day(row.work_start):%H:%M}–{time_of_day(row.work_end):%H:%M}",
		}
		for row in rows
	]


def _copy(row: DutyShiftDay, name: str) -> None:
	if not frappe.db.exists(SHIFT, {"name": name, "centre": row.centre, "disabled": 0}):
		frappe.throw(_("{0} is no shift of {1}.").format(name, row.centre), ShiftError)
	shift = frappe.get_doc(SHIFT, name)
	row.duty_shift, row.shift_name = name, shift.shift_name
	for field in ("work_start", "work_end"):
		row.set(field, f"{time_of_day(shift.get(field)):%H:%M}")
	row.break_from, row.break_until = shift.break_from, shift.break_until


def _hours(row: DutyShift | DutyShiftDay | frappe._dict) -> Hours:
	"""The hours of a shift. Raises ShiftError."""
	try:
		start, end = time_of_day(row.work_start), time_of_day(row.work_end)
		pause: list[time | None] = [
			time_of_day(value) if value else None for value in (row.break_from, row.break_until)
		]
		return Hours.of(Season("", 1, 1, start, end, *pause), NOON)
	except (CalendarError, HoursError, ValueError):
		frappe.throw(_("A shift begins before it ends, and its break lies within: write 09:00."), ShiftError)
		raise


def _not_yours() -> None:
	frappe.throw(_("The shifts of this person are set by who leads or manages them."), NotYourShiftError)
