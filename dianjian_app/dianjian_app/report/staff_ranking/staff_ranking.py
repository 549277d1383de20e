"""Staff Ranking: the places of agents or groups in a month, quarter or year (R24, R26).

Public to the centre's staff: names and figures, nothing about a customer.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, figure_columns, report_columns
from dianjian_app.reporting.filters import choice_of
from dianjian_app.reporting.grade_columns import grade_labels
from dianjian_app.reporting.period import month_of
from dianjian_app.reporting.ranking import (
	BY_AGENT,
	BY_GROUP,
	ORDERS,
	POPULATIONS,
	RATES_OF_GRADES,
	SUMS,
	read_ranking,
)
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import percent, total, total_row

SPANS = ("Month", "Quarter", "Year")
CHARTED = 15


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: span (one of SPANS), month (YYYY-MM, a month of it), centre,
	sales_group, by, population, ranked_by. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	by = choice_of(filters, "by", (BY_AGENT, BY_GROUP))
	rows = get_rows(by, filters)
	shown = [*rows, total_row(_sums_of(rows), "label")] if rows else []
	return get_columns(by, filters.get("centre")), shown, None, get_chart(rows), get_summary(rows)


def get_columns(by: str, centre: str | None = None) -> list[dict[str, Any]]:
	grades = grade_labels(_("Visits per {0}"), centre)
	if by == BY_AGENT:
		who = [
			Column("key", "Telesales Agent", "Link", "Sales Staff", 110),
			Column("label", "Agent Name", "Data", width=90),
			Column("group_name", "Sales Group", "Data", width=100),
		]
	else:
		who = [
			Column("key", "Sales Group", "Link", "Sales Group", 140),
			Column("label", "Group Name", "Data", width=100),
		]
	return report_columns(
		Column("place", "Place", width=60),
		*who,
		*figure_columns(
			("visits", "Counted Visits"),
			("deals", "Deals"),
			("deal_units", "Units Sold"),
			("deal_amount", "Deal Amount", "Currency"),
			("invited", "Invitations"),
			("connected", "Customers Connected"),
			("presence", "Presence", "Float"),
			("visit_rate", "Visits per Invitation", "Percent"),
			("deal_rate", "Deals per Visit", "Percent"),
			*((RATES_OF_GRADES[column], label, "Percent") for column, label in grades.items()),
		),
	)


def get_rows(by: str, filters: frappe._dict) -> list[frappe._dict]:
	"""The places of the filters' period, best first."""
	return read_ranking(
		period_around(month_of(filters), choice_of(filters, "span", SPANS)),
		by=by,
		population=choice_of(filters, "population", POPULATIONS),
		ranked_by=choice_of(filters, "ranked_by", ORDERS),
		centre=filters.centre,
		sales_group=filters.sales_group,
	)


def period_around(month: Period, span: str) -> Period:
	"""The month itself, or the calendar quarter or year that it lies in."""
	if span == "Quarter":
		return Period.quarter_of(month.start)
	return Period.year_of(month.start) if span == "Year" else month


def _sums_of(rows: list[frappe._dict]) -> dict[str, Any]:
	sums: dict[str, Any] = {name: total(rows, name) for name in SUMS}
	sums["visit_rate"] = percent(sums["visits"], sums["invited"])
	sums["deal_rate"] = percent(sums["deals"], sums["visits"])
	return sums


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	return [
		card("Counted Visits", total(rows, "visits"), "Green"),
		card("Deals", total(rows, "deals"), "Green"),
		card("Deal Amount", float(total(rows, "deal_amount")), "Green", "Currency"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	best = rows[:CHARTED]
	return chart(
		[row.label for row in best],
		{"Counted Visits": [row.visits for row in best], "Units Sold": [row.deal_units for row in best]},
	)
