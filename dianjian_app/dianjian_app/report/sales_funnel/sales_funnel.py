"""Sales Funnel: how many leads reach each step from lead to deal, by source, group, agent or cohort (R9)."""

from __future__ import annotations

import itertools
from typing import Any

import frappe
from frappe import _

from dianjian_app.reporting.cohort import DIMENSIONS, STEPS, labels_of, read_cohort, sum_of
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import percent, total_row

LABELS = {
	"leads": "Leads",
	"called": "Called",
	"connected": "Connected",
	"intention": "Intention Customers",
	"invited": "Invited",
	"visited": "Visited",
	"deals": "Deals",
}
LINKS = {
	"Source": "Channel Source",
	"Batch": "Lead Batch",
	"Sales Group": "Sales Group",
	"Telesales Agent": "Sales Staff",
}
WITH_NAME = ("Batch", "Sales Group", "Telesales Agent")
"""dimensions whose documents need a name beside their key"""


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date (when leads arrived), centre, sales_group,
	agent, source, batch, by (one of cohort.DIMENSIONS). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	by = choice_of(filters, "by", tuple(DIMENSIONS))
	rows = get_rows(by, filters)
	whole = _with_rates(sum_of(rows))
	shown = [*rows, total_row({**whole, "key": None}, _name_column(by))] if rows else []
	return get_columns(by), shown, None, get_chart(whole) if rows else None, get_summary(whole)


def get_columns(by: str) -> list[dict[str, Any]]:
	columns = [Column("key", by, "Link" if by in LINKS else "Data", LINKS.get(by), 150)]
	if by in WITH_NAME:
		columns.append(Column("label", "Name", "Data", width=130))
	columns.append(Column(STEPS[0], LABELS[STEPS[0]]))
	for step in STEPS[1:]:
		columns.append(Column(step, LABELS[step]))
		columns.append(Column(f"{step}_rate", "of the step before", "Percent", width=80))
	return report_columns(*columns)


def get_rows(by: str, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each value of the dimension, each step with its share of the step before."""
	rows = read_cohort(period_of(filters), by, filters)
	labels = labels_of(rows, by)
	for row in rows:
		row.label = labels.get(row.key, row.key)
		_with_rates(row)
	return rows


def _with_rates(row: frappe._dict) -> frappe._dict:
	for before, step in itertools.pairwise(STEPS):
		row[f"{step}_rate"] = percent(row[step], row[before])
	return row


def _name_column(by: str) -> str:
	return "label" if by in WITH_NAME else "key"


def get_summary(whole: frappe._dict) -> list[dict[str, Any]]:
	return [card(LABELS[s], whole[s], "Green" if s in ("visited", "deals") else "Blue") for s in STEPS]


def get_chart(whole: frappe._dict) -> dict[str, Any] | None:
	return chart([_(LABELS[s]) for s in STEPS], {"Customers": [whole[s] for s in STEPS]})
