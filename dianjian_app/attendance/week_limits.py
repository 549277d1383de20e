"""What a week would come to with overtime or a moved rest day, said before somebody decides: above 8 hours a day, above 40 a
week, no rest day left (R33).

By what is planned and what overtime is approved; only where the centre judges attendance, and only about people whose
applications the reader sees, since the hours of a week tell of leave. Nothing is refused: people decide.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field
from datetime import date, time

import frappe
from frappe import _
from frappe.utils import flt, formatdate, getdate

from dianjian_app.attendance.centre_policies import noons, read_policies
from dianjian_app.attendance.duty_shifts import Shift, read_shifts
from dianjian_app.attendance.long_weeks import MOST_A_DAY, MOST_A_WEEK, Beyond, beyond
from dianjian_app.attendance.policy import policy_on
from dianjian_app.attendance.times_off import REQUEST, TimesOff, read_off
from dianjian_app.attendance.working_time import NOON, plan_day
from dianjian_app.people.period import Period
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import read_staffing
from dianjian_app.permissions import Scope, scope_of


@dataclass(frozen=True)
class Change:
	"""What would become of a person's week. rests: day → whether it would be a rest day; overtime: minutes added by day."""

	staff: str
	week: Period
	rests: Mapping[date, bool] = field(default_factory=dict)
	overtime: Mapping[date, int] = field(default_factory=dict)


@frappe.whitelist()
def of_move(staff: str, works_on: str, rests_on: str, with_staff: str | None = None) -> list[str]:
	"""For the roster: what a moved or swapped rest day would bring above the limits, in words. Nothing is written.

	Only about people whose applications the reader sees; raises PermissionError where that is not the first one.
	"""
	scope = scope_of(frappe.session.user, REQUEST)
	move = frappe._dict(name="", staff=staff, with_staff=with_staff, works_on=works_on, rests_on=rests_on)
	if not _seen([staff], scope):
		raise frappe.PermissionError(_("The roster of this group is not yours to see."))
	return of_moves([move], scope)[move.name]


def of_moves(moves: Sequence[frappe._dict], scope: Scope) -> dict[str, list[str]]:
	"""What each move would bring above the limits, in words; the same queries for any number of moves.

	moves: name, staff, with_staff, works_on, rests_on; scope: whose applications the reader sees.
	"""
	changes: dict[str, list[Change]] = {move.name: [] for move in moves}
	seen = _seen({name for move in moves for name in (move.staff, move.with_staff) if name}, scope)
	for move in moves:
		works, rests = getdate(move.works_on), getdate(move.rests_on)
		for name, up, down in ((move.staff, works, rests), (move.with_staff, rests, works)):
			if name in seen:
				changes[move.name].append(Change(name, Period.week_of(works), {up: False, down: True}))
	said = _said([change for of_move in changes.values() for change in of_move])
	return {
		name: [words for change in found for words in said[id(change)]] for name, found in changes.items()
	}


def of_overtime(staff: str, day: date, hours: float) -> list[str]:
	"""What these hours more would bring above the limits, in words (R33, R34)."""
	change = Change(staff, Period.week_of(day), overtime={day: round(flt(hours) * 60)})
	return _said([change])[id(change)]


def _seen(names: Iterable[str], scope: Scope) -> set[str]:
	"""Those of the people whose applications are the reader's to see."""
	rows = (
		frappe.get_all(
			"Sales Staff", {"name": ("in", sorted(names))}, ["name", "centre", "sales_group"], limit=0
		)
		if names
		else []
	)
	return {
		row.name
		for row in rows
		if scope.everything
		or row.name in scope.staff
		or row.centre in scope.centres
		or row.sales_group in scope.groups
	}


def _said(changes: Sequence[Change]) -> dict[int, list[str]]:
	"""Words about each change, by its identity."""
	if not changes:
		return {}
	span = Period(min(c.week.start for c in changes), max(c.week.end for c in changes))
	staffing = read_staffing(sorted({c.staff for c in changes}), span)
	known = [c for c in changes if c.staff in staffing.staff]
	centres = {staffing.centre_on(c.staff, c.week.start) for c in known}
	policies, noon = read_policies(centres), noons(centres)
	off, shifts = read_off(staffing.staff, span), read_shifts(staffing.staff, span)
	overtime = _approved_overtime(staffing.staff, span)
	said: dict[int, list[str]] = {id(c): [] for c in changes}
	for c in known:
		centre = staffing.centre_on(c.staff, c.week.start)
		days = [*c.rests, *c.overtime]
		if not all(policy_on(policies.get(centre, ()), day) for day in days):
			continue
		planned = _planned(staffing, c, off, shifts, noon.get(centre, NOON))
		for day in planned:
			planned[day] += overtime[c.staff, day] + c.overtime.get(day, 0)
		found = beyond(c.week, planned, {day: planned[day] for day in days if day in planned})
		said[id(c)] = _words(staffing.staff[c.staff].staff_name, found) if found else []
	return said


def _planned(
	staffing: Staffing,
	change: Change,
	off: TimesOff,
	shifts: Mapping[tuple[str, date], Shift],
	noon: time,
) -> dict[date, int]:
	"""Minutes that each day of the week would ask of the person, of the days of the employment."""
	roster = staffing.employment_roster(change.staff, staffing.centre_on(change.staff, change.week.start))
	calendar = roster.calendar.with_moved(change.rests)
	minutes = {}
	for day in change.week.days():
		if roster.employed(day):
			key = (change.staff, day)
			minutes[day] = plan_day(
				calendar,
				day,
				half_day_ends=noon,
				shift=shifts[key].hours if key in shifts else None,
				leave=off.leave.get(key, ()),
				outing=off.outing.get(key, ()),
				suspended=key in off.suspended,
			).minutes
	return minutes


def _approved_overtime(names: Iterable[str], span: Period) -> defaultdict[tuple[str, date], int]:
	minutes: defaultdict[tuple[str, date], int] = defaultdict(int)
	wanted = {
		"staff": ("in", sorted(names)),
		"kind": "Overtime",
		"docstatus": 1,
		"date": ("between", (span.start, span.end)),
	}
	for row in frappe.get_all("Working Time Request", wanted, ["staff", "date", "hours"], limit=0):
		minutes[row.staff, row.date] += round(flt(row.hours) * 60)
	return minutes


def _words(name: str, found: Beyond) -> list[str]:
	words = [
		_("{0}: {1} would have {2} hours, above {3}.").format(
			name, formatdate(day), f"{minutes / 60:g}", MOST_A_DAY // 60
		)
		for day, minutes in sorted(found.days.items())
	]
	week = formatdate(found.week.start), formatdate(found.week.end)
	if found.minutes:
		words.append(
			_("{0}: the week from {1} to {2} would have {3} hours, above {4}.").format(
				name, *week, f"{found.minutes / 60:g}", MOST_A_WEEK // 60
			)
		)
	if found.no_rest:
		words.append(_("{0}: the week from {1} to {2} would have no rest day.").format(name, *week))
	return words
