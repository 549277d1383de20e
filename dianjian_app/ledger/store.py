"""The Daily Ledger's rows: read, locked, written as sets.

Set-based, because a line is derived and nobody's document: no rule runs on it but its key, agent and day, which is
the row's name, so that two writers meet on the row. Controllers refuse every other way of writing.

Locks lie on rows that are there, by their names and in the order of names: never on the gaps between rows, where
leaders of different groups would meet. A line's counts need none, since only who holds the line writes them, and each
writing gives the line another moment: the counts that a transaction sees are right while the line's moment is.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from decimal import Decimal
from types import MappingProxyType

import frappe
from frappe.utils import now_datetime

from dianjian_app.bulk_writer import insert_rows, upsert_rows
from dianjian_app.ledger.ledger_line import COLUMNS, NO_SHEET, NOT_HANDED_IN, Line, line_name
from dianjian_app.people.centre_calendars import run
from dianjian_app.people.period import Period
from dianjian_app.value_lists import among

LEDGER, COUNT = "Daily Ledger", "Daily Ledger Count"
MONEY, DAYS = ("deal_amount",), ("planned", "presence")


@dataclass(frozen=True)
class Stored:
	"""A line with the moment it was written.

	count_names: the rows of its counts; None where others have written them and this transaction does not see them.
	"""

	line: Line
	modified: datetime
	count_names: tuple[str, ...] | None = ()


def lines_within(agents: Iterable[str], period: Period) -> dict[str, Stored]:
	"""The stored lines of agents and days by name, as this transaction sees them."""
	ledger = frappe.qb.DocType(LEDGER)
	query = frappe.qb.from_(ledger).where(ledger.agent.isin(among(sorted(set(agents)))))
	query = query.where(ledger.date[period.start : period.end]).orderby(ledger.name)
	rows = query.select("name", "modified", *COLUMNS).run(as_dict=True)
	counts, names = _counts([r.name for r in rows])
	return {
		r.name: Stored(_line(r, counts.get(r.name, {})), r.modified, tuple(names.get(r.name, ())))
		for r in rows
	}


def lock_lines(names: Sequence[str], seen: Mapping[str, Stored], made_at: datetime) -> dict[str, Stored]:
	"""The lines by name as they are committed now; until the transaction ends nobody else writes them.

	seen: what this transaction saw of them; made_at: the moment of those that it has just put down, which have no counts.
	"""
	if not names:
		return {}
	ledger = frappe.qb.DocType(LEDGER)
	query = frappe.qb.from_(ledger).force_index("PRIMARY").where(ledger.name.isin(sorted(names)))
	rows = run(query.orderby(ledger.name).select("name", "modified", *COLUMNS), locking=True)
	locked = {}
	for r in rows:
		before = seen.get(r.name)
		if before and before.modified == r.modified:
			locked[r.name] = Stored(_line(r, before.line.counts), r.modified, before.count_names)
		else:
			locked[r.name] = Stored(_line(r, {}), r.modified, () if r.modified == made_at else None)
	return locked


def make_missing(lines: Iterable[Line]) -> datetime:
	"""Put down those of the lines that are missing, without their counts, and lock them all; gives the moment of the new.

	A line that is there stays as it is, with its own moment.
	"""
	return _insert(sorted(lines, key=lambda line: line.name), only_missing=True)


def write(lines: Sequence[Line], stored: Mapping[str, Stored]) -> None:
	"""Write lines that differ from what is stored and locked, and their counts where these differ, too."""
	ordered = sorted(lines, key=lambda line: line.name)
	_insert(ordered)
	counted = [line for line in ordered if line.name not in stored or _counts_differ(stored[line.name], line)]
	_delete_counts([stored[line.name] for line in counted if line.name in stored])
	_insert_counts(counted)


def _counts_differ(stored: Stored, line: Line) -> bool:
	"""Their figures, or the place that the rows carry with them."""
	if stored.count_names is None:
		return True
	had = stored.line
	if not had.counts and not line.counts:
		return False
	return (had.counts, had.sales_group, had.centre) != (line.counts, line.sales_group, line.centre)


def note_sheet(agent: str, day: date, sheet: str) -> bool:
	"""Write an open sheet into the line of its day, which is there and has none; False: there is no such line.

	Two columns under the row's lock: what another writes into the line meanwhile stays, and who rebuilds it sees by the
	line's moment that somebody was here.
	"""
	name = line_name(agent, day)
	if frappe.db.get_value(LEDGER, name, "sheet_state") != NO_SHEET:
		return False
	frappe.db.set_value(LEDGER, name, {"call_sheet": sheet, "sheet_state": NOT_HANDED_IN})
	return True


def remove(stored: Mapping[str, Stored]) -> None:
	"""Take away locked lines of days that have none any more."""
	if stored:
		_delete_counts(list(stored.values()))
		frappe.db.delete(LEDGER, {"name": ("in", sorted(stored))})


def lines_of_others(centre: str, period: Period, agents: Iterable[str]) -> dict[str, Stored]:
	"""Lines of the centre and days that belong to none of the agents; locked."""
	ledger = frappe.qb.DocType(LEDGER)
	query = (
		frappe.qb.from_(ledger)
		.where((ledger.centre == centre) & ledger.date[period.start : period.end])
		.where(ledger.agent.notin(among(sorted(set(agents)))))
		.select(ledger.agent)
		.distinct()
	)
	others = query.run(pluck=True)
	if not others:
		return {}
	seen = {n: s for n, s in lines_within(others, period).items() if s.line.centre == centre}
	return lock_lines(sorted(seen), seen, now_datetime())


def _counts(names: list[str]) -> tuple[dict[str, dict[tuple[str, str], int]], dict[str, list[str]]]:
	"""The counts of lines, and the names of their rows, by line."""
	counts: dict[str, dict[tuple[str, str], int]] = defaultdict(dict)
	rows: dict[str, list[str]] = defaultdict(list)
	if not names:
		return counts, rows
	row = frappe.qb.DocType(COUNT)
	query = frappe.qb.from_(row).where(row.parent.isin(names))
	for r in query.select(row.name, row.parent, row.kind, row.key, row.calls).run(as_dict=True):
		counts[r.parent][(r.kind, r.key)] = r.calls
		rows[r.parent].append(r.name)
	return counts, rows


def _line(row: frappe._dict, counts: Mapping[tuple[str, str], int]) -> Line:
	values = {column: row[column] for column in COLUMNS}
	for column in (*MONEY, *DAYS):
		values[column] = Decimal(str(values[column] or 0)).quantize(Decimal("0.01"))
	return Line(**values, counts=MappingProxyType(counts))


def normal(line: Line) -> Line:
	"""The line with its decimals as the database keeps them, to compare with what was read."""
	hundredth = Decimal("0.01")
	return replace(line, **{c: getattr(line, c).quantize(hundredth) for c in (*MONEY, *DAYS)})


def _insert(lines: Sequence[Line], only_missing: bool = False) -> datetime:
	"""Write the lines' rows; only_missing: a row that is there is locked and left alone. Gives the moment they carry."""
	moment = now_datetime()
	fields, rows = ("name", *COLUMNS), ((line.name, *_values(line)) for line in lines)
	same = {"creation": moment, "modified": moment}
	upsert_rows(LEDGER, fields, rows, same, only_missing=only_missing)
	return moment


def _values(line: Line) -> tuple:
	return tuple(float(v) if isinstance(v, Decimal) else v for v in (getattr(line, c) for c in COLUMNS))


def _delete_counts(lines: Sequence[Stored]) -> None:
	names = sorted(name for stored in lines for name in stored.count_names or ())
	if names:
		# by the rows' own names: a delete by line would lock the gaps beside it
		frappe.db.sql(
			"delete c from `tabDaily Ledger Count` c force index (primary) where c.name in %s", (names,)
		)
	unseen = sorted(stored.line.name for stored in lines if stored.count_names is None)
	if unseen:
		frappe.db.delete(COUNT, {"parent": ("in", unseen)})


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


def first_day_without_lines(centre: str, days: Period) -> date | None:
	"""The first day since the centre uses the app, or since its first line, on which nobody has a line; None: there is none."""
	ledger = frappe.qb.DocType(LEDGER)
	query = frappe.qb.from_(ledger).where((ledger.centre == centre) & ledger.date[days.start : days.end])
	there = set(query.select(ledger.date).distinct().run(pluck=True))
	opened_on = frappe.db.get_value("Sales Centre", centre, "opened_on")
	first = opened_on or min(there, default=None)
	if first is None or first > days.end:
		return None
	return next((day for day in Period(max(first, days.start), days.end).days() if day not in there), None)
