"""The results of days, rebuilt for a range or brought up to date as things happen: the same code either way (R33).

Two at once. Lines are locked first; a line that somebody else has written since this transaction began says that what it
sees may be stale, and then everything is read again as it is committed now. Punches are put down while their lines are
held, so that no recomputation passes between a punch and its result.

A closed month. Its lines stay as they are: what a day has become since is a difference, the recomputed figures less those
that stand, booked on the first day that is open. The difference itself is recomputed until its own month is closed.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Iterator, Mapping
from dataclasses import dataclass, replace
from datetime import date, datetime

import frappe
from frappe.utils import getdate, now_datetime

from dianjian_app.attendance import lieu
from dianjian_app.attendance import result_store as store
from dianjian_app.attendance.day_facts import Days, Frame
from dianjian_app.attendance.day_result import Figures
from dianjian_app.attendance.judging import judge
from dianjian_app.attendance.result_store import Line, Stored
from dianjian_app.people.centre_calendars import run
from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.value_lists import among

PEOPLE_AT_ONCE = 500
"""whose days are held in memory together"""


@dataclass(frozen=True)
class Outcome:
	"""How many lines a run wrote, removed, and found right already."""

	written: int = 0
	removed: int = 0
	unchanged: int = 0

	def __add__(self, other: Outcome) -> Outcome:
		return Outcome(
			self.written + other.written,
			self.removed + other.removed,
			self.unchanged + other.unchanged,
		)


def refresh(agents: Iterable[str], period: Period, as_of: datetime | None = None) -> Outcome:
	"""Make the results of people over a period what plan, punches and applications say (R33).

	as_of: no line lies after it, and its day is open still; default now. Doing it again changes nothing. Safe when two do it
	at once.
	"""
	as_of = as_of or now_datetime()
	outcome = Outcome()
	for some in _parts(agents):
		outcome += _refresh(some, period, as_of)
	return outcome


def put_down(
	agents: Iterable[str], period: Period, act: Callable[[], None], as_of: datetime | None = None
) -> Outcome:
	"""Do something that changes days of people, such as putting down punches, while their lines are held; then judge anew."""
	return _refresh(sorted(set(agents)), period, as_of or now_datetime(), act)


def _parts(agents: Iterable[str]) -> Iterator[list[str]]:
	names = sorted(set(agents))
	for start in range(0, len(names), PEOPLE_AT_ONCE):
		yield names[start : start + PEOPLE_AT_ONCE]


def _refresh(
	agents: list[str], period: Period, as_of: datetime, act: Callable[[], None] | None = None
) -> Outcome:
	days = Days(agents, period, as_of.date())
	seen = store.lines_within(agents, period)
	open_from = first_open_days(days.staffing.calendars)
	if act is None:
		wanted = dict(_wanted(days, as_of))
		first = [line for name, line in wanted.items() if _is_open(line, open_from)]
	else:
		wanted = {}
		first = [store.bare(_place(frame)) for frame in days.frames]
		first = [line for line in first if _is_open(line, open_from)]
	missing = [line for line in first if line.name not in seen]
	# with the lines that are there, so that all are locked in one order
	made_at = store.make_missing(first) if missing else now_datetime()
	locked = store.lock_lines({*seen, *(line.name for line in first)})
	if act is not None:
		act()
	stale = any(_was_changed(name, seen, locked, made_at) for name in {*seen, *locked})
	if stale:
		open_from = first_open_days(days.staffing.calendars, locking=True)
		locked = {**locked, **store.lines_within(agents, period, locking=True)}
	if stale or act is not None:
		days = Days(agents, period, as_of.date(), locking=stale)
		wanted = dict(_wanted(days, as_of))
	fresh = {line.name for line in missing}
	changed, gone = _against(locked, wanted, open_from, all_of_them=act is not None)
	store.write(changed)
	store.remove(gone)
	there = (*(stored.line for stored in locked.values()), *changed)
	lieu.settle({(line.agent, line.date) for line in there if line.figures.lieu_minutes})
	written = {line.name for line in changed} | (fresh & wanted.keys())
	return Outcome(len(written), len(gone), max(0, len(wanted) - len(written)))


def _place(frame: Frame) -> tuple[str, str, date, str, str | None]:
	return frame.agent, frame.agent_name, frame.day, frame.centre, frame.sales_group


def _wanted(days: Days, as_of: datetime) -> Iterator[tuple[str, Line]]:
	"""The lines of days as they should be, by name."""
	for frame, facts in days.facts():
		line = store.line_of(
			(frame.agent, frame.agent_name), (frame.centre, frame.sales_group), frame.day, judge(facts, as_of)
		)
		yield line.name, line


def _was_changed(
	name: str, seen: Mapping[str, Stored], locked: Mapping[str, Stored], made_at: datetime
) -> bool:
	"""Whether somebody else has written, made or removed a line since this transaction began."""
	if name not in locked:
		return True
	return locked[name].modified != (seen[name].modified if name in seen else made_at)


def _is_open(line: Line, open_from: Mapping[str, date]) -> bool:
	return line.booked_on >= open_from.get(line.centre, date.min)


def _against(
	locked: Mapping[str, Stored],
	wanted: Mapping[str, Line],
	open_from: Mapping[str, date],
	*,
	all_of_them: bool,
) -> tuple[list[Line], list[str]]:
	"""The lines to write, and the names of those to take away.

	all_of_them: also lines that are right already, so that others see that somebody has been here.
	"""
	by_day: dict[tuple[str, date], list[Line]] = defaultdict(list)
	for stored in locked.values():
		by_day[(stored.line.agent, stored.line.date)].append(stored.line)
	changed: list[Line] = []
	gone: list[str] = []
	own = {(line.agent, line.date): line for line in wanted.values()}
	for key in sorted({*by_day, *own}):
		there = by_day.get(key, [])
		closed = [line for line in there if not _is_open(line, open_from)]
		line = _open_line(own.get(key), closed, there, open_from)
		current = next((each for each in there if _is_open(each, open_from)), None)
		if line is None:
			gone.extend(each.name for each in there if _is_open(each, open_from))
		elif line != current or all_of_them:
			told = current is not None and current.charge == line.charge
			changed.append(replace(line, told_at=current.told_at if told and current else None))
			# who holds the day's own line sees by it that its difference has changed
			changed.extend(own_line for own_line in closed if not own_line.difference)
	return changed, gone


def _open_line(
	now: Line | None, closed: list[Line], there: list[Line], open_from: Mapping[str, date]
) -> Line | None:
	"""The line of a day that may still change: the day's own, or its difference to what is closed; None for no line."""
	if not closed:
		if now is None or _is_open(now, open_from):
			return now
		# its month was closed without it: it counts in the first open one
		return replace(now, booked_on=open_from[now.centre], difference=1)
	last = max(closed, key=lambda line: line.difference)
	figures = now.figures if now else Figures()
	difference = figures.less(line.figures for line in closed)
	if difference.nothing:
		return None
	return replace(
		now or replace(last, status="Open", evidence="{}", first_in=None, last_out=None),
		booked_on=open_from[last.centre],
		difference=last.difference + 1,
		figures=difference,
		centre=last.centre,
	)


def first_open_days(centres: Iterable[str], *, locking: bool = False) -> dict[str, date]:
	"""The first day of each centre that no close holds; a centre without one is left out."""
	close = frappe.qb.DocType("Attendance Close")
	query = (
		frappe.qb.from_(close)
		.where(close.centre.isin(among(sorted(set(centres)))) & close.last_day.isnotnull())
		.orderby(close.last_day)
		.select("centre", "last_day")
	)
	return {row.centre: getdate(row.last_day) + ONE_DAY for row in run(query, locking)}
