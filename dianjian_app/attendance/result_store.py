"""The rows of Staff Day Result: read, locked, written as sets (R33).

Set-based, because a line is derived and nobody's document: no rule runs on it but its key, person, day and difference,
which is the row's name, so that two writers meet on the row. Controllers refuse every other way of writing. Locks lie on
rows that are there, by their names and in the order of names, as those of the daily ledger do.
"""

from __future__ import annotations

import datetime as dt
import json
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime

import frappe
from frappe.utils import now_datetime

from dianjian_app.attendance.day_result import DayResult, Figures, Status
from dianjian_app.attendance.working_time import DayKind
from dianjian_app.bulk_writer import upsert_rows
from dianjian_app.people.centre_calendars import run
from dianjian_app.people.period import Period
from dianjian_app.value_lists import among

RESULT = "Staff Day Result"
FIGURES = tuple(f.name for f in fields(Figures))
PLACE = ("agent", "agent_name", "date", "centre", "sales_group", "booked_on", "difference")
JUDGED = ("status", "day_kind", "first_in", "last_out", "evidence")
TOLD = "told_at"
COLUMNS = (*PLACE, *JUDGED, TOLD, *FIGURES)


@dataclass(frozen=True)
class Line:
	"""A stored line. difference: 0 the day's own; then what changed it after a month was closed, booked on a later day.

	told_at: when the person was told of it as it is; it is no part of what a line says.
	"""

	agent: str
	agent_name: str
	date: dt.date
	centre: str
	sales_group: str | None
	booked_on: dt.date
	difference: int
	status: str
	day_kind: str
	first_in: datetime | None
	last_out: datetime | None
	evidence: str
	figures: Figures
	told_at: datetime | None = field(default=None, compare=False)

	@property
	def name(self) -> str:
		"""The row's name."""
		return name_of(self.agent, self.date, self.difference)

	@property
	def values(self) -> tuple:
		"""COLUMNS."""
		place = (getattr(self, column) for column in (*PLACE, *JUDGED))
		return (*place, self.told_at, *(getattr(self.figures, name) for name in FIGURES))

	@property
	def charge(self) -> tuple:
		"""What the person may have to answer for: when it changes, it is told anew (R35)."""
		return self.status, self.figures.charge


@dataclass(frozen=True)
class Stored:
	"""A line with the moment it was written."""

	line: Line
	modified: datetime


def name_of(agent: str, day: date, difference: int = 0) -> str:
	"""The name of a line."""
	return f"{agent}-{day}-{difference}" if difference else f"{agent}-{day}"


def line_of(person: tuple[str, str], place: tuple[str, str | None], day: date, result: DayResult) -> Line:
	"""The day's own line. person: name and staff name; place: centre and group of the day."""
	return Line(
		*(person[0], person[1], day, place[0], place[1]),
		booked_on=day,
		difference=0,
		status=result.status.value,
		day_kind=result.day_kind.value,
		first_in=result.first_in,
		last_out=result.last_out,
		evidence=evidence_of(result),
		figures=result.figures,
	)


def evidence_of(result: DayResult) -> str:
	"""What made a result, as JSON without what is empty."""
	made_from = {
		"punches": result.punches,
		"applications": result.applications,
		"late_applications": result.late_applications,
		"appeals": result.appeals,
		"doubts": result.doubts,
	}
	return json.dumps({key: list(names) for key, names in made_from.items() if names})


def lines_within(agents: Iterable[str], period: Period, *, locking: bool = False) -> dict[str, Stored]:
	"""The stored lines of people and days by name, differences too. locking: as committed now, and held."""
	table = frappe.qb.DocType(RESULT)
	query = (
		frappe.qb.from_(table)
		.where(table.agent.isin(among(sorted(set(agents)))))
		.where(table.date[period.start : period.end])
	)
	return _stored(run(query.select("name", "modified", *COLUMNS), locking))


def lock_lines(names: Iterable[str]) -> dict[str, Stored]:
	"""The lines by name as they are committed now; until the transaction ends nobody else writes them."""
	wanted = sorted(names)
	if not wanted:
		return {}
	table = frappe.qb.DocType(RESULT)
	query = frappe.qb.from_(table).force_index("PRIMARY").where(table.name.isin(wanted)).orderby(table.name)
	return _stored(run(query.select("name", "modified", *COLUMNS), locking=True))


def make_missing(lines: Iterable[Line]) -> datetime:
	"""Put down those of the lines that are missing, and lock them all; gives the moment that the new ones carry."""
	return _write(lines, only_missing=True)


def write(lines: Iterable[Line]) -> None:
	"""Write lines that are locked, or new differences of locked lines."""
	_write(lines)


def remove(names: Sequence[str]) -> None:
	"""Take away locked lines of days that have none any more."""
	if names:
		frappe.db.delete(RESULT, {"name": ("in", sorted(names))})


def _write(lines: Iterable[Line], only_missing: bool = False) -> datetime:
	moment = now_datetime()
	rows = ((line.name, *line.values) for line in sorted(lines, key=lambda line: line.name))
	same = {"creation": moment, "modified": moment, "docstatus": 0}
	upsert_rows(RESULT, ("name", *COLUMNS), rows, same, only_missing=only_missing)
	return moment


def _stored(rows: Iterable[Mapping]) -> dict[str, Stored]:
	return {
		row["name"]: Stored(
			Line(
				**{column: row[column] for column in (*PLACE, *JUDGED)},
				figures=Figures(**{name: row[name] or 0 for name in FIGURES}),
				told_at=row[TOLD],
			),
			row["modified"],
		)
		for row in rows
	}


def bare(line_place: tuple[str, str, date, str, str | None]) -> Line:
	"""A line before it is judged, so that it can be locked. line_place: agent, name, day, centre, group."""
	agent, agent_name, day, centre, group = line_place
	return Line(
		*(agent, agent_name, day, centre, group),
		booked_on=day,
		difference=0,
		status=Status.OPEN.value,
		day_kind=DayKind.WORKDAY.value,
		first_in=None,
		last_out=None,
		evidence="{}",
		figures=Figures(),
	)
