"""The month sheet (考勤表) of groups, read from the results of days in a fixed number of queries (R33).

A row is a person's month in a group; who changed groups has a row in each, with the days of that group.
"""

from __future__ import annotations

import json
import re
from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe import _

from dianjian_app.attendance.day_result import Figures
from dianjian_app.attendance.month_sheet import (
	HALF,
	OUTING,
	SYMBOLS,
	TRIP,
	WHOLE,
	SheetDay,
	Totals,
	marks_of,
	text_of,
	totals_of,
)
from dianjian_app.attendance.result_store import FIGURES
from dianjian_app.people.calendar import DayType
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.period import Period
from dianjian_app.people.time_off_types import read_types
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.value_lists import among

RESULT = "Staff Day Result"
FIELDS = ("agent", "agent_name", "centre", "sales_group", "date", "booked_on", "difference")
JUDGED = ("status", "day_kind", "evidence")
Key = tuple[str, str, str]
"""centre, group or "", person"""


@dataclass(frozen=True)
class SheetRow:
	"""A person's month in a group."""

	centre: str
	sales_group: str
	group_name: str
	agent: str
	agent_name: str
	days: Mapping[date, SheetDay]
	totals: Totals
	booked_days: tuple[date, ...]
	"""days of closed months whose changes count in this one"""

	def marks_on(self, day: date) -> tuple[str, ...]:
		"""What a day was; nothing where the person was not there to be judged."""
		return marks_of(self.days[day]) if day in self.days else ()

	def text_on(self, day: date) -> str:
		"""What stands in the box of a day."""
		return text_of(self.marks_on(day), chinese=reads_chinese())


def reads_chinese() -> bool:
	"""Whether the reader's symbols are the Chinese ones."""
	return (frappe.local.lang or "").startswith("zh")


def symbol_of(mark: str) -> str:
	"""A mark's symbol in the reader's language."""
	return SYMBOLS[mark][reads_chinese()]


def legend() -> list[str]:
	"""Each symbol with what it says, in the reader's language."""
	words = {
		"Late": _("Late for Work"),
		"Left Early": _("Left Early"),
		"Absent": _("Absent without Leave"),
		"Overtime": _("Overtime"),
		"Open": _("The day is not over"),
		"Changed Later": _("Changed after its month was closed"),
	}
	return [f"{symbol_of(mark)} {words.get(mark) or _(mark)}" for mark in SYMBOLS]


def read_sheet(month: Period, filters: Mapping[str, Any]) -> list[SheetRow]:
	"""The sheets of a month: the reader's rows, by centre and group, the leader first. Raises PermissionError.

	filters: centre, sales_group, agent.
	"""
	lines = _lines(month, filters)
	types = types_of_applications(lines)
	calendars = read_calendars(line.centre for line in lines)
	changed = {(line.agent, line.date) for line in lines if line.difference}
	days: dict[Key, dict[date, SheetDay]] = defaultdict(dict)
	booked: dict[Key, list[Any]] = defaultdict(list)
	names: dict[str, str] = {}
	for line in lines:
		key = (line.centre, line.sales_group or "", line.agent)
		names[line.agent] = line.agent_name or line.agent
		if line.difference:
			if line.booked_on in month:
				booked[key].append(line)
		else:
			half = calendars[line.centre].special.get(line.date) is DayType.HALF_HOLIDAY
			days[key][line.date] = SheetDay(
				*(line.date, line.status, line.day_kind, figures_of(line), HALF if half else WHOLE),
				applied=tuple(types[name] for name in applications_of(line) if name in types),
				changed_later=(line.agent, line.date) in changed,
			)
	groups = _groups(key[1] for key in (*days, *booked))
	rows = [
		SheetRow(
			*(key[0], key[1], groups[key[1]].group_name if key[1] in groups else "", key[2], names[key[2]]),
			days[key],
			totals_of(days[key].values(), [figures_of(line) for line in booked[key]]),
			tuple(sorted(line.date for line in booked[key])),
		)
		for key in {*days, *booked}
	]

	def place(row: SheetRow) -> tuple:
		leads = row.sales_group in groups and groups[row.sales_group].leader == row.agent
		group = (not row.sales_group, _counted_up(row.group_name), row.sales_group)
		return row.centre, *group, not leads, row.agent

	return sorted(rows, key=place)


def _counted_up(name: str) -> list[str | int]:
	"""A name to sort by, its numbers as numbers: the second group before the tenth."""
	return [int(part) if part.isdecimal() else part for part in re.split(r"(\d+)", name)]


def figures_of(line: Mapping[str, Any]) -> Figures:
	"""The figures of a stored line."""
	return Figures(**{name: line[name] or 0 for name in FIGURES})


def applications_of(line: Mapping[str, Any]) -> list[str]:
	"""Names of the applications that made a line."""
	return json.loads(line["evidence"] or "{}").get("applications", [])


def types_of_applications(lines: Iterable[Mapping[str, Any]]) -> dict[str, str]:
	"""Application → its type, of those that the reader may see; outings of a centre's own type are outings (decision 39)."""
	table = frappe.qb.DocType("Time Off Request")
	wanted = sorted({name for line in lines for name in applications_of(line)})
	query = frappe.qb.from_(table).where(table.name.isin(among(wanted))).select(table.name, table.leave_type)
	found = readers_rows(query, table, "Time Off Request").run()
	outings = {kind.name for kind in read_types().values() if kind.outing} - {TRIP}
	return {name: OUTING if kind in outings else kind for name, kind in found}


def _lines(month: Period, filters: Mapping[str, Any]) -> list[frappe._dict]:
	"""The month's own lines and differences, and what closed months booked in it."""
	table = frappe.qb.DocType(RESULT)
	query = where_equal(frappe.qb.from_(table), table, filters, ("centre", "sales_group", "agent"))
	query = readers_rows(query, table, RESULT).select(*(table[f] for f in (*FIELDS, *JUDGED, *FIGURES)))
	own = query.where(table.date[month.start : month.end])
	later = query.where(table.booked_on[month.start : month.end] & (table.date < month.start))
	return [*own.run(as_dict=True), *later.run(as_dict=True)]


def _groups(names: Iterable[str]) -> dict[str, frappe._dict]:
	wanted = {"name": ("in", among(sorted({name for name in names if name})))}
	rows = frappe.get_all("Sales Group", wanted, ["name", "group_name", "leader"], limit=0)
	return {row.name: row for row in rows}
