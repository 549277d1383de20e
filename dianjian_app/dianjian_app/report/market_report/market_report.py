"""Market Report: the month's market notes by project, with what changed in price since the month before (R51)."""

from __future__ import annotations

from typing import Any

import frappe
from pypika.functions import Avg

from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.period import month_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart

NOTE = "Market Note"


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: month, centre, kind. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	month = month_of(filters)
	rows = get_rows(month, filters)
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("name", NOTE, "Link", NOTE, 130),
		Column("project", "Project", "Data", width=130),
		Column("kind", "Kind", "Data", width=100),
		Column("noted_on", "Noted On", "Date", width=100),
		Column("price", "Price", "Currency", width=110),
		Column("price_change", "Change to the Month Before", "Percent", width=150),
		Column("source", "Source", "Data", width=120),
		Column("title", "Title", "Data", width=180),
		Column("text", "Text", "Data", width=320),
		Column("agent_name", "Name", "Data", width=90),
	)


def get_rows(month: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each note of the month that the reader may see, by project; price_change: in per cent, against the mean
	of the project's notes of the month before."""
	table = frappe.qb.DocType(NOTE)
	fields = ("name", "project", "kind", "noted_on", "price", "source", "title", "text", "agent_name")
	query = frappe.qb.from_(table).select(*(table[field] for field in fields))
	query = query.where(table.noted_on[month.start : month.end])
	query = where_equal(query, table, filters, ("centre", "kind"))
	query = query.orderby(table.project).orderby(table.noted_on).orderby(table.name)
	rows = readers_rows(query, table, NOTE).run(as_dict=True)
	before = _mean_prices(Period.month_of(month.start - ONE_DAY), filters)
	for row in rows:
		row.kind = frappe._(row.kind)
		mean = before.get(row.project)
		row.price_change = round(100 * (float(row.price) / mean - 1), 1) if row.price and mean else None
	return rows


def _mean_prices(month: Period, filters: frappe._dict) -> dict[str, float]:
	"""project → mean price of the reader's notes of a month."""
	table = frappe.qb.DocType(NOTE)
	query = frappe.qb.from_(table).select(table.project, Avg(table.price).as_("price"))
	query = query.where(table.noted_on[month.start : month.end] & (table.price > 0))
	query = where_equal(query, table, filters, ("centre",)).groupby(table.project)
	rows = readers_rows(query, table, NOTE).run(as_dict=True)
	return {row.project: float(row.price) for row in rows if row.project}


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	return [
		card("Market Notes", len(rows), "Blue"),
		card("Projects", len({row.project for row in rows if row.project}), "Blue"),
		card("People Who Noted", len({row.agent_name for row in rows}), "Green"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	"""Mean price by project."""
	prices: dict[str, list[float]] = {}
	for row in rows:
		if row.price and row.project:
			prices.setdefault(row.project, []).append(float(row.price))
	means = {project: round(sum(found) / len(found)) for project, found in prices.items()}
	return chart(list(means), {"Price": list(means.values())})
