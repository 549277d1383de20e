"""Complaint Analysis: what customers complained of and suggested, who answered, how long it took (R41)."""

from __future__ import annotations

from collections import Counter, defaultdict
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
from dianjian_app.reporting.totals import total, total_row
from dianjian_app.service.customer_complaint_events import CLOSED, COMPLAINT, MAJOR, SOLVED

BY = {
	"Category": ("category", "Complaint Category"),
	"Responsible Department": ("department", "Responsible Department"),
	"Month": ("month", None),
}
COUNTS = (
	*("complaints", "major", "opinions", "open", "overdue", "solved", "days", "satisfied", "unsatisfied"),
	"repeated",
)
FIELDS = (
	*("name", "kind", "severity", "category", "department", "stage", "received_on", "creation", "due_on"),
	*("solved_on", "customer_satisfied"),
)


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, sales_group, kind, by (Category,
	Responsible Department or Month). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	by = choice_of(filters, "by", tuple(BY))
	rows = get_rows(period_of(filters), by, filters)
	whole = _with_mean(frappe._dict({name: total(rows, name) for name in COUNTS}))
	shown = [*rows, total_row(whole, "key")] if rows else []
	return get_columns(by), shown, None, get_chart(rows), get_summary(whole)


def get_columns(by: str) -> list[dict[str, Any]]:
	link = BY[by][1]
	return report_columns(
		Column("key", by, "Link" if link else "Data", link, 150),
		Column("complaints", "Complaints"),
		Column("major", "Major Complaints"),
		Column("opinions", "Opinions and Suggestions"),
		Column("open", "Open"),
		Column("overdue", "Overdue"),
		Column("solved", "Solved"),
		Column("mean_days", "Days to Solve", "Float"),
		Column("satisfied", "Satisfied"),
		Column("unsatisfied", "Not Satisfied"),
		Column("repeated", "Repeated Causes"),
	)


def get_rows(period: Period, by: str, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each category, department or month; repeated: those whose category the same department had before
	within the period."""
	rows: dict[str, frappe._dict] = defaultdict(lambda: frappe._dict(dict.fromkeys(COUNTS, 0)))
	had: Counter[tuple[str, str]] = Counter()
	field, today = BY[by][0], getdate()
	for complaint in _complaints(period, filters):
		key = str(complaint.received_on)[:7] if field == "month" else complaint[field] or ""
		row = rows[key]
		done = complaint.stage in (SOLVED, CLOSED)
		row.complaints += complaint.kind == COMPLAINT
		row.opinions += complaint.kind != COMPLAINT
		row.major += complaint.severity == MAJOR and complaint.kind == COMPLAINT
		row.open += not done
		row.overdue += bool(not done and complaint.due_on and complaint.due_on < today)
		row.solved += done
		if done and complaint.solved_on:
			row.days += max(0, (complaint.solved_on - getdate(complaint.creation)).days)
		row.satisfied += complaint.customer_satisfied == "Satisfied"
		row.unsatisfied += complaint.customer_satisfied == "Not Satisfied"
		cause = (complaint.category or "", complaint.department or "")
		row.repeated += bool(complaint.category) and had[cause] > 0
		had[cause] += 1
	for key, row in rows.items():
		row.key = key or _("None")
		_with_mean(row)
	return [rows[key] for key in sorted(rows)]


def _complaints(period: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""The reader's complaints of a period, the earliest first; none without the right to read them."""
	if not frappe.has_permission("Customer Complaint", "read"):
		return []
	table = frappe.qb.DocType("Customer Complaint")
	query = frappe.qb.from_(table).select(*(table[field] for field in FIELDS))
	query = query.where(table.received_on[period.start : period.end])
	query = where_equal(query, table, filters, ("centre", "sales_group", "kind"))
	query = query.orderby(table.received_on).orderby(table.name)
	return readers_rows(query, table, "Customer Complaint").run(as_dict=True)


def _with_mean(row: frappe._dict) -> frappe._dict:
	row.mean_days = round(row.days / row.solved, 1) if row.solved else None
	return row


def get_summary(whole: frappe._dict) -> list[dict[str, Any]]:
	return [
		card("Complaints", whole.complaints, "Red" if whole.complaints else "Green"),
		card("Open", whole.open, "Orange" if whole.open else "Green"),
		card("Overdue", whole.overdue, "Red" if whole.overdue else "Green"),
		card("Days to Solve", whole.mean_days or 0, "Blue", "Float"),
		card("Repeated Causes", whole.repeated, "Orange" if whole.repeated else "Green"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	return chart(
		[row.key for row in rows],
		{
			"Complaints": [row.complaints for row in rows],
			"Opinions and Suggestions": [row.opinions for row in rows],
		},
	)
