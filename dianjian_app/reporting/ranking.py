"""The ranking of agents and groups: month, quarter, year; visits, deals, and visits per lead of each grade (R24, R26).

Public to the centre's staff: names and figures, nothing of any customer. Places are those of the rules: equal figures
share one and the next is skipped.
"""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe.query_builder.functions import Count, Max, Sum

from dianjian_app.incentives.engine.ranking import place_of_each
from dianjian_app.people.period import Period
from dianjian_app.reporting import table
from dianjian_app.reporting.table import Column, card, percent, total

SPANS = ("Month", "Quarter", "Year")
BY = ("Telesales Agent", "Sales Group")
POPULATIONS = ("Established", "Probation", "All")
ORDERS = ("Visits, Deals, Amount", "Deals, Amount, Visits", "Invitations, Visits, Deals")
_FIGURES = {
	ORDERS[0]: ("visits", "deal_units", "deal_amount"),
	ORDERS[1]: ("deal_units", "deal_amount", "visits"),
	ORDERS[2]: ("invited", "visits", "deal_units"),
}
GRADES = ("a", "b", "c", "d")
PUBLIC = "Incentive Entry"
"""whose rows everybody of the centre reads: the ranking is as public as rewards and penalties are (R31)"""
SUMS = ("presence", "calls", "connected", "invited", "visits", "deals", "deal_units", "deal_amount")


def execute(filters: dict | None = None):
	"""Columns, rows, message, chart and cards. Filters: span (one of SPANS), month (YYYY-MM, a month of it), centre,
	sales_group, by, population, ranked_by. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	by = table.one_of(filters, "by", BY)
	rows = read_ranking(
		span_of(table.month_of(filters), table.one_of(filters, "span", SPANS)),
		by=by,
		population=table.one_of(filters, "population", POPULATIONS),
		ranked_by=table.one_of(filters, "ranked_by", ORDERS),
		centre=filters.centre,
		sales_group=filters.sales_group,
	)
	drawn = table.chart(
		[r.label for r in rows[:15]],
		Counted_Visits=[r.visits for r in rows[:15]],
		Units_Sold=[r.deal_units for r in rows[:15]],
	)
	cards = [
		card("Counted Visits", total(rows, "visits"), "Green"),
		card("Deals", total(rows, "deals"), "Green"),
		card("Deal Amount", float(total(rows, "deal_amount")), "Green", "Currency"),
	]
	shown = [*rows, _whole(rows)] if rows else []
	return _columns(by), shown, None, drawn, cards


def _whole(rows: list) -> frappe._dict:
	"""All together, without a place."""
	summed = {name: total(rows, name) for name in SUMS}
	summed["visit_rate"] = percent(summed["visits"], summed["invited"])
	summed["deal_rate"] = percent(summed["deals"], summed["visits"])
	return table.total_row(summed, "label")


def span_of(month: Period, span: str) -> Period:
	"""The month, or the calendar quarter or year that it lies in."""
	return {"Month": month, "Quarter": Period.quarter_of(month.start), "Year": Period.year_of(month.start)}[
		span
	]


def read_ranking(
	period: Period,
	*,
	by: str = BY[0],
	population: str = POPULATIONS[0],
	ranked_by: str = ORDERS[0],
	centre: str | None = None,
	sales_group: str | None = None,
) -> list:
	"""The places of a period, best first, in two queries; of the centres that the reader belongs to.

	population: Established leaves out whoever had a day of probation in the period, as the rules do (decision 13).
	"""
	field = "agent" if by == BY[0] else "sales_group"
	line = frappe.qb.DocType("Daily Ledger")
	query = (
		frappe.qb.from_(line)
		.where(line.date[period.start : period.end])
		.where(line[field].isnotnull() & (line[field] != ""))
		.select(
			line[field].as_("key"),
			Max(line.agent_name).as_("agent_name"),
			Max(line.sales_group).as_("sales_group"),
		)
		.select(Max(line.on_probation).as_("probation"), *(Sum(line[f]).as_(f) for f in SUMS))
		.select(*(Sum(line[f"grade_{g}"]).as_(f"grade_{g}") for g in GRADES))
		.groupby(line[field])
	)
	query = table.where_equal(
		query, line, {"centre": centre, "sales_group": sales_group}, ("centre", "sales_group")
	)
	rows = table.readers_rows(query, line, PUBLIC).run(as_dict=True)
	if by == BY[0] and population != "All":
		rows = [r for r in rows if bool(r.probation) == (population == "Probation")]
	visited = _visits_by_grade(period, field, centre)
	groups = table.names_of_groups(r.sales_group for r in rows)
	for row in rows:
		for name in SUMS:
			row[name] = float(row[name] or 0) if name in ("presence", "deal_amount") else int(row[name] or 0)
		row.group_name = groups.get(row.sales_group, row.sales_group)
		row.label = row.agent_name if by == BY[0] else groups.get(row.key, row.key)
		row.visit_rate = percent(row.visits, row.invited)
		row.deal_rate = percent(row.deals, row.visits)
		for g in GRADES:
			row[f"rate_{g}"] = percent(visited.get((row.key, g.upper()), 0), row[f"grade_{g}"])
	figures = _FIGURES[ranked_by]
	places = place_of_each({r.key: tuple(Decimal(str(r[f])) for f in figures) for r in rows})
	for row in rows:
		row.place = places[row.key]
	return sorted(rows, key=lambda r: (r.place, r.label or ""))


def _visits_by_grade(period: Period, field: str, centre: str | None) -> dict[tuple[str, str], int]:
	"""Counted visits by the grade that the customer had when invited."""
	visit, invitation = frappe.qb.DocType("Visit Confirmation"), frappe.qb.DocType("Invitation")
	query = (
		frappe.qb.from_(visit)
		.join(invitation)
		.on(invitation.name == visit.invitation)
		.select(visit[field].as_("key"), invitation.grade, Count("*").as_("n"))
		.where((visit.outcome == "Counted") & (visit.docstatus == 1))
		.where(visit.counted_on[period.start : period.end])
		.groupby(visit[field], invitation.grade)
	)
	if centre:
		query = query.where(visit.centre == centre)
	return {(r.key, r.grade): r.n for r in query.run(as_dict=True)}


def _columns(by: str) -> list[dict]:
	who = [Column("place", "Place", width=60)]
	if by == BY[0]:
		who += [
			Column("key", "Telesales Agent", "Link", "Sales Staff", 110),
			Column("label", "Agent Name", "Data", width=90),
			Column("group_name", "Sales Group", "Data", width=100),
		]
	else:
		who += [
			Column("key", "Sales Group", "Link", "Sales Group", 140),
			Column("label", "Group Name", "Data", width=100),
		]
	return table.columns(
		*who,
		*table.figures(
			("visits", "Counted Visits"),
			("deals", "Deals"),
			("deal_units", "Units Sold"),
			("deal_amount", "Deal Amount", "Currency"),
			("invited", "Invitations"),
			("connected", "Customers Connected"),
			("presence", "Presence", "Float"),
			("visit_rate", "Visits per Invitation", "Percent"),
			("deal_rate", "Deals per Visit", "Percent"),
			*((f"rate_{g}", f"Visits per {g.upper()}", "Percent") for g in GRADES),
		),
	)
