"""Source quality: which resources are worth calling, per source and batch, and their ranking (R9)."""

from __future__ import annotations

import frappe

from dianjian_app.reporting import table
from dianjian_app.reporting.cohort import GRADES, added, labels_of, read_cohort
from dianjian_app.reporting.table import Column, card, percent

BY_SOURCE, BY_BATCH = "Source", "Batch"
RANKS = {
	"Visits per Lead": lambda r: (r.visit_rate or 0, r.deals),
	"Deals per Lead": lambda r: (r.deal_rate or 0, r.visited),
	"A and B per Connected": lambda r: (r.ab_rate or 0, r.visited),
}


def execute(filters: dict | None = None):
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date (when leads came in), centre, sales_group,
	source, by (Source or Batch), ranked_by (one of RANKS). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	period = table.period_of(filters)
	by = table.one_of(filters, "by", (BY_SOURCE, BY_BATCH))
	ranked_by = table.one_of(filters, "ranked_by", tuple(RANKS))
	rows = read_cohort(period, by, filters)
	whole = added(rows)
	labels = labels_of(rows, by)
	for row in rows:
		_rates(row)
		row.label = labels.get(row.key, row.key)
	_rank(rows, ranked_by)
	shown = _as_tree(rows) if by == BY_SOURCE else sorted(rows, key=lambda r: r.rank)
	if shown:
		_rates(whole)
		shown.append(table.total_row({**whole, "key": None, "rank": None, "indent": 0}, "label"))
	best = sorted(rows, key=lambda r: r.rank)[:12]
	drawn = table.chart(
		[r.label for r in best],
		Visits_per_100_Leads=[r.visit_rate or 0 for r in best],
		Deals_per_100_Leads=[r.deal_rate or 0 for r in best],
	)
	return _columns(by), shown, None, drawn, _cards(whole)


def _columns(by: str) -> list[dict]:
	first = (
		Column("label", "Channel Source", "Data", width=190)
		if by == BY_SOURCE
		else Column("key", "Lead Batch", "Link", "Lead Batch", 150)
	)
	names = [Column("label", "Batch Name", "Data", width=150)] if by == BY_BATCH else []
	return table.columns(
		first,
		*names,
		Column("rank", "Place", width=60),
		*table.figures(
			("leads", "Leads"),
			("called", "Called"),
			("connected", "Connected"),
			*((g, f"Grade {g.upper()}") for g in GRADES),
			("invited", "Invited"),
			("visited", "Visited"),
			("deals", "Deals"),
			("units", "Units Sold"),
			("connect_rate", "Connected of Called", "Percent"),
			("ab_rate", "A and B of Connected", "Percent"),
			("invite_rate", "Invited of A and B", "Percent"),
			("show_rate", "Visited of Invited", "Percent"),
			("deal_of_visit", "Deals of Visited", "Percent"),
			("visit_rate", "Visits per 100 Leads", "Float"),
			("deal_rate", "Deals per 100 Leads", "Float"),
		),
	)


def _rates(row) -> None:
	row.connect_rate = percent(row.connected, row.called)
	row.ab_rate = percent(row.graded_ab, row.connected)
	row.invite_rate = percent(row.invited, row.graded_ab)
	row.show_rate = percent(row.visited, row.invited)
	row.deal_of_visit = percent(row.deals, row.visited)
	row.visit_rate = percent(row.visited, row.leads)
	row.deal_rate = percent(row.deals, row.leads)


def _rank(rows: list, ranked_by: str) -> None:
	"""Equal figures share a place and the next is skipped."""
	figure = RANKS[ranked_by]
	ordered = sorted(rows, key=figure, reverse=True)
	for index, row in enumerate(ordered):
		same = index and figure(row) == figure(ordered[index - 1])
		row.rank = ordered[index - 1].rank if same else index + 1


def _tree() -> list:
	fields = ["name", "parent_channel_source", "lft", "rgt", "is_group"]
	return frappe.get_all("Channel Source", fields=fields, order_by="lft")


def _as_tree(rows: list) -> list:
	"""Sources under the groups that they belong to, groups with the sums of what is below them."""
	by_name = {r.key: r for r in rows}
	nodes = _tree()
	depth: dict[str, int] = {}
	shown: list = []
	for node in nodes:
		depth[node.name] = depth.get(node.parent_channel_source, -1) + 1
		below = [by_name[n.name] for n in nodes if node.lft <= n.lft <= node.rgt and n.name in by_name]
		if not below:
			continue
		row = by_name.get(node.name) if not node.is_group else None
		if row is None:
			row = added(below, node.name)
			row.label, row.rank, row.is_sum = node.name, None, 1
			_rates(row)
		row.indent = depth[node.name]
		row.parent_source = node.parent_channel_source
		shown.append(row)
	known = {n.name for n in nodes}
	return shown + [r for r in rows if r.key not in known]


def _cards(whole) -> list[dict]:
	return [
		card("Leads", whole.leads),
		card("Connected", whole.connected),
		card("Invited", whole.invited),
		card("Visited", whole.visited, "Green"),
		card("Deals", whole.deals, "Green"),
	]
