"""电开数据统计表: a month of the daily ledger for each agent, with the totals of groups and centre (R46)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, figure_columns, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.ledger_figures import FIGURES, NAMES, RATES, figures_of, rates_of
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.period import month_of
from dianjian_app.reporting.product_needs import fill_needs, need_figures, sums_of_needs
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: month (YYYY-MM), centre, sales_group, agent. Raises
	ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	agents = get_rows(month_of(filters), filters)
	return (
		get_columns(agents, filters.get("centre")),
		_with_totals(agents),
		None,
		get_chart(agents),
		get_summary(agents),
	)


def get_columns(rows: list[frappe._dict], centre: str | None = None) -> list[dict[str, Any]]:
	return report_columns(
		Column("group_name", "Sales Group", "Data", width=110),
		Column("agent", "Telesales Agent", "Link", "Sales Staff", 110),
		Column("agent_name", "Agent Name", "Data", width=90),
		*figure_columns(*figures_of(centre), *need_figures(rows)),
		*(Column(name, label, "Percent") for name, label, _part, _whole in RATES),
	)


def get_rows(month: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""The ledger's sums for each group and agent, in two queries; the reader's rows alone (R44)."""
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).where(line.date[month.start : month.end])
	query = where_equal(query, line, filters, ("centre", "sales_group", "agent"))
	query = readers_rows(query, line, "Daily Ledger")
	rows = (
		query.select(line.centre, line.sales_group, line.agent, line.agent_name)
		.select(*(Sum(line[name]).as_(name) for name in NAMES))
		.groupby(line.centre, line.sales_group, line.agent, line.agent_name)
		.orderby(line.centre, line.sales_group, line.agent)
		.run(as_dict=True)
	)
	fill_needs(rows, query, line, ("centre", "sales_group", "agent", "agent_name"))
	groups = names_of_groups(row.sales_group for row in rows)
	for row in rows:
		row.group_name = groups.get(row.sales_group, row.sales_group)
		for name, _label, kind in FIGURES:
			row[name] = int(row[name] or 0) if kind == "Int" else float(row[name] or 0)
		row.update(rates_of(row))
	return rows


def _with_totals(agents: list[frappe._dict]) -> list[frappe._dict]:
	"""The agents of each group with the group's total below them, and the total of all at the end."""
	shown: list[frappe._dict] = []
	for _group, members in groupby(agents, key=lambda row: (row.centre, row.sales_group)):
		rows = list(members)
		shown += [*rows, _total_of(rows, _("Group Total"), rows[0].group_name)]
	return [*shown, _total_of(agents, _("Totals"), "")] if shown else []


def _total_of(rows: list[frappe._dict], label: str, group_name: str) -> frappe._dict:
	sums = {name: total(rows, name) for name in NAMES}
	marks = {"agent_name": label, "group_name": group_name, "bold": 1, "is_sum": 1}
	return frappe._dict({**sums, **sums_of_needs(rows), **rates_of(sums), **marks})


def get_summary(agents: list[frappe._dict]) -> list[dict[str, Any]]:
	return [
		card("Customers Connected", total(agents, "connected")),
		card("Invitations", total(agents, "invited")),
		card("Counted Visits", total(agents, "visits"), "Green"),
		card("Deals", total(agents, "deals"), "Green"),
	]


def get_chart(agents: list[frappe._dict]) -> dict[str, Any] | None:
	return chart(
		[row.agent_name for row in agents],
		{
			"Customers Connected": [row.connected for row in agents],
			"Counted Visits": [row.visits for row in agents],
		},
	)
