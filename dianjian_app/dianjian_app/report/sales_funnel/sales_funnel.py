"""The funnel from lead to deal, by source, group, agent, or cohort of batches (R9)."""

from __future__ import annotations

import itertools

import frappe

from dianjian_app.reporting import table
from dianjian_app.reporting.cohort import DIMENSIONS, STEPS, added, labels_of, read_cohort
from dianjian_app.reporting.table import Column, card, percent

LABELS = {
	"leads": "Leads",
	"called": "Called",
	"connected": "Connected",
	"graded_ab": "A and B",
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

NAMED = ("Batch", "Sales Group", "Telesales Agent")
"""whose documents have names that say nothing"""


def execute(filters: dict | None = None):
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date (when leads came in), centre, sales_group,
	agent, source, batch, by (one of cohort.DIMENSIONS). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	by = table.one_of(filters, "by", tuple(DIMENSIONS))
	rows = read_cohort(table.period_of(filters), by, filters)
	labels = labels_of(rows, by)
	for row in rows:
		row.label = labels.get(row.key, row.key)
		_rate(row)
	whole = _rate(added(rows))
	drawn = (
		table.chart([frappe._(LABELS[s]) for s in STEPS], Customers=[whole[s] for s in STEPS])
		if rows
		else None
	)
	cards = [card(LABELS[s], whole[s], "Green" if s in ("visited", "deals") else "Blue") for s in STEPS]
	name = "label" if by in NAMED else "key"
	shown = [*rows, table.total_row({**whole, "key": None}, name)] if rows else []
	return _columns(by), shown, None, drawn, cards


def _rate(row):
	for before, step in itertools.pairwise(STEPS):
		row[f"{step}_rate"] = percent(row[step], row[before])
	return row


def _columns(by: str) -> list[dict]:
	kind = ("Link", LINKS[by]) if by in LINKS else ("Data", None)
	made = [Column("key", by, *kind, width=150)]
	if by in NAMED:
		made.append(Column("label", "Name", "Data", width=130))
	for before, step in zip((None, *STEPS), STEPS, strict=False):
		made.append(Column(step, LABELS[step]))
		if before:
			made.append(Column(f"{step}_rate", "of the step before", "Percent", width=80))
	return table.columns(*made)
