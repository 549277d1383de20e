"""Missing Deal Papers: what the files of deals wait for, by when, and from whom (R55)."""

from __future__ import annotations

from collections import Counter
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.customer_lists import MOST_ROWS
from dianjian_app.reporting.cut import FirstRows, first_rows
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.visits.deal_file_events import OPEN

WHENEVER, OVERDUE, THIS_WEEK = "Whenever", "Overdue", "This Week"
FILE_FIELDS = ("name", "customer_name", "deal", "deal_date", "product_type", "consultant_name", "sales_group")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: due (one of the three), centre, sales_group, responsible.

	Raises ReportFilterError, PermissionError.
	"""
	filters, today = frappe._dict(filters or {}), getdate()
	due = choice_of(filters, "due", (WHENEVER, OVERDUE, THIS_WEEK))
	found = get_rows(due, filters, today)
	return get_columns(), found.rows, found.message, get_chart(found.rows), get_summary(found)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("name", "Deal File", "Link", "Deal File", 130),
		Column("customer_name", "Customer Name", "Data", width=100),
		Column("paper", "Paper", "Data", width=140),
		Column("due_on", "Due On", "Date", width=100),
		Column("days_late", "Days Overdue", width=80),
		Column("responsible_name", "Responsible", "Data", width=100),
		Column("consultant_name", "Sales Consultant", "Data", width=100),
		Column("deal_date", "Deal Date", "Date", width=100),
		Column("product_type", "Product Type", "Link", "Product Type", 100),
		Column("sales_group", "Sales Group", "Link", "Sales Group", 120),
		Column("deal", "Sales Deal", "Link", "Sales Deal", 130),
	)


def get_rows(due: str, filters: frappe._dict, today: date) -> FirstRows:
	"""The required papers that the reader's open files lack, the longest overdue first."""
	file, row = frappe.qb.DocType("Deal File"), frappe.qb.DocType("Deal Paper")
	person = frappe.qb.DocType("Sales Staff")
	query = (
		frappe.qb.from_(file)
		.join(row)
		.on((row.parent == file.name) & (row.parenttype == "Deal File"))
		.left_join(person)
		.on(person.name == row.responsible)
		.select(*(file[f] for f in FILE_FIELDS), row.paper, row.due_on)
		.select(person.staff_name.as_("responsible_name"))
		.where((file.stage == OPEN) & (row.required == 1) & row.received_on.isnull())
		.orderby(row.due_on, file.name, row.idx)
	)
	if due == OVERDUE:
		query = query.where(row.due_on < today)
	if due == THIS_WEEK:
		query = query.where(row.due_on <= today + timedelta(days=6 - today.weekday()))
	query = where_equal(query, file, filters, ("centre", "sales_group"))
	query = where_equal(query, row, filters, ("responsible",))
	found = first_rows(readers_rows(query, file, "Deal File"), MOST_ROWS)
	for line in found.rows:
		line.days_late = max(0, (today - line.due_on).days) if line.due_on else 0
	return found


def get_summary(found: FirstRows) -> list[dict[str, Any]]:
	late = sum(bool(row.days_late) for row in found.rows)
	return [
		card("Papers Missing", found.total, "Orange" if found.total else "Green"),
		card("Overdue", late, "Red" if late else "Green"),
		card("Files Not Complete", len({row.name for row in found.rows})),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	counted = Counter(row.responsible_name or _("Nobody named") for row in rows)
	return chart(list(counted), {"Papers Missing": list(counted.values())})
