"""The Daily Ledger's rows: read, locked, written as sets.

Set-based, because a line is derived and nobody's document: no rule runs on it but its key, agent and day, which is
the row's name, so that two writers meet on the row. Controllers refuse every other way of writing.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType
from typing import TYPE_CHECKING

import frappe
from frappe.utils import now_datetime

from dianjian_app.bulk_writer import insert_rows, upsert_rows
from dianjian_app.ledger.ledger_line import COLUMNS, Line
from dianjian_app.people.centre_calendars import run
from dianjian_app.people.period import Period
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from pypika.queries import Table
	from pypika.terms import Criterion


LEDGER, COUNT = "Daily Ledger", "Daily Ledger Count"
MONEY, DAYS = ("deal_amount",), ("planned", "presence")


@dataclass(frozen=True)
class Stored:
	"""A line with the moment it was written: equal only while nobody has written it again."""

	line: Line
	modified: datetime


def lines_within(agents: Iterable[str], period: Period) -> dict[str, Stored]:
	"""The stored lines of agents and days by name, as this transaction sees them."""
	return _read(
		lambda ledger: ledger.agent.isin(among(sorted(set(agents)))) & ledger.date[period.start : period.end]
	)


def lock_lines(names: Sequence[str]) -> dict[str, Stored]:
	"""The lines by name as they are committed now; until the transaction ends nobody else writes them."""
	return _read(lambda ledger: ledger.name.isin(among(sorted(names))), locking=True)


def make_missing(lines: Iterable[Line]) -> datetime:
	"""Put down the rows that are to be locked, without their counts; gives the moment they carry.

	Somebody else's row for the same day is left as it is, with its own moment.
	"""
	return _insert(sorted(lines, key=lambda line: line.name), ignore=True)


def write(lines: Sequence[Line], stored: Mapping[str, Stored]) -> None:
	"""Write the lines that differ from what is stored and locked: their row, their counts, or both."""
	ordered = sorted(lines, key=lambda line: line.name)
	had = {line.name: stored[line.name].line for line in ordered if line.name in stored}
	_insert([line for line in ordered if replace(line, counts={}) != _bare(had.get(line.name))])
	counted = [line for line in ordered if line.name not in had or _counts_differ(had[line.name], line)]
	if any(had[line.name].counts for line in counted if line.name in had):
		_delete_counts([line.name for line in counted])
	_insert_counts(counted)


def _counts_differ(had: Line, line: Line) -> bool:
	"""Their figures, or the place that the rows carry with them."""
	if not had.counts and not line.counts:
		return False
	return (had.counts, had.sales_group, had.centre) != (line.counts, line.sales_group, line.centre)


def _bare(line: Line | None) -> Line | None:
	return line and replace(line, counts={})


def remove(names: Sequence[str]) -> None:
	"""Take away lines of days that have none any more."""
	if names:
		_delete_counts(names)
		frappe.db.delete(LEDGER, {"name": ("in", sorted(names))})


def names_of_others(centre: str, period: Period, agents: Iterable[str]) -> list[str]:
	"""Lines of the centre and days that belong to none of the agents."""
	ledger = frappe.qb.DocType(LEDGER)
	query = (
		frappe.qb.from_(ledger)
		.where((ledger.centre == centre) & ledger.date[period.start : period.end])
		.where(ledger.agent.notin(among(sorted(set(agents)))))
		.select(ledger.name)
	)
	return query.run(pluck=True)


def _read(condition: Callable[[Table], Criterion], locking: bool = False) -> dict[str, Stored]:
	ledger = frappe.qb.DocType(LEDGER)
	query = frappe.qb.from_(ledger).where(condition(ledger)).orderby(ledger.name)
	rows = run(query.select("name", "modified", *COLUMNS), locking)
	counts = _counts([r.name for r in rows], locking)
	return {r.name: Stored(_line(r, counts.get(r.name, {})), r.modified) for r in rows}


def _counts(names: list[str], locking: bool) -> dict[str, dict[tuple[str, str], int]]:
	if not names:
		return {}
	row = frappe.qb.DocType(COUNT)
	query = (
		frappe.qb.from_(row).where(row.parent.isin(names)).select(row.parent, row.kind, row.key, row.calls)
	)
	counts: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
	for r in run(query, locking):
		counts[r.parent][(r.kind, r.key)] = r.calls
	return counts


def _line(row: frappe._dict, counts: Mapping[tuple[str, str], int]) -> Line:
	values = {column: row[column] for column in COLUMNS}
	for column in (*MONEY, *DAYS):
		values[column] = Decimal(str(values[column] or 0)).quantize(Decimal("0.01"))
	return Line(**values, counts=MappingProxyType(counts))


def normal(line: Line) -> Line:
	"""The line with its decimals as the database keeps them, to compare with what was read."""
	hundredth = Decimal("0.01")
	return replace(line, **{c: getattr(line, c).quantize(hundredth) for c in (*MONEY, *DAYS)})


def _insert(lines: Sequence[Line], ignore: bool = False) -> datetime:
	"""Write the lines' rows; ignore: leave a row alone that is there. Gives the moment that they carry."""
	moment = now_datetime()
	fields, rows = ("name", *COLUMNS), ((line.name, *_values(line)) for line in lines)
	same = {"creation": moment, "modified": moment}
	if ignore:
		insert_rows(LEDGER, fields, rows, same, skip_known=True)
	else:
		upsert_rows(LEDGER, fields, rows, same)
	return moment


def _values(line: Line) -> tuple:
	return tuple(float(v) if isinstance(v, Decimal) else v for v in (getattr(line, c) for c in COLUMNS))


def _delete_counts(names: Sequence[str]) -> None:
	frappe.db.delete(COUNT, {"parent": ("in", among(sorted(names)))})


def _insert_counts(lines: Sequence[Line]) -> None:
	fields = ("name", "idx", "parent", "kind", "key", "calls", "centre", "sales_group", "agent", "date")
	same = {"docstatus": 0, "parenttype": LEDGER, "parentfield": "counts"}
	rows = (
		(
			*(frappe.generate_hash(length=10), idx, line.name, kind, key, calls),
			*(line.centre, line.sales_group, line.agent, line.date),
		)
		for line in lines
		for idx, ((kind, key), calls) in enumerate(sorted(line.counts.items()), 1)
	)
	insert_rows(COUNT, fields, rows, same)


def first_day(agents: Iterable[str]) -> date | None:
	"""The earliest day that any of the agents has a line of."""
	rows = frappe.get_all(
		LEDGER,
		filters={"agent": ("in", among(sorted(set(agents))))},
		pluck="date",
		order_by="date asc",
		limit=1,
	)
	return rows[0] if rows else None
