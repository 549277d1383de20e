"""Finds days of a month that nobody planned or wrote down, before people are judged by them (R1, R20, R31)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from datetime import date

import frappe
from frappe import _
from frappe.utils import formatdate

from dianjian_app.incentives.engine.figures import Person
from dianjian_app.incentives.engine.needs import Span
from dianjian_app.incentives.settlement.blockers import Blocker
from dianjian_app.ledger.ledger_line import NO_SHEET
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.period import Period
from dianjian_app.value_lists import among

CALENDAR, REST_DAY, LEDGER, WEEK = "Work Calendar", "Rest Day", "Daily Ledger", "Week Without Sheets"
MONTH = "Month Without Sheets"
SCHEDULE = "Make-up Days"


def find_day_questions(centre: str, span: Span, people: Mapping[str, Person], through: date) -> list[Blocker]:
	"""What is missing or to be asked about the days of a month, with four queries for any number of people.

	through: the last day that is over. Days before the centre uses the app, and those of closed months, are not asked about.
	"""
	month = span.month
	if through < month.start:
		return []
	days = Period(month.start, min(month.end, through))
	agents = {name: person for name, person in people.items() if any(d.employed for d in person.within(days))}
	weeks = [week for week in Period.weeks_of_month(month) if week.end <= through]
	lines = _lines(centre, Period(min(w.start for w in (*weeks, month)), days.end))
	filters = {"name": ("in", among(sorted(agents)))}
	names = dict(frappe.get_all("Sales Staff", filters, ["name", "staff_name"], as_list=True))
	return [
		*_without_calendar(centre, days, agents),
		*_without_schedule(centre, days, agents),
		*_without_line(agents, names, days, lines),
		*_without_rest_day(agents, names, weeks),
		*(
			list(_month_without_sheets(centre, days, agents, lines))
			or _weeks_without_sheets(centre, agents, weeks, lines)
		),
	]


def _lines(centre: str, days: Period) -> dict[tuple[str, date], str]:
	"""(agent, day) → state of the sheet, of the ledger's lines."""
	rows = frappe.get_all(
		"Daily Ledger",
		filters={"centre": centre, "date": ("between", (days.start, days.end))},
		fields=["agent", "date", "sheet_state"],
		limit=0,
	)
	return {(r.agent, r.date): r.sheet_state for r in rows}


def _without_calendar(centre: str, days: Period, agents: Mapping[str, Person]) -> Iterable[Blocker]:
	"""Days that no calendar of the centre speaks about, and on which somebody is judged (decision 75)."""
	for span in read_calendars([centre])[centre].uncovered(days):
		if not any(d.employed and d.known for person in agents.values() for d in person.within(span)):
			continue
		yield Blocker(
			CALENDAR,
			_(
				"{0} follows no work calendar from {1} to {2}. Add one before anybody is judged by these days."
			).format(centre, formatdate(span.start), formatdate(span.end)),
			"Sales Centre",
			centre,
			date=span.start,
		)


def _without_schedule(centre: str, days: Period, agents: Mapping[str, Person]) -> Iterable[Blocker]:
	"""Days of a calendar that has the holidays of the law alone: days free besides are planned as work (R1)."""
	link, calendar = frappe.qb.DocType("Centre Calendar"), frappe.qb.DocType("Work Calendar")
	query = (
		frappe.qb.from_(link)
		.join(calendar)
		.on(calendar.name == link.work_calendar)
		.where(
			(link.parent == centre) & (link.parenttype == "Sales Centre") & (calendar.awaits_schedule == 1)
		)
		.where((link.from_date <= days.end) & (link.to_date >= days.start))
		.orderby(link.from_date)
		.select(calendar.name, link.from_date, link.to_date)
	)
	for row in query.run(as_dict=True):
		span = Period(max(row.from_date, days.start), min(row.to_date, days.end))
		if any(d.employed and d.known for person in agents.values() for d in person.within(span)):
			yield Blocker(
				SCHEDULE,
				_(
					"{0} knows the holidays of the law alone: make-up days from {1} to {2} are missing. Fill them in, or answer why."
				).format(row.name, formatdate(span.start), formatdate(span.end)),
				"Work Calendar",
				row.name,
				date=span.start,
				is_question=True,
			)


def _without_line(
	agents: Mapping[str, Person],
	names: Mapping[str, str],
	days: Period,
	lines: Mapping[tuple[str, date], str],
) -> Iterable[Blocker]:
	"""Days of employment that the ledger knows nothing about: it was not made, so nobody knows what happened."""
	for name, person in sorted(agents.items()):
		missing = [
			day
			for day in days.days()
			if day in person.days
			and person.days[day].employed
			and person.days[day].known
			and (name, day) not in lines
		]
		if missing:
			yield Blocker(
				LEDGER,
				_(
					"The daily ledger has no line of {0} on {1} days, first on {2}. Rebuild it on the centre's form."
				).format(names.get(name, name), len(missing), formatdate(missing[0])),
				"Sales Staff",
				name,
				name,
				person.days[missing[0]].group,
				missing[0],
			)


def _without_rest_day(
	agents: Mapping[str, Person], names: Mapping[str, str], weeks: Iterable[Period]
) -> Iterable[Blocker]:
	"""Agents who had no rest day in a whole week of the month: 700 calls would be asked of them (R1, R33)."""
	found: dict[str, list[Period]] = defaultdict(list)
	for name, person in sorted(agents.items()):
		for week in weeks:
			of_week = person.within(week)
			if len(of_week) == len(week) and all(d.employed and d.known and d.roster_day for d in of_week):
				found[name].append(week)
	for name, without in found.items():
		yield Blocker(
			REST_DAY,
			_("{0} had no rest day in {1} weeks, first in that from {2}. Enter one, or answer why.").format(
				names.get(name, name), len(without), formatdate(without[0].start)
			),
			"Sales Staff",
			name,
			name,
			agents[name].group_in(without[0]),
			without[0].start,
			is_question=True,
		)


def _month_without_sheets(
	centre: str, days: Period, agents: Mapping[str, Person], lines: Mapping[tuple[str, date], str]
) -> Iterable[Blocker]:
	"""A month in which work was planned and nobody wrote a single sheet: it judges nobody, whatever is answered."""
	planned = any(d.presence and d.known for person in agents.values() for d in person.within(days))
	if planned and not any(state and state != NO_SHEET and day in days for (_a, day), state in lines.items()):
		yield Blocker(
			MONTH,
			_(
				"There is not a single call sheet of {0} from {1} to {2}: nobody is judged by such a month. Enter the sheets, or let the centre begin later."
			).format(centre, formatdate(days.start), formatdate(days.end)),
			"Sales Centre",
			centre,
			date=days.start,
		)


def _weeks_without_sheets(
	centre: str,
	agents: Mapping[str, Person],
	weeks: Iterable[Period],
	lines: Mapping[tuple[str, date], str],
) -> Iterable[Blocker]:
	"""Weeks in which the whole centre wrote no sheet although work was planned: was the app in use?"""
	written = {day for (_agent, day), state in lines.items() if state and state != NO_SHEET}
	for week in weeks:
		planned = any(d.presence and d.known for person in agents.values() for d in person.within(week))
		if planned and not any(day in week for day in written):
			yield Blocker(
				WEEK,
				_(
					"Nobody of {0} wrote a call sheet in the week from {1} to {2}. Was the app in use? Answer before approving."
				).format(centre, formatdate(week.start), formatdate(week.end)),
				"Sales Centre",
				centre,
				date=week.start,
				is_question=True,
			)
