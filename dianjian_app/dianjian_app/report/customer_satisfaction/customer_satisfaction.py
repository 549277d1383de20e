"""Customer Satisfaction: surveys, complaints and praise for each agent, group or month (R27, R41, R42)."""

from __future__ import annotations

from collections.abc import Iterator, Mapping
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from pypika import CustomFunction

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.names import names_of_groups, names_of_staff
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total, total_row
from dianjian_app.service.customer_complaint_events import COMPLAINT

BY_AGENT, BY_GROUP, BY_MONTH = "Telesales Agent", "Sales Group", "Month"
LINKS = {BY_AGENT: "Sales Staff", BY_GROUP: "Sales Group"}
SCORES = (5, 4, 3, 2, 1)
GOOD_MEAN = 4.5
COUNTS = ("surveys", "sum", "complaints", "major", "praise", *(f"s{score}" for score in SCORES))


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, sales_group, agent, by (Telesales
	Agent, Sales Group or Month). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	by = choice_of(filters, "by", (BY_AGENT, BY_GROUP, BY_MONTH))
	rows = get_rows(period_of(filters), by, filters)
	whole = _with_mean(frappe._dict({name: total(rows, name) for name in COUNTS}))
	shown = [*rows, total_row(whole, "label")] if rows else []
	return get_columns(by), shown, None, get_chart(rows), get_summary(whole)


def get_columns(by: str) -> list[dict[str, Any]]:
	return report_columns(
		Column("key", by, "Link" if by in LINKS else "Data", LINKS.get(by), 120),
		Column("label", "Name", "Data", width=110),
		Column("surveys", "Surveys"),
		Column("mean", "Mean Score", "Float"),
		*(Column(f"s{score}", f"Score {score}", width=70) for score in SCORES),
		Column("complaints", "Complaints"),
		Column("major", "Major Complaints"),
		Column("praise", "Praise"),
	)


def get_rows(period: Period, by: str, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each agent, group or month that has a survey, a complaint or praise; one query for each of the three."""
	rows: dict[str, frappe._dict] = {}
	for key, figures in _facts(period, by, filters):
		row = rows.setdefault(key, frappe._dict({"key": key, **dict.fromkeys(COUNTS, 0)}))
		for name, count in figures.items():
			row[name] += count
	names = {BY_AGENT: names_of_staff, BY_GROUP: names_of_groups}
	labels = names[by](rows) if by in names else {}
	for key, row in rows.items():
		row.label = labels.get(key, key) or _("None")
		_with_mean(row)
	return [rows[key] for key in sorted(rows)]


def _facts(period: Period, by: str, filters: frappe._dict) -> Iterator[tuple[str, dict[str, int]]]:
	"""(key, figures) of surveys, complaints and praise."""
	for row in _counted("Customer Survey", "date", period, by, filters, split_by="score"):
		score = int(row.split)
		yield row.key, {"surveys": row.n, "sum": row.n * score, f"s{score}": row.n}
	for row in _counted(
		"Customer Complaint",
		"received_on",
		period,
		by,
		filters,
		split_by="severity",
		only={"kind": COMPLAINT},
	):
		yield row.key, {"complaints": row.n, "major": row.n if row.split == "Major" else 0}
	for row in _counted("Customer Praise", "date", period, by, filters, confirmed=True):
		yield row.key, {"praise": row.n}


def _counted(
	doctype: str,
	day: str,
	period: Period,
	by: str,
	filters: frappe._dict,
	*,
	split_by: str | None = None,
	confirmed: bool = False,
	only: Mapping[str, str] | None = None,
) -> list[frappe._dict]:
	"""The reader's documents of a period, counted by key and by a further field; none without the right to read them."""
	if not frappe.has_permission(doctype, "read"):
		return []
	table = frappe.qb.DocType(doctype)
	month = CustomFunction("date_format", ["day", "pattern"])(table[day], "%Y-%m")
	key = {BY_AGENT: table.agent, BY_GROUP: table.sales_group, BY_MONTH: month}[by]
	query = frappe.qb.from_(table).select(key.as_("key"), Count("*").as_("n")).groupby(key)
	if split_by:
		query = query.select(table[split_by].as_("split")).groupby(table[split_by])
	query = query.where(table[day][period.start : period.end])
	query = query.where(table.docstatus == 1 if confirmed else table.docstatus < 2)
	for field, value in (only or {}).items():
		query = query.where(table[field] == value)
	query = where_equal(query, table, filters, ("centre", "sales_group", "agent"))
	rows = readers_rows(query, table, doctype).run(as_dict=True)
	for row in rows:
		row.key = str(row.key or "")
	return rows


def _with_mean(row: frappe._dict) -> frappe._dict:
	row.mean = round(row.sum / row.surveys, 2) if row.surveys else None
	return row


def get_summary(whole: frappe._dict) -> list[dict[str, Any]]:
	mean = whole.mean or 0
	return [
		card("Surveys", whole.surveys),
		card("Mean Score", mean, "Green" if mean >= GOOD_MEAN else "Orange", "Float"),
		card("Complaints", whole.complaints, "Red" if whole.complaints else "Green"),
		card("Praise", whole.praise, "Green"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	return chart([row.label for row in rows], {"Mean Score": [row.mean or 0 for row in rows]})
