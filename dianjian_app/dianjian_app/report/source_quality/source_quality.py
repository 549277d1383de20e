"""Source Quality: which sources and batches are worth calling, and their ranking (R9)."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import _

from dianjian_app.reporting.cohort import labels_of, read_cohort, sum_of
from dianjian_app.reporting.columns import Column, figure_columns, report_columns
from dianjian_app.reporting.filters import choice_of
from dianjian_app.reporting.grade_columns import grade_labels
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import percent, total_row

BY_SOURCE, BY_BATCH = "Source", "Batch"
RANKS: dict[str, Callable[[frappe._dict], tuple]] = {
	"Visits per Lead": lambda row: (row.visit_rate or 0, row.deals),
	"Deals per Lead": lambda row: (row.deal_rate or 0, row.visited),
	"Intention per Connected": lambda row: (row.intention_rate or 0, row.visited),
}
RENAMED = {"A and B per Connected": "Intention per Connected"}
"""what saved reports may still ask for"""
CHARTED = 12


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date (when leads arrived), centre, sales_group,
	source, by (Source or Batch), ranked_by (one of RANKS). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	by = choice_of(filters, "by", (BY_SOURCE, BY_BATCH))
	asked = filters.get("ranked_by") or ""
	filters["ranked_by"] = RENAMED.get(asked, asked)
	ranked_by = choice_of(filters, "ranked_by", tuple(RANKS))
	rows = get_rows(by, ranked_by, filters)
	whole = _with_rates(sum_of(rows))
	shown = _as_tree(rows) if by == BY_SOURCE else rows
	expected = by == BY_SOURCE and _add_expected_places(shown, RANKS[ranked_by])
	if shown:
		shown.append(total_row({**whole, "key": None, "rank": None, "indent": 0}, "label"))
	return (
		get_columns(by, filters.get("centre"), expected=expected),
		shown,
		None,
		get_chart(rows),
		get_summary(whole),
	)


def get_columns(by: str, centre: str | None = None, *, expected: bool = False) -> list[dict[str, Any]]:
	"""expected: some of the sources shown have a place that was expected of them."""
	if by == BY_SOURCE:
		first = [Column("label", "Channel Source", "Data", width=190)]
	else:
		first = [
			Column("key", "Lead Batch", "Link", "Lead Batch", 150),
			Column("label", "Batch Name", "Data", width=150),
		]
	return report_columns(
		*first,
		Column("rank", "Place", width=60),
		*(
			(
				Column("expected_place", "Expected Place", width=90),
				Column("measured_place", "Measured among These", width=110),
			)
			if expected
			else ()
		),
		*figure_columns(
			("leads", "Leads"),
			("called", "Called"),
			("connected", "Connected"),
			("empty", "Empty Numbers"),
			("wrong", "Wrong Numbers"),
			*grade_labels(_("Grade {0}"), centre).items(),
			("invited", "Invited"),
			("visited", "Visited"),
			("deals", "Deals"),
			("units", "Units Sold"),
			("connect_rate", "Connected of Called", "Percent"),
			("empty_rate", "Empty of Called", "Percent"),
			("wrong_rate", "Wrong of Called", "Percent"),
			("intention_rate", "Intention of Connected", "Percent"),
			("invite_rate", "Invited of Intention", "Percent"),
			("show_rate", "Visited of Invited", "Percent"),
			("deal_of_visit", "Deals of Visited", "Percent"),
			("visit_rate", "Visits per 100 Leads", "Float"),
			("deal_rate", "Deals per 100 Leads", "Float"),
		),
	)


def get_rows(by: str, ranked_by: str, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each source or batch, best first; equal figures share a place and the next is skipped."""
	rows = read_cohort(period_of(filters), by, filters)
	labels = labels_of(rows, by)
	for row in rows:
		row.label = labels.get(row.key, row.key)
		_with_rates(row)
	figure = RANKS[ranked_by]
	ordered = sorted(rows, key=figure, reverse=True)
	for index, row in enumerate(ordered):
		same = index and figure(row) == figure(ordered[index - 1])
		row.rank = ordered[index - 1].rank if same else index + 1
	return ordered


def _with_rates(row: frappe._dict) -> frappe._dict:
	row.connect_rate = percent(row.connected, row.called)
	row.empty_rate = percent(row.empty, row.called)
	row.wrong_rate = percent(row.wrong, row.called)
	row.intention_rate = percent(row.intention, row.connected)
	row.invite_rate = percent(row.invited, row.intention)
	row.show_rate = percent(row.visited, row.invited)
	row.deal_of_visit = percent(row.deals, row.visited)
	row.visit_rate = percent(row.visited, row.leads)
	row.deal_rate = percent(row.deals, row.leads)
	return row


def _add_expected_places(rows: list[frappe._dict], figure: Callable[[frappe._dict], tuple]) -> bool:
	"""Write beside each other which place a source was expected to take and which it takes among those sources.

	Sources and groups of sources alike, by what is below them. Gives whether any of the rows has an expected place.
	"""
	places = dict(
		frappe.get_all(
			"Channel Source", {"expected_place": (">", 0)}, ["name", "expected_place"], as_list=True
		)
	)
	compared = sorted((row for row in rows if row.key in places), key=figure, reverse=True)
	for index, row in enumerate(compared):
		same = index and figure(row) == figure(compared[index - 1])
		row.expected_place = places[row.key]
		row.measured_place = compared[index - 1].measured_place if same else index + 1
	return bool(compared)


def _as_tree(rows: list[frappe._dict]) -> list[frappe._dict]:
	"""Sources below the groups that they belong to; a group has the sums of what is below it."""
	by_name = {row.key: row for row in rows}
	fields = ["name", "parent_channel_source", "lft", "rgt", "is_group"]
	nodes = frappe.get_all("Channel Source", fields=fields, order_by="lft", limit=0)
	depth: dict[str, int] = {}
	shown: list[frappe._dict] = []
	for node in nodes:
		depth[node.name] = depth.get(node.parent_channel_source, -1) + 1
		below = [by_name[n.name] for n in nodes if node.lft <= n.lft <= node.rgt and n.name in by_name]
		if not below:
			continue
		row = by_name.get(node.name) if not node.is_group else None
		if row is None:
			row = _with_rates(sum_of(below, node.name))
			row.label, row.rank, row.is_sum = node.name, None, 1
		row.indent = depth[node.name]
		row.parent_source = node.parent_channel_source
		shown.append(row)
	known = {node.name for node in nodes}
	return shown + [row for row in rows if row.key not in known]


def get_summary(whole: frappe._dict) -> list[dict[str, Any]]:
	return [
		card("Leads", whole.leads),
		card("Connected", whole.connected),
		card("Invited", whole.invited),
		card("Visited", whole.visited, "Green"),
		card("Deals", whole.deals, "Green"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	best = rows[:CHARTED]
	return chart(
		[row.label for row in best],
		{
			"Visits per 100 Leads": [row.visit_rate or 0 for row in best],
			"Deals per 100 Leads": [row.deal_rate or 0 for row in best],
		},
	)
