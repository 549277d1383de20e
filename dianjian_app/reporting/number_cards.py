"""Figures of the role workspaces: today, this week and this month, over the reader's own rows (R20, R21, R47).

Number Cards of the type "Custom" are computed for each reader anew; people share no cached figure.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder.functions import Sum

from dianjian_app.incentives.rules.call_target import week_target
from dianjian_app.people.period import Period
from dianjian_app.reporting.period import as_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.shortfall import read_shortfall
from dianjian_app.reporting.totals import total
from dianjian_app.reporting.who_is_here import how_many_missing

SHORTFALL, LEDGER, STATISTICS = (
	*("Quota Shortfall Today", "Daily Sales Call Ledger", "Monthly Statistics Table"),
)


@frappe.whitelist()
def connected_today() -> dict[str, Any]:
	"""Customers connected today on the reader's sheets."""
	return _number_card(total(read_shortfall(as_of()), "connected"), SHORTFALL)


@frappe.whitelist()
def missing_today() -> dict[str, Any]:
	"""Customers that the agents who are there have still to connect today (R20)."""
	return _number_card(total(read_shortfall(as_of()), "missing"), SHORTFALL)


@frappe.whitelist()
def visits_this_week() -> dict[str, Any]:
	"""Counted visits of this week."""
	return _number_card(_sum("visits", Period.week_of(as_of())), LEDGER)


@frappe.whitelist()
def visits_missing_this_week() -> dict[str, Any]:
	"""Counted visits that the reader's agents still lack this week (R21)."""
	week = Period.week_of(as_of())
	return _number_card(sum(max(target - visits, 0) for target, visits in _week(week)), LEDGER)


@frappe.whitelist()
def visits_this_month() -> dict[str, Any]:
	"""Counted visits of this month."""
	return _number_card(_sum("visits", Period.month_of(as_of())), STATISTICS)


@frappe.whitelist()
def units_this_month() -> dict[str, Any]:
	"""Units sold this month."""
	return _number_card(_sum("deal_units", Period.month_of(as_of())), STATISTICS)


@frappe.whitelist()
def missing_now() -> dict[str, Any]:
	"""People who should be there, ten minutes after their start, and have not clocked in (R33)."""
	return _number_card(how_many_missing(), "Who Is Here")


def _number_card(value: Any, report: str) -> dict[str, Any]:
	return {"value": int(value), "fieldtype": "Int", "route": ["query-report", report]}


def _sum(name: str, period: Period) -> int:
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).select(Sum(line[name])).where(line.date[period.start : period.end])
	return readers_rows(query, line, "Daily Ledger").run()[0][0] or 0


def _week(week: Period) -> list[tuple[int, int]]:
	"""(target, counted visits) of each of the reader's agents in a week."""
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).where(line.date[week.start : week.end])
	query = query.select(line.agent, line.centre, Sum(line.visits).as_("visits")).groupby(
		line.agent, line.centre
	)
	rows = readers_rows(query, line, "Daily Ledger").run(as_dict=True)
	targets = week_target({row.agent: row.centre for row in rows}, week)
	return [(targets.get(row.agent, 0), int(row.visits or 0)) for row in rows]
