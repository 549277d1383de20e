"""Quota Shortfall Today: which agents still have how many customers to connect, and what that would cost (R20)."""

from __future__ import annotations

from typing import Any

import frappe

from dianjian_app.reporting.columns import Column, figure_columns, report_columns
from dianjian_app.reporting.period import as_of
from dianjian_app.reporting.shortfall import read_shortfall
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: centre, sales_group. The day is always today; figures are those
	of the sheets as they stand, confirmed or not. Raises PermissionError."""
	filters = filters or {}
	frappe.has_permission("Daily Ledger", "read", throw=True)
	rows = read_shortfall(as_of(), filters.get("centre"), filters.get("sales_group"))
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("sales_group", "Sales Group", "Link", "Sales Group", 120),
		Column("agent", "Telesales Agent", "Link", "Sales Staff", 110),
		Column("agent_name", "Agent Name", "Data", width=90),
		Column("presence", "Presence", "Float", width=80),
		*figure_columns(
			("target", "Target"),
			("calls", "Calls Made"),
			("connected", "Customers Connected"),
			("missing", "Still Missing"),
			("intention", "Intention Customers"),
		),
		Column("cost", "Would Cost", "Currency", width=100),
		Column("state", "Sheet", "Data", width=90),
		Column("call_sheet", "Call Sheet", "Link", "Call Sheet", 130),
	)


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	missing = total(rows, "missing")
	return [
		card("Agents There", len(rows)),
		card("Customers Connected", total(rows, "connected"), "Green"),
		card("Still Missing", missing, "Red" if missing else "Green"),
		card("Would Cost", float(total(rows, "cost")), "Orange", "Currency"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	return chart(
		[row.agent_name for row in rows],
		{
			"Customers Connected": [row.connected for row in rows],
			"Still Missing": [row.missing for row in rows],
		},
	)
