"""The ledger's lines, rebuilt for a range or brought up to date as things happen: the same code either way (R44).

Two at once. A transaction goes on seeing what was committed when it began, so a line written from what it sees
could lose what another one has just added. Therefore: the lines are locked first; if one of them, as committed now,
was written at another moment than this transaction sees, somebody has been here in the meantime, and plan and facts
are read again as they are committed now. Otherwise plain reads are right, and they lock nobody's documents.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from functools import cache

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.ledger import store
from dianjian_app.ledger.day_facts import read_facts
from dianjian_app.ledger.ledger_line import Facts, Frame, Line, belongs, line_of
from dianjian_app.people.period import Period
from dianjian_app.people.settled_months import people_of
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import agent_names, read_staffing
from dianjian_app.resources.grades import codes_of


@dataclass(frozen=True)
class Outcome:
	"""How many lines a run wrote, removed, and found right already."""

	written: int = 0
	removed: int = 0
	unchanged: int = 0


def rebuild(centre: str, period: Period, as_of: date | None = None) -> Outcome:
	"""Make the lines of a centre over a range what the documents say, in a fixed number of queries (R44).

	as_of: no line lies after it; default today. Doing it again changes nothing.
	"""
	agents = sorted({*agent_names(centre), *people_of(centre, period)})
	strays = store.lines_of_others(centre, period, agents)
	store.remove(strays)
	outcome = refresh(agents, period, as_of)
	return Outcome(outcome.written, outcome.removed + len(strays), outcome.unchanged)


@frappe.whitelist(methods=["POST"])
def rebuild_by_hand(centre: str, from_date: str, to_date: str) -> dict[str, int]:
	"""Rebuild from the centre's form; dates as YYYY-MM-DD. Gives how many lines were written, removed, unchanged.

	Raises PermissionError for whoever may not write the centre, ValidationError for reversed days.
	"""
	frappe.get_doc("Sales Centre", centre).check_permission("write")
	start, end = getdate(from_date), getdate(to_date)
	if end < start:
		frappe.throw(_("The last day lies before the first."))
	outcome = rebuild(centre, Period(start, end))
	return {"written": outcome.written, "removed": outcome.removed, "unchanged": outcome.unchanged}


def update_for(agent: str, day: date, as_of: date | None = None) -> Outcome:
	"""Bring one line up to date after something happened on it. Days after `as_of` (default today) wait. (R44)"""
	return refresh([agent], Period.day(getdate(day)), as_of)


def refresh(agents: Iterable[str], period: Period, as_of: date | None = None) -> Outcome:
	"""Make the lines of people over a period what the documents say. Safe when two do it at once. (R44)"""
	agents, as_of = sorted(set(agents)), as_of or getdate()
	if not agents or period.start > as_of:
		return Outcome()
	seen = store.lines_within(agents, period)
	wanted = _wanted(agents, period, as_of)
	missing = wanted.keys() - seen.keys()
	# with the lines that are there, so that all are locked in one order
	made_at = store.make_missing(wanted.values() if missing else ())
	locked = store.lock_lines(sorted({*seen, *wanted}), seen, made_at)
	if any(_was_changed(name, seen, locked, made_at) for name in {*seen, *wanted}):
		wanted = _wanted(agents, period, as_of, locking=True)
	changed = [
		line
		for name, line in wanted.items()
		if name not in locked or locked[name].count_names is None or locked[name].line != line
	]
	gone = {name: stored for name, stored in locked.items() if name not in wanted}
	store.write(changed, locked)
	store.remove(gone)
	written = len({line.name for line in changed} | (missing & wanted.keys()))
	return Outcome(written, len(gone), len(wanted) - written)


def _was_changed(
	name: str, seen: Mapping[str, store.Stored], locked: Mapping[str, store.Stored], made_at: datetime
) -> bool:
	"""Whether somebody else has written, made or removed a line since this transaction began."""
	if name not in locked:
		return True
	return locked[name].modified != (seen[name].modified if name in seen else made_at)


def _wanted(agents: list[str], period: Period, as_of: date, *, locking: bool = False) -> dict[str, Line]:
	"""The lines as they should be, by name."""
	staffing = read_staffing(agents, period, locking=locking)
	facts = read_facts(agents, period, locking=locking)
	opened_on, grades = _opened_on(), cache(codes_of)
	lines = {}
	for name in staffing.staff:
		for frame in frames_of(staffing, name, period):
			of_day = facts.get((name, frame.date), Facts())
			if belongs(frame, of_day, opened_on(frame.centre), as_of):
				line = store.normal(line_of(frame, of_day, grades(frame.centre)))
				lines[line.name] = line
	return lines


def frames_of(staffing: Staffing, name: str, period: Period) -> Iterable[Frame]:
	"""The plan of each of a person's days (decision 1, R4)."""
	person = staffing.staff[name]
	for day, presence in staffing.presence_over(name, period).items():
		yield Frame(
			agent=name,
			agent_name=person.staff_name,
			date=day,
			centre=staffing.centre_on(name, day),
			sales_group=staffing.group_or_last(name, day),
			week_start=Period.week_of(day).start,
			on_probation=staffing.on_probation(name, day),
			planned=presence.planned,
			presence=presence.presence,
			roster_day=presence.roster_day,
			employed=presence.employed,
		)


def _opened_on() -> Callable[[str], date | None]:
	days = dict(frappe.get_all("Sales Centre", fields=["name", "opened_on"], as_list=True))
	return days.get
