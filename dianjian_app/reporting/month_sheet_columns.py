"""Which columns a month sheet has, on screen, on paper and in Excel (R33)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from typing import Any

from frappe import _

from dianjian_app.attendance.month_sheet import SYMBOLS, Totals
from dianjian_app.people.period import Period
from dianjian_app.reporting.month_sheet import SheetRow

DAYS = (
	("planned", "Planned Days", "Float"),
	("attended", "Days Attended", "Float"),
	("outing", "Outings", "Float"),
	("absent", "Days Absent", "Float"),
	("undecided", "Not Decided", "Float"),
	("leave_days", "Days of Leave", "Float"),
)
TIMES = (
	("late_times", "Times Late", "Int"),
	("late_minutes", "Minutes Late", "Int"),
	("early_times", "Times Left Early", "Int"),
	("early_minutes", "Minutes Left Early", "Int"),
	("missing_punches", "Missing Punches", "Int"),
	("overtime_hours", "Hours of Overtime", "Float"),
)


def leave_types(rows: Iterable[SheetRow]) -> list[str]:
	"""The types of leave that were taken, in the order of the legend; others behind them."""
	taken = {kind for row in rows for kind in row.totals.leave}
	order = list(SYMBOLS)
	return sorted(taken, key=lambda kind: (order.index(kind) if kind in order else len(order), kind))


def figure_columns(types: Sequence[str]) -> list[tuple[str, str, str]]:
	"""(name, label in the reader's language, Frappe's field type) of the totals, a column for each type of leave."""
	of_types = [(f"leave_{n}", _(kind or "Leave"), "Float") for n, kind in enumerate(types)]
	return [
		*((name, _(label), kind) for name, label, kind in DAYS),
		*of_types,
		*((name, _(label), kind) for name, label, kind in TIMES),
	]


def figures_shown(totals: Totals, types: Sequence[str]) -> dict[str, float]:
	"""The totals by the names of `figure_columns`."""
	found = {
		name: getattr(totals, name) for name, _label, _kind in (*DAYS, *TIMES) if name != "overtime_hours"
	}
	found["overtime_hours"] = round(totals.overtime_minutes / 60, 2)
	return {**found, **{f"leave_{n}": totals.leave.get(kind, 0.0) for n, kind in enumerate(types)}}


def boxes(row: SheetRow, month: Period) -> dict[str, Any]:
	"""What stands in the boxes of the days, by d1 to d31."""
	return {f"d{day.day}": row.text_on(day) for day in month.days()}


def sum_of(rows: Iterable[SheetRow]) -> Totals:
	"""The totals of several people."""
	found = Totals()
	for row in rows:
		found.add(row.totals)
	return found
