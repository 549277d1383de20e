"""Figures of the role workspaces: today, this week, this month, over the reader's own rows (R20, R21, R47).

Number Cards of the kind "Custom" are worked out for each reader anew; nothing is cached between people.
"""

from __future__ import annotations

import frappe
from frappe.query_builder.functions import Sum
from frappe.utils import getdate

from dianjian_app.incentives.rules.call_target import week_target
from dianjian_app.people.period import Period
from dianjian_app.reporting import table
from dianjian_app.reporting.shortfall import read_shortfall


@frappe.whitelist()
def connected_today() -> dict:
	"""Customers connected today on the reader's sheets."""
	return _figure(table.total(_today(), "connected"), "Quota Shortfall Today")


@frappe.whitelist()
def missing_today() -> dict:
	"""Customers still to be connected today, over everybody who is there (R20)."""
	return _figure(table.total(_today(), "missing"), "Quota Shortfall Today")


@frappe.whitelist()
def visits_this_week() -> dict:
	"""Counted visits of this week."""
	return _figure(_sum("visits", Period.week_of(getdate())), "Daily Sales Call Ledger")


@frappe.whitelist()
def visits_missing_this_week() -> dict:
	"""Counted visits that are still missing to the week's target of the reader's agents (R21)."""
	week = Period.week_of(getdate())
	return _figure(sum(max(t - v, 0) for t, v in _week(week)), "Daily Sales Call Ledger")


@frappe.whitelist()
def visits_this_month() -> dict:
	"""Counted visits of this month."""
	return _figure(_sum("visits", Period.month_of(getdate())), "Monthly Statistics Table")


@frappe.whitelist()
def units_this_month() -> dict:
	"""Units sold this month."""
	return _figure(_sum("deal_units", Period.month_of(getdate())), "Monthly Statistics Table")


def _figure(value, report: str) -> dict:
	return {"value": int(value), "fieldtype": "Int", "route": ["query-report", report]}


def _today() -> list:
	return read_shortfall(getdate(), frappe._dict())


def _sum(name: str, period: Period) -> int:
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).select(Sum(line[name])).where(line.date[period.start : period.end])
	return table.readers_rows(query, line, "Daily Ledger").run()[0][0] or 0


def _week(week: Period) -> list[tuple[int, int]]:
	"""(target, counted visits) of each of the reader's agents in a week."""
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).where(line.date[week.start : week.end])
	query = query.select(line.agent, line.centre, Sum(line.visits).as_("visits")).groupby(
		line.agent, line.centre
	)
	rows = table.readers_rows(query, line, "Daily Ledger").run(as_dict=True)
	targets = week_target({r.agent: r.centre for r in rows}, week)
	return [(targets.get(r.agent, 0), int(r.visits or 0)) for r in rows]
