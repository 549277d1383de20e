"""Who works where and when, read from the site in a fixed number of queries for any number of people."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import frappe

from dianjian_app import roles
from dianjian_app.people import membership, spells
from dianjian_app.people.centre_calendars import (
	PLAN_FIELDS,
	dated_rows,
	plan_day,
	read_calendars,
	rest_day,
	run,
)
from dianjian_app.people.membership import Membership
from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.people.presence import DayPart, OffTime, Presence
from dianjian_app.people.settled_months import read_settled
from dianjian_app.people.settled_plan import NOTHING
from dianjian_app.people.spells import Spell
from dianjian_app.people.staff_record import OnDay, Staffing, StaffRecord
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest


DEPARTED = "Departed"
FIELDS = (
	"name",
	"staff_name",
	"position",
	"centre",
	"status",
)


def presence_of(
	staff: Iterable[str], period: Period, *, in_any_position: bool = False
) -> dict[tuple[str, date], Presence]:
	"""Presence of many people by (staff, day), in a fixed number of queries (decision 1, R36).

	As agents, which is what quotas bind; in_any_position: whatever their position.
	"""
	staffing = read_staffing(staff, period)
	return {
		(name, day): presence
		for name in staffing.staff
		for day, presence in staffing.presence_over(name, period, in_any_position=in_any_position).items()
	}


def person_on(staff: str, day: date) -> OnDay | None:
	"""What a person was on a day: position, group, centre, probation; None where there is no such person (R3, R4)."""
	staffing = read_staffing([staff], Period.day(day))
	return staffing.on(staff, day) if staff in staffing.staff else None


def staff_of_user(user: str) -> str | None:
	"""Name of the Sales Staff who logs in as the user, leavers excluded; None when nobody does."""
	return frappe.db.get_value("Sales Staff", {"user": user, "status": ("!=", DEPARTED)}, "name")


def user_of_staff(staff: str) -> str | None:
	"""Who logs in as the person, leavers excluded; None when nobody does."""
	return frappe.db.get_value("Sales Staff", {"name": staff, "status": ("!=", DEPARTED)}, "user")


def tell_boot(bootinfo: frappe._dict) -> None:
	"""Boot hook: the session's own staff records, so that forms know what concerns the reader."""
	user = frappe.session.user
	bootinfo.dianjian_staff = (
		frappe.get_all("Sales Staff", {"user": user}, pluck="name") if user != "Guest" else []
	)


def group_on(staff: str, day: date) -> str | None:
	"""The group that a person belongs to on a day (R4)."""
	rows = frappe.get_all(
		"Sales Group Membership",
		filters={"parent": staff, "parenttype": "Sales Staff", "from_date": ("<=", day)},
		or_filters=[["to_date", "is", "not set"], ["to_date", ">=", day]],
		pluck="sales_group",
		limit=1,
	)
	return rows[0] if rows else None


def last_group_on(staff: str, day: date) -> str | None:
	"""The group of a day, or the last one before it: a leaver's figures stay with the group that had them (R4)."""
	return last_groups_on([staff], day).get(staff)


def last_groups_on(staff: Iterable[str], day: date) -> dict[str, str]:
	"""`last_group_on` for many people in one query; who never had a group is left out."""
	names = sorted(set(staff))
	if not names:
		return {}
	rows = frappe.get_all(
		"Sales Group Membership",
		filters={"parent": ("in", names), "parenttype": "Sales Staff", "from_date": ("<=", day)},
		fields=["parent", "sales_group"],
		order_by="from_date",
		limit=0,
	)
	return {r.parent: r.sales_group for r in rows}


def agents_of(
	centre: str | None = None, group: str | None = None, period: Period | None = None
) -> tuple[str, ...]:
	"""Names of the telesales agents of a centre or a group who are employed on some day of the period.

	Former agents count for the days they were agents. With `group`: in that group on some such day (R4).
	period: None means today. Sorted by name.
	"""
	period = period or Period.day(frappe.utils.getdate())
	staffing = read_staffing(agent_names(centre, group))
	return tuple(
		sorted(
			name
			for name, person in staffing.staff.items()
			if _is_agent_within(staffing, person, centre, group, period)
		)
	)


def agent_names(centre: str | None = None, group: str | None = None) -> list[str]:
	"""Staff who are or were agents and have anything to do with the centre or group, at whatever time."""
	staff, spell, row, of_group = (
		frappe.qb.DocType(d) for d in ("Sales Staff", "Staff Spell", "Sales Group Membership", "Sales Group")
	)
	query = (
		frappe.qb.from_(staff)
		.join(spell)
		.on((spell.parent == staff.name) & (spell.parenttype == "Sales Staff"))
		.left_join(row)
		.on((row.parent == staff.name) & (row.parenttype == "Sales Staff"))
		.left_join(of_group)
		.on(of_group.name == row.sales_group)
		.where(spell.position == roles.AGENT)
		.select(staff.name)
		.distinct()
	)
	if centre:
		query = query.where((staff.centre == centre) | (of_group.centre == centre))
	if group:
		query = query.where(row.sales_group == group)
	return query.run(pluck=True)


def names_of_centre(centre: str) -> list[str]:
	"""All people who have anything to do with a centre, whatever their position and time."""
	groups = frappe.get_all("Sales Group", {"centre": centre}, pluck="name", limit=0)
	members = frappe.get_all(
		"Sales Group Membership",
		{"sales_group": ("in", among(groups)), "parenttype": "Sales Staff"},
		pluck="parent",
		limit=0,
	)
	own = frappe.get_all("Sales Staff", {"centre": centre}, pluck="name", limit=0)
	return sorted({*own, *members})


def _is_agent_within(
	staffing: Staffing, person: StaffRecord, centre: str | None, group: str | None, period: Period
) -> bool:
	spans = person.agent_within(period)
	if group:
		return any(_overlaps(m, days) for m in person.memberships if m.group == group for days in spans)
	if not spans or centre is None or (centre == person.centre and not person.memberships):
		return bool(spans)
	# the centre can only change where a membership begins or ends
	turns = {day for m in person.memberships for day in (m.start, _day_after(m))}
	turns |= {days.start for days in spans}
	return any(
		staffing.centre_on(person.name, day) == centre for day in turns if any(day in days for days in spans)
	)


def _overlaps(m: Membership, days: Period) -> bool:
	return m.start <= days.end and (m.end is None or days.start <= m.end)


def _day_after(m: Membership) -> date:
	return m.end + ONE_DAY if m.end else m.start


def read_staffing(
	names: Iterable[str],
	within: Period | None = None,
	*,
	anew: tuple[str, Period] | None = None,
	locking: bool = False,
) -> Staffing:
	"""Read people with their spells, memberships, rest days, suspensions and approved time off, and their calendars.

	within: the days that are asked about; those of published months are as they were settled (decision 76). Without it
	everything is by the set-up of today. anew: a centre and a published month to be seen by the set-up of today.
	locking: people and their rows as committed now, instead of as this transaction saw them when it began.
	"""
	wanted = sorted(set(names))
	if not wanted:
		return Staffing({}, {}, {})
	people = _people(wanted, locking)
	of_record = dated_rows("Staff Spell", wanted, ["position", "probation_until"], locking=locking)
	again = _probation_again({p.centre for p in people})
	memberships = dated_rows("Sales Group Membership", wanted, ["sales_group"], locking=locking)
	rest_days = dated_rows("Weekly Rest Day", wanted, ["weekday"], locking=locking)
	plans = dated_rows("Presence Plan Day", wanted, list(PLAN_FIELDS), locking=locking)
	suspensions = dated_rows("Staff Suspension", wanted, [], locking=locking)
	leaves = _approved_time_off(wanted, locking)
	moved = _moved_rest_days(wanted, locking)
	staff = {
		p.name: StaffRecord(
			name=p.name,
			staff_name=p.staff_name,
			position=p.position,
			centre=p.centre,
			status=p.status,
			spells=spells.with_probation(
				(Spell(r.position, r.from_date, r.to_date, r.probation_until) for r in of_record[p.name]),
				p.centre in again,
			),
			memberships=membership.in_order(
				Membership(r.sales_group, r.from_date, r.to_date) for r in memberships[p.name]
			),
			rest_days=tuple(rest_day(r) for r in rest_days[p.name]),
			off=(*(OffTime(r.from_date, r.to_date) for r in suspensions[p.name]), *leaves[p.name]),
			moved=moved[p.name],
			plan=tuple(plan_day(r) for r in plans[p.name]),
		)
		for p in people
	}
	groups = {m.group for person in staff.values() for m in person.memberships}
	centre_of_group = _centres_of_groups(groups)
	centres = {person.centre for person in staff.values()} | set(centre_of_group.values())
	settled = read_settled(centres, wanted, within, anew) if within else NOTHING
	return Staffing(staff, read_calendars(centres), centre_of_group, settled)


def _people(names: list[str], locking: bool) -> list:
	staff = frappe.qb.DocType("Sales Staff")
	query = frappe.qb.from_(staff).where(staff.name.isin(names)).orderby(staff.name)
	return run(query.select(*FIELDS), locking)


def _probation_again(centres: set[str]) -> set[str]:
	"""The centres that put those who come back on probation once more (R3)."""
	if not centres:
		return set()
	filters = {"name": ("in", sorted(centres)), "returner_probation": ("!=", "None")}
	return set(frappe.get_all("Sales Centre", filters=filters, pluck="name"))


def _approved_time_off(names: list[str], locking: bool) -> dict[str, list[OffTime]]:
	request = frappe.qb.DocType("Time Off Request")
	query = (
		frappe.qb.from_(request)
		.where(request.staff.isin(names) & (request.docstatus == 1))
		.select("staff", "from_date", "to_date", "half_day", "half_day_part", "excused_from")
	)
	off: dict[str, list[OffTime]] = defaultdict(list)
	for r in run(query, locking):
		start = max(r.from_date, r.excused_from or r.from_date)
		if start <= r.to_date:  # a late application excuses from the day on which it was made (R34)
			off[r.staff].append(OffTime(start, r.to_date, part_of(r)))
	return off


def _moved_rest_days(names: list[str], locking: bool) -> dict[str, dict[date, bool]]:
	"""Days of people that rest or work by an approved move, the latest decision last: day → whether it is a rest day (R1)."""
	move = frappe.qb.DocType("Rest Day Move")
	query = (
		frappe.qb.from_(move)
		.where((move.staff.isin(names) | move.with_staff.isin(names)) & (move.decision == "Approved"))
		.orderby(move.decided_at, move.name)
		.select("staff", "with_staff", "works_on", "rests_on")
	)
	moved: dict[str, dict[date, bool]] = defaultdict(dict)
	for r in run(query, locking):
		moved[r.staff] |= {r.works_on: False, r.rests_on: True}
		if r.with_staff:
			moved[r.with_staff] |= {r.works_on: True, r.rests_on: False}
	return moved


def part_of(row: TimeOffRequest | frappe._dict) -> DayPart:
	"""Which part of each day a Time Off Request takes."""
	return DayPart(row.half_day_part) if row.half_day else DayPart.WHOLE_DAY


def _centres_of_groups(groups: set[str]) -> dict[str, str]:
	if not groups:
		return {}
	rows = frappe.get_all(
		"Sales Group", filters={"name": ("in", sorted(groups))}, fields=["name", "centre"], as_list=True
	)
	return dict(rows)


def read_suspended(names: Iterable[str], day: date) -> set[str]:
	"""Which of the people are suspended on a day (R30)."""
	row = frappe.qb.DocType("Staff Suspension")
	query = (
		frappe.qb.from_(row)
		.where((row.parenttype == "Sales Staff") & row.parent.isin(among(sorted(set(names)))))
		.where((row.from_date <= day) & (row.to_date.isnull() | (row.to_date >= day)))
		.select(row.parent)
		.distinct()
	)
	return set(query.run(pluck=True))
