"""Deals by Follow-ups: after how many conversations customers bought ("80 % on the 4th to 11th"; R8)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import percent, total_row

USUAL = range(4, 12)
"""the follow-ups on which four of five customers are said to buy"""
MOST = 20
"""what lies above stands in one row"""


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date (of the deals), centre, sales_group, agent.
	Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	deals = follow_ups_of_deals(period_of(filters), filters)
	rows = get_rows(deals)
	usual = sum(number in USUAL for number in deals.values())
	shown = [*rows, total_row({"deals": len(deals), "share": 100.0}, "label")] if rows else []
	cards = [
		card("Deals", len(deals), "Green"),
		card("Share on the 4th to 11th", percent(usual, len(deals)) or 0, "Blue", "Percent"),
	]
	return get_columns(), shown, None, get_chart(rows), cards


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("label", "Follow-ups Until the Deal", "Data", width=150),
		Column("deals", "Deals"),
		Column("share", "Share", "Percent"),
	)


def follow_ups_of_deals(period: Period, filters: frappe._dict) -> dict[str, int]:
	"""Deal → valid conversations with its customer up to the day of the deal, on sheets that stand; the reader's deals."""
	deal, row = frappe.qb.DocType("Sales Deal"), frappe.qb.DocType("Call Sheet Row")
	query = frappe.qb.from_(deal).where((deal.docstatus == 1) & deal.date[period.start : period.end])
	query = where_equal(query, deal, filters, ("centre", "sales_group", "agent"))
	query = readers_rows(query, deal, "Sales Deal")
	spoken = (row.lead == deal.lead) & (row.date <= deal.date) & (row.is_valid == 1) & (row.docstatus < 2)
	query = query.left_join(row).on(spoken).select(deal.name, Count(row.name).as_("spoken"))
	return {found.name: found.spoken for found in query.groupby(deal.name).run(as_dict=True)}


def get_rows(deals: dict[str, int]) -> list[frappe._dict]:
	"""A row for each number from the fewest to the most follow-ups, those without a deal too."""
	counts = Counter(min(number, MOST) for number in deals.values())
	if not counts:
		return []
	return [
		frappe._dict(
			number=number,
			label=_("{0} and more").format(number) if number == MOST else str(number),
			deals=counts[number],
			share=percent(counts[number], len(deals)),
		)
		for number in range(min(counts), max(counts) + 1)
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	return chart([row.label for row in rows], {"Deals": [row.deals for row in rows]})
