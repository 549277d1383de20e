"""Flags Raised: what people were to look at, by kind, how long it waits and what it was (R17, R33, R42)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total, total_row
from dianjian_app.service.flags.detectors import Kind
from dianjian_app.service.flags.review_flag_events import IN_ORDER, NOT_IN_ORDER

COUNTS = ("raised", "open", "in_order", "not_in_order")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre. Raises ReportFilterError."""
	filters = frappe._dict(filters or {})
	rows = get_rows(period_of(filters), filters)
	whole = frappe._dict({name: total(rows, name) for name in COUNTS})
	whole.oldest = max((row.oldest for row in rows), default=0)
	shown = [*rows, total_row(whole, "kind")] if rows else []
	return get_columns(), shown, None, get_chart(rows), get_summary(whole)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("kind", "What to Look At", "Data", width=180),
		Column("raised", "Raised"),
		Column("open", "To Look At"),
		Column("in_order", IN_ORDER),
		Column("not_in_order", NOT_IN_ORDER),
		Column("oldest", "Days the Oldest Waits"),
	)


def get_rows(period: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each kind that was raised, in the order of the kinds. The reader's flags alone."""
	by_kind = {
		kind.value: frappe._dict({"kind_key": kind.value, "kind": _(kind.value), "oldest": 0})
		for kind in Kind
	}
	for row in by_kind.values():
		row.update(dict.fromkeys(COUNTS, 0))
	today = getdate()
	for flag in _flags(period, filters):
		row = by_kind[flag.kind]
		row.raised += 1
		row.open += not flag.result
		row.in_order += flag.result == IN_ORDER
		row.not_in_order += flag.result == NOT_IN_ORDER
		if not flag.result:
			row.oldest = max(row.oldest, (today - getdate(flag.flagged_at)).days)
	return [row for row in by_kind.values() if row.raised]


def _flags(period: Period, filters: frappe._dict) -> list[frappe._dict]:
	flag = frappe.qb.DocType("Review Flag")
	query = frappe.qb.from_(flag).select(flag.kind, flag.result, flag.flagged_at)
	query = query.where(flag.date[period.start : period.end])
	query = where_equal(query, flag, filters, ("centre",))
	return readers_rows(query, flag, "Review Flag").run(as_dict=True)


def get_summary(whole: frappe._dict) -> list[dict[str, Any]]:
	return [
		card("Raised", whole.raised),
		card("To Look At", whole.open, "Red" if whole.open else "Green"),
		card("Not in Order", whole.not_in_order, "Orange" if whole.not_in_order else "Green"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	return chart(
		[row.kind for row in rows],
		{"Raised": [row.raised for row in rows], "To Look At": [row.open for row in rows]},
	)
