"""Settlement Comparison: a month's settlement beside the month before, for each agent and rule (R31)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe.query_builder.functions import Sum
from frappe.utils import add_days

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.period import month_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total

BY_AGENT, BY_RULE = "Telesales Agent", "Rule"
AMOUNTS = (("now", "This Month"), ("then", "Month Before"), ("difference", "Difference"))


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: centre, agent, month (YYYY-MM), by (Telesales Agent or Rule).
	Lines count as they stand, published or not. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	by = choice_of(filters, "by", (BY_AGENT, BY_RULE))
	rows = get_rows(month_of(filters), by, filters)
	return get_columns(by), rows, None, get_chart(rows), get_summary(rows)


def get_columns(by: str) -> list[dict[str, Any]]:
	return report_columns(
		Column("agent", "Telesales Agent", "Link", "Sales Staff", 110),
		Column("agent_name", "Name", "Data", width=120),
		*([Column("family", "Rule", "Data", width=120)] if by == BY_RULE else []),
		*(Column(name, label, "Currency", width=110) for name, label in AMOUNTS),
	)


def get_rows(month: Period, by: str, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each person or group, and for each rule if asked; two queries."""
	before = Period.month_of(add_days(month.start, -1))
	rows: dict[tuple[str, str, str], frappe._dict] = {}
	for column, period in (("now", month), ("then", before)):
		for line in _settled(period, filters):
			name = line.agent_name or line.sales_group or ""
			key = (line.agent or "", name, line.family if by == BY_RULE else "")
			new = {"agent": line.agent, "agent_name": name, "family": key[2], "now": 0.0, "then": 0.0}
			rows.setdefault(key, frappe._dict(new))[column] += float(line.amount or 0)
	shown = [rows[key] for key in sorted(rows)]
	for row in shown:
		row.difference = round(row.now - row.then, 2)
	return shown


def _settled(month: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""The money of a month's settlement lines for each agent, group and rule."""
	line, settlement = frappe.qb.DocType("Settlement Line"), frappe.qb.DocType("Incentive Settlement")
	query = (
		frappe.qb.from_(line)
		.join(settlement)
		.on(line.parent == settlement.name)
		.select(line.agent, line.agent_name, line.sales_group, line.family, Sum(line.amount).as_("amount"))
		.where((settlement.month == month.month_text) & (settlement.docstatus < 2))
		.where((line.line_state == "Normal") & (line.outcome_type == "Money"))
		.groupby(line.agent, line.agent_name, line.sales_group, line.family)
	)
	query = where_equal(query, settlement, filters, ("centre",))
	query = where_equal(query, line, filters, ("agent",))
	return readers_rows(query, settlement, "Incentive Settlement").run(as_dict=True)


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	colours = {"now": "Blue", "then": "Grey", "difference": "Orange"}
	return [card(label, total(rows, name), colours[name], "Currency") for name, label in AMOUNTS]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	sums: dict[str, list[float]] = defaultdict(lambda: [0.0, 0.0])
	for row in rows:
		sums[row.agent_name][0] += row.now
		sums[row.agent_name][1] += row.then
	return chart(
		list(sums),
		{"This Month": [now for now, _then in sums.values()], "Month Before": [t for _n, t in sums.values()]},
	)
