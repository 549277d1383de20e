"""Enquiries by Category: what customers asked, how much was answered at once, how long the rest took (R41, R55)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import percent, total, total_row
from dianjian_app.service.customer_question_events import OPEN

BY = {
	"Category": ("category", "Complaint Category"),
	"Department": ("department", "Responsible Department"),
	"Asked By": ("agent_name", None),
	"Month": ("month", None),
}
COUNTS = ("asked", "at_once", "passed_on", "open", "overdue", "answered", "days")
FIELDS = (*("category", "department", "agent_name", "stage", "at_once", "date", "due_on", "answered_at"),)


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, sales_group, by (one of BY).

	Raises ReportFilterError, PermissionError.
	"""
	filters = frappe._dict(filters or {})
	by = choice_of(filters, "by", tuple(BY))
	rows = get_rows(period_of(filters), by, filters)
	whole = _with_means(frappe._dict({name: total(rows, name) for name in COUNTS}))
	shown = [*rows, total_row(whole, "key")] if rows else []
	return get_columns(by), shown, None, get_chart(rows), get_summary(whole)


def get_columns(by: str) -> list[dict[str, Any]]:
	link = BY[by][1]
	return report_columns(
		Column("key", by, "Link" if link else "Data", link, 150),
		Column("asked", "Enquiries"),
		Column("at_once", "Answered at Once"),
		Column("share", "At Once of All", "Percent", width=100),
		Column("passed_on", "Passed On"),
		Column("open", "Open"),
		Column("overdue", "Overdue"),
		Column("mean_days", "Days until Answered", "Float"),
	)


def get_rows(period: Period, by: str, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each category, department, person or month: the reader's questions alone, the most asked first."""
	field, today = BY[by][0], getdate()
	rows: dict[str, frappe._dict] = defaultdict(lambda: frappe._dict(dict.fromkeys(COUNTS, 0)))
	for asked in _questions(period, filters):
		row = rows[str(asked.date)[:7] if field == "month" else asked[field] or ""]
		row.asked += 1
		if asked.at_once:
			row.at_once += 1
			continue
		row.passed_on += 1
		is_open = asked.stage == OPEN
		row.open += is_open
		row.overdue += bool(is_open and asked.due_on and asked.due_on < today)
		if asked.answered_at:
			row.answered += 1
			row.days += (getdate(asked.answered_at) - asked.date).days
	return [
		_with_means(row.update({"key": key or _("None")}))
		for key, row in sorted(rows.items(), key=lambda item: (-item[1].asked, item[0]))
	]


def _questions(period: Period, filters: frappe._dict) -> list[frappe._dict]:
	asked = frappe.qb.DocType("Customer Question")
	query = frappe.qb.from_(asked).select(*(asked[f] for f in FIELDS))
	query = query.where(asked.date[period.start : period.end])
	query = where_equal(query, asked, filters, ("centre", "sales_group"))
	return readers_rows(query, asked, "Customer Question").run(as_dict=True)


def _with_means(row: frappe._dict) -> frappe._dict:
	row.share = percent(row.get("at_once") or 0, row.get("asked"))
	row.mean_days = round(row.days / row.answered, 1) if row.get("answered") else None
	return row


def get_summary(whole: frappe._dict) -> list[dict[str, Any]]:
	return [
		card("Enquiries", whole.asked or 0),
		card("Answered at Once", whole.at_once or 0, "Green"),
		card("Open", whole.open or 0, "Orange" if whole.open else "Green"),
		card("Overdue", whole.overdue or 0, "Red" if whole.overdue else "Green"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	series = {
		"Answered at Once": [row.at_once for row in rows],
		"Passed On": [row.passed_on for row in rows],
	}
	return chart([row.key for row in rows], series)
