"""Due Follow-ups: who is due to be called again, by follow-up number; most sales follow the 4th to 11th call (R8)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import frappe
from pypika import Case

from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.customer_lists import LEAD_COLUMNS, MOST_ROWS, NEXT_STEP_FIELDS, leads_query
from dianjian_app.reporting.cut import FirstRows, first_rows
from dianjian_app.reporting.filters import choice_of
from dianjian_app.reporting.period import as_of
from dianjian_app.reporting.summary import card, chart

DONE_BEFORE = {
	"Every Number": None,
	"1st to 3rd": (0, 2),
	"4th to 11th": (3, 10),
	"12th and Later": (11, 9999),
}
"""choice of the filter → how many follow-ups there were before"""
STATUSES = ("Pool", "Held", "Invited", "Visited")
BEST_NUMBERS = range(4, 12)
LAST_BAR = 12


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: until (a day, default today), centre, sales_group, agent,
	source, grade, numbers (a choice of DONE_BEFORE). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	found = get_rows(as_of(filters), choice_of(filters, "numbers", tuple(DONE_BEFORE)), filters)
	return get_columns(), found.rows, found.message, get_chart(found.rows), get_summary(found)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("due", "Due On", "Date", width=100),
		Column("days_late", "Days Late", width=70),
		Column("next_no", "Follow-up No.", width=90),
		*LEAD_COLUMNS,
		Column("next_step", "Next Step", "Data", width=160),
		Column("last_called_at", "Last Called", "Datetime", width=140),
	)


def get_rows(until: date, numbers: str, filters: frappe._dict) -> FirstRows:
	"""The reader's leads that are promised or due until a day, earliest first."""
	lead = frappe.qb.DocType("Call Lead")
	query = leads_query(lead, filters, *NEXT_STEP_FIELDS, "due_on", "product_need", "status")
	query = query.where((lead.next_step_date <= until) | (lead.due_on <= until))
	query = query.where((lead.do_not_call == 0) & lead.status.isin(STATUSES) & (lead.agent != ""))
	if done_before := DONE_BEFORE[numbers]:
		query = query.where(lead.follow_up_no[done_before[0] : done_before[1]])
	due = Case().when(lead.next_step_date.isnotnull(), lead.next_step_date).else_(lead.due_on)
	found = first_rows(query.orderby(due, lead.name), MOST_ROWS)
	today = as_of()
	for row in found.rows:
		row.next_no = (row.follow_up_no or 0) + 1
		row.due = row.next_step_date or row.due_on
		row.days_late = max((today - row.due).days, 0)
	return found


def get_summary(found: FirstRows) -> list[dict[str, Any]]:
	return [
		card("Due", found.total),
		card("4th to 11th", sum(row.next_no in BEST_NUMBERS for row in found.rows), "Green"),
		card("Late", sum(row.days_late > 0 for row in found.rows), "Red"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	counted = Counter(min(row.next_no, LAST_BAR) for row in rows)
	numbers = range(1, LAST_BAR + 1)
	labels = [str(n) if n < LAST_BAR else f"{LAST_BAR}+" for n in numbers]
	return chart(labels, {"Due Follow-ups": [counted[n] for n in numbers]}) if rows else None
