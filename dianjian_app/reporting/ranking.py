"""Who ranks where: agents or groups by visits and deals, with visits for each lead of a grade (R24, R26).

Places follow the rules (decision 13): equal figures share a place and the next one is skipped; a deal of three units
is one deal. Whoever moved in the period stands with the last group.
"""

from __future__ import annotations

from collections import Counter
from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Concat, Count, IfNull, Max, Sum

from dianjian_app.incentives.engine.ranking import place_of_each
from dianjian_app.ledger.ledger_line import OWN_COLUMNS
from dianjian_app.people.period import Period
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.totals import percent
from dianjian_app.resources.grades import codes_of

BY_AGENT, BY_GROUP = "Telesales Agent", "Sales Group"
ESTABLISHED, PROBATION, ALL = "Established", "Probation", "All"
POPULATIONS = (ESTABLISHED, PROBATION, ALL)
FIGURES_OF_ORDER = {
	"Visits, Deals, Amount": ("visits", "deals", "deal_amount"),
	"Deals, Amount, Visits": ("deals", "deal_amount", "visits"),
	"Invitations, Visits, Deals": ("invited", "visits", "deals"),
}
ORDERS = tuple(FIGURES_OF_ORDER)
RATES_OF_GRADES = {column: f"rate_{column}" for column in OWN_COLUMNS}
"""grade's column of the ledger → visits per customer of that grade"""
SUMS = ("presence", "calls", "connected", "invited", "visits", "deals", "deal_units", "deal_amount")
PUBLIC = "Incentive Entry"
"""the DocType whose rows everybody of the centre reads: the ranking is as public as rewards and penalties (R31)"""


def read_ranking(
	period: Period,
	*,
	by: str = BY_AGENT,
	population: str = ESTABLISHED,
	ranked_by: str = ORDERS[0],
	centre: str | None = None,
	sales_group: str | None = None,
) -> list[frappe._dict]:
	"""The places of a period, best first, of the centres that the reader belongs to; three queries.

	population: ESTABLISHED leaves out whoever had a day of probation in the period, as the rules do (decision 13).
	"""
	field = "agent" if by == BY_AGENT else "sales_group"
	rows = _ledger_sums(period, field, {"centre": centre, "sales_group": sales_group})
	if by == BY_AGENT and population != ALL:
		rows = [row for row in rows if bool(row.probation) == (population == PROBATION)]
	visited = _visits_by_grade(period, field, centre)
	groups = names_of_groups(row.sales_group for row in rows)
	for row in rows:
		for name in SUMS:
			row[name] = float(row[name] or 0) if name in ("presence", "deal_amount") else int(row[name] or 0)
		row.group_name = groups.get(row.sales_group, row.sales_group)
		row.label = row.agent_name if by == BY_AGENT else groups.get(row.key, row.key)
		row.visit_rate = percent(row.visits, row.invited)
		row.deal_rate = percent(row.deals, row.visits)
		for column, rate in RATES_OF_GRADES.items():
			row[rate] = percent(visited.get((row.key, column)), row[column])
	figures = FIGURES_OF_ORDER[ranked_by]
	places = place_of_each({row.key: tuple(Decimal(str(row[f])) for f in figures) for row in rows})
	for row in rows:
		row.place = places[row.key]
	return sorted(rows, key=lambda row: (row.place, row.label or ""))


def _ledger_sums(period: Period, field: str, filters: dict[str, str | None]) -> list[frappe._dict]:
	line = frappe.qb.DocType("Daily Ledger")
	query = (
		frappe.qb.from_(line)
		.where(line.date[period.start : period.end])
		.where(line[field] != "")
		.select(
			line[field].as_("key"),
			Max(line.agent_name).as_("agent_name"),
			Max(Concat(line.date, " ", IfNull(line.sales_group, ""))).as_("last_group"),
			Max(line.on_probation).as_("probation"),
		)
		.select(*(Sum(line[name]).as_(name) for name in (*SUMS, *OWN_COLUMNS)))
		.groupby(line[field])
	)
	query = where_equal(query, line, filters, ("centre", "sales_group"))
	rows = readers_rows(query, line, PUBLIC).run(as_dict=True)
	for row in rows:
		row.sales_group = row.pop("last_group").partition(" ")[2]
	return rows


def _visits_by_grade(period: Period, field: str, centre: str | None) -> Counter[tuple[str, str]]:
	"""(agent or group, column of a grade) → counted visits of customers who had that grade when invited."""
	visit, invitation = frappe.qb.DocType("Visit Confirmation"), frappe.qb.DocType("Invitation")
	query: Any = (
		frappe.qb.from_(visit)
		.join(invitation)
		.on(invitation.name == visit.invitation)
		.select(visit[field].as_("key"), visit.centre, invitation.grade, Count("*").as_("n"))
		.where((visit.outcome == "Counted") & (visit.docstatus == 1))
		.where(visit.counted_on[period.start : period.end])
		.groupby(visit[field], visit.centre, invitation.grade)
	)
	if centre:
		query = query.where(visit.centre == centre)
	found: Counter[tuple[str, str]] = Counter()
	for row in query.run(as_dict=True):
		column = dict(zip(codes_of(row.centre), OWN_COLUMNS, strict=False)).get(row.grade)
		if column:
			found[row.key, column] += row.n
	return found
