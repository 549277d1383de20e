"""Recycle List: leads of grade A, B and C that come back to be called again (R8)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days

from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.customer_lists import LEAD_COLUMNS, MOST_ROWS, leads_query
from dianjian_app.reporting.cut import FirstRows, first_rows
from dianjian_app.reporting.period import as_of
from dianjian_app.reporting.summary import card, chart

DAYS_AHEAD = 7


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: until (a day, default in DAYS_AHEAD days), centre, sales_group,
	agent, source, grade. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	until = as_of(filters) if filters.get("until") else add_days(as_of(), DAYS_AHEAD)
	found = get_rows(until, filters)
	return get_columns(), found.rows, found.message, get_chart(found.rows), get_summary(found)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("due_on", "Due On", "Date", width=100),
		Column("days_late", "Days Late", width=70),
		Column("held", "Held or Pool", "Data", width=80),
		*LEAD_COLUMNS,
		Column("follow_up_no", "Follow-up No.", width=80),
		Column("last_connected_at", "Last Connected", "Datetime", width=140),
	)


def get_rows(until: date, filters: frappe._dict) -> FirstRows:
	"""The reader's leads in the pool or held that are due until a day, earliest first."""
	lead = frappe.qb.DocType("Call Lead")
	query = leads_query(lead, filters, "due_on", "follow_up_no", "last_connected_at", "status")
	query = query.where((lead.due_on <= until) & (lead.do_not_call == 0) & lead.status.isin(["Pool", "Held"]))
	found = first_rows(query.orderby(lead.due_on, lead.name), MOST_ROWS)
	today = as_of()
	for row in found.rows:
		row.days_late = max((today - row.due_on).days, 0)
		row.held = _("Held") if row.agent else _("Pool")
	return found


def get_summary(found: FirstRows) -> list[dict[str, Any]]:
	in_pool = sum(not row.agent for row in found.rows)
	return [card("Due", found.total), card("Pool", in_pool), card("Held", len(found.rows) - in_pool, "Green")]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	by_grade = Counter(row.grade or _("None") for row in rows)
	return chart(sorted(by_grade), {"Due": [by_grade[grade] for grade in sorted(by_grade)]})
