"""The board of a group's month: who works, rests or is away on which day, read in a fixed number of queries (R1, R33, R36).

Everybody of a group sees its plan of work and rest, so that people can agree with each other. Leave, outings and
suspensions are shown to those alone who see the applications: the person, who leads the group, and who stands above.
"""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date, time
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.attendance.centre_policies import noons
from dianjian_app.attendance.duty_shifts import Shift, read_shifts, shifts_of
from dianjian_app.attendance.roster import RosterDay, as_settled, roster_day, symbol, weeks_without_rest
from dianjian_app.attendance.times_off import TimesOff, read_off
from dianjian_app.attendance.week_limits import of_moves
from dianjian_app.attendance.working_time import NOON, plan_day
from dianjian_app.people.authority import decides_for, stands_over
from dianjian_app.people.month_text import month_from_text
from dianjian_app.people.period import Period
from dianjian_app.people.rest_day_moves import open_moves
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import read_staffing
from dianjian_app.permissions import Scope, scope_of
from dianjian_app.value_lists import among

REQUEST = "Time Off Request"


class RosterError(frappe.ValidationError):
	"""A month that is none."""


@frappe.whitelist(methods=["GET"])
def read_board(sales_group: str | None = None, month: str | None = None) -> dict[str, Any]:
	"""The board of a group's month; by default the reader's first group, and this month (R1, R33).

	Gives {"group", "group_name", "centre", "month", "groups": [{"value", "label"}], "days": [{"date", "day", "weekday"}],
	"rows": [{"staff", "name", "own", "cells": one for each day, None where the person is not the group's, "without_rest":
	first days of weeks, "work", "rest", "minutes"}], "manages": whether the reader moves rest days of others, "moves": open ones that concern the reader}. A cell is
	{"date", "symbol", "marks", "minutes", "rest", "moved", "shift"}. Raises PermissionError for a group that is not the reader's, RosterError.
	"""
	period = month_from_text(month, RosterError) if month else Period.month_of(getdate())
	scope = scope_of(frappe.session.user, REQUEST)
	groups = _groups(scope)
	if not groups and not sales_group:
		return {"group": None, "groups": [], "days": [], "rows": [], "month": period.month_text}
	chosen = next((g for g in groups if g.name == (sales_group or groups[0].name)), None)
	if chosen is None:
		raise frappe.PermissionError(_("The roster of this group is not yours to see."))
	user = frappe.session.user
	manages = stands_over(user, chosen.name, chosen.centre) or decides_for(
		user, chosen.centre, roles.ADMINISTRATION
	)
	return {
		"group": chosen.name,
		"group_name": chosen.group_name,
		"centre": chosen.centre,
		"month": period.month_text,
		"groups": [{"value": g.name, "label": g.group_name} for g in groups],
		"days": [{"date": str(d), "day": d.day, "weekday": d.weekday()} for d in period.days()],
		"rows": _rows(chosen, period, scope),
		"manages": manages,
		"shifts": shifts_of(chosen.centre) if manages else [],
		"moves": _moves(chosen.name, period, scope, manages),
		"today": str(getdate()),
	}


def _groups(scope: Scope) -> list[frappe._dict]:
	"""The groups whose board the reader opens: those they see people's leave of, and their own; own ones first."""
	own = {
		row
		for row in frappe.get_all(
			"Sales Staff", {"name": ("in", among(sorted(scope.staff)))}, pluck="sales_group"
		)
		if row
	}
	group = frappe.qb.DocType("Sales Group")
	query = (
		frappe.qb.from_(group)
		.where(group.disabled == 0)
		.orderby(group.centre, group.sort_order, group.group_name)
		.select(group.name, group.group_name, group.centre)
	)
	if not scope.everything:
		query = query.where(
			group.centre.isin(among(sorted(scope.centres)))
			| group.name.isin(among(sorted(own | scope.groups)))
		)
	return sorted(query.run(as_dict=True), key=lambda row: row.name not in own)


def _rows(group: frappe._dict, month: Period, scope: Scope) -> list[dict[str, Any]]:
	weeks = Period.weeks_of_month(month)
	shown = Period(min(month.start, weeks[0].start), month.end)
	staffing = read_staffing(_members(group.name, month), shown)
	seen = {
		name
		for name in staffing.staff
		if scope.everything
		or group.centre in scope.centres
		or group.name in scope.groups
		or name in scope.staff
	}
	off = read_off(seen, shown)
	noon, shifts = noons([group.centre]).get(group.centre, NOON), read_shifts(staffing.staff, shown)
	chinese = (frappe.local.lang or "").startswith("zh")
	rows = []
	for name, person in sorted(staffing.staff.items(), key=lambda item: (item[1].staff_name, item[0])):
		days = _days(staffing, name, group.centre, shown, off, noon, shifts)
		of_group = {d: day for d, day in days.items() if staffing.group_on(name, d) == group.name}
		if not any(d in month for d in of_group):
			continue
		cells = [
			_cell(of_group.get(day), day in person.moved, shifts.get((name, day)), chinese)
			for day in month.days()
		]
		worked = [cell for cell in cells if cell]
		rows.append(
			{
				"staff": name,
				"name": person.staff_name,
				"own": name in scope.staff,
				"cells": cells,
				"without_rest": [str(week.start) for week in weeks_without_rest(days, weeks)],
				"rest": sum(cell["rest"] for cell in worked),
				"work": sum(cell["marks"].count("Work") / 2 for cell in worked),
				"minutes": sum(cell["minutes"] or 0 for cell in worked),
			}
		)
	return rows


def _days(
	staffing: Staffing,
	name: str,
	centre: str,
	period: Period,
	off: TimesOff,
	noon: time,
	shifts: Mapping[tuple[str, date], Shift],
) -> dict[date, RosterDay]:
	"""The person's days of employment as they are planned."""
	employment = staffing.employment_roster(name, centre)
	days = {}
	for day in period.days():
		if not employment.employed(day):
			continue
		key = (name, day)
		suspended = key in off.suspended
		planned = plan_day(
			employment.calendar,
			day,
			half_day_ends=noon,
			shift=shifts[key].hours if key in shifts else None,
			leave=off.leave.get(key, ()),
			outing=off.outing.get(key, ()),
			suspended=suspended,
		)
		settled = staffing.settled.agent_on(name, day)
		now = roster_day(planned, suspended)
		days[day] = as_settled(now, settled[1].planned, settled[1].roster_day) if settled else now
	return days


def _cell(day: RosterDay | None, moved: bool, shift: Shift | None, chinese: bool) -> dict[str, Any] | None:
	if day is None:
		return None
	return {
		"date": str(day.day),
		"symbol": symbol(day, chinese),
		"marks": [day.morning.value, day.afternoon.value],
		"minutes": day.minutes,
		"rest": day.rest,
		"moved": moved,
		"shift": shift.name if shift and day.minutes else "",
	}


def _moves(group: str, month: Period, scope: Scope, manages: bool) -> list[dict[str, Any]]:
	"""Open moves of the group's rest days, with what the reader may do about each."""
	moves, rows = [], open_moves(group, month)
	beyond = of_moves(rows, scope)
	for row in rows:
		mine, asked = row.staff in scope.staff, row.with_staff in scope.staff
		if not (manages or mine or asked):
			continue
		moves.append(
			{
				**row,
				"works_on": str(row.works_on),
				"rests_on": str(row.rests_on),
				"accepted_at": str(row.accepted_at or ""),
				"beyond": beyond[row.name],
				"may_accept": asked and not row.accepted_at,
				"may_withdraw": mine or asked,
				"may_decide": manages and not (mine or asked),
			}
		)
	return moves


def _members(group: str, month: Period) -> list[str]:
	"""Whoever belongs to the group on a day of the month (R4)."""
	row = frappe.qb.DocType("Sales Group Membership")
	query = (
		frappe.qb.from_(row)
		.where((row.parenttype == "Sales Staff") & (row.sales_group == group))
		.where((row.from_date <= month.end) & (row.to_date.isnull() | (row.to_date >= month.start)))
		.select(row.parent)
		.distinct()
	)
	return query.run(pluck=True)
