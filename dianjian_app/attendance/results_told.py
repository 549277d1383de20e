"""People are told of what may cost them, once for each result as it stands; from then on their days to appeal run (R35)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, datetime, timedelta

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from dianjian_app.attendance import result_store as store
from dianjian_app.attendance.day_result import Status
from dianjian_app.attendance.result_store import Line
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.in_words import clauses, listed
from dianjian_app.people.appeal_course import last_day_to_appeal
from dianjian_app.people.staffing import DEPARTED

FURTHEST_BACK = timedelta(days=400)
MOST_SHOWN = 5
CHARGED = (Status.PRESENT.value, Status.MISSING_PUNCH.value, Status.ABSENT.value)


def tell(centre: str) -> list[str]:
	"""Tell people of a centre of results that may cost them and that they do not know yet; gives the results' names.

	Each person is told once in a run, of all of them. Who has no login is not told, and their days to appeal do not run.
	"""
	users = _untold(centre)
	lines = [stored.line for stored in store.lock_lines(users).values()]
	of_person: dict[str, list[Line]] = defaultdict(list)
	for line in lines:
		if line.told_at is None and costs(line):
			of_person[line.agent].append(line)
	told = sorted(line.name for some in of_person.values() for line in some)
	note(told, now_datetime())
	last = last_day_to_appeal(centre, getdate()) if told else None
	for _agent, some in sorted(of_person.items()):
		some.sort(key=lambda line: (line.date, line.difference))
		put_on_desks([users[some[0].name]], store.RESULT, some[0].name, _words(some, last))
	return told


def costs(line: Line) -> bool:
	"""Whether a line adds anything that somebody may have to answer for."""
	return line.status in CHARGED and any(figure > 0 for figure in line.figures.charge)


def _untold(centre: str) -> dict[str, str]:
	"""The results of a centre that may cost somebody who was not told of them yet, each with the person's login."""
	result, staff = frappe.qb.DocType(store.RESULT), frappe.qb.DocType("Sales Staff")
	charged = result.late_times + result.early_times + result.missing_punches + result.absent_days
	query = (
		frappe.qb.from_(result)
		.join(staff)
		.on(staff.name == result.agent)
		.where((result.centre == centre) & (result.date >= getdate() - FURTHEST_BACK))
		.where(result.told_at.isnull() & result.status.isin(CHARGED) & (charged > 0))
		.where(staff.user.isnotnull() & (staff.user != "") & (staff.status != DEPARTED))
		.select(result.name, staff.user)
	)
	return dict(query.run())


def note(names: list[str], at: datetime) -> None:
	"""Note that people know of their results as they are; when the lines were judged does not change."""
	if names:
		result = frappe.qb.DocType(store.RESULT)
		frappe.qb.update(result).set(result.told_at, at).where(result.name.isin(names)).run()


def _words(lines: list[Line], last: date | None) -> str:
	days = [f"{formatdate(line.date)} {_what(line)}" for line in lines[:MOST_SHOWN]]
	if len(lines) > MOST_SHOWN:
		days.append(_("… and {0} more").format(len(lines) - MOST_SHOWN))
	return _("Attendance: {0}. If this is wrong, you can appeal until {1}.").format(
		clauses(days), formatdate(last)
	)


def _what(line: Line) -> str:
	"""What a day may cost, in words."""
	if line.status != Status.PRESENT.value:
		return _(line.status)
	figures = line.figures
	said = []
	if figures.late_minutes:
		said.append(_("{0} minutes late").format(figures.late_minutes))
	if figures.early_minutes:
		said.append(_("left {0} minutes early").format(figures.early_minutes))
	return listed(said)
