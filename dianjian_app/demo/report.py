"""What the demo's month came to, per agent, and the logins to look at it with."""

from __future__ import annotations

import frappe
from frappe.query_builder.functions import Count, Sum

from dianjian_app import roles
from dianjian_app.demo import cast
from dianjian_app.demo.plan import Plan
from dianjian_app.demo.settle import settlement_of
from dianjian_app.incentives.settlement.month_report import report_of_settlement
from dianjian_app.people.period import Period

FIGURES = ("calls", "connected", "visits")


def report(plan: Plan) -> dict:
	"""The month as plain data: {"centre", "month", "agents": [{agent, name, calls, …}], "users": {role: login}}."""
	figures, deals = _figures(plan), _deals(plan)
	settled = {
		a["agent"]: a for a in report_of_settlement(settlement_of(plan.month, plan.place.name))["agents"]
	}
	agents = []
	for agent in plan.agents:
		got = settled.get(agent.number, {})
		agents.append(
			{
				"agent": agent.number,
				"name": agent.name,
				**{f: int(figures.get(agent.number, {}).get(f) or 0) for f in FIGURES},
				"deals": deals.get(agent.number, 0),
				"deductions": got.get("deductions", 0.0),
				"rewards": got.get("rewards", 0.0),
				"half_days": round(got.get("leave_days", 0.0) * 2),
				"proposals": ", ".join(got.get("proposals", [])),
			}
		)
	return {"centre": plan.place.name, "month": plan.month, "agents": agents, "users": logins(plan)}


def logins(plan: Plan) -> dict[str, dict[str, str]]:
	"""One login for each role."""
	return {role: {"user": plan.holder(role).user, "password": cast.PASSWORD} for role in roles.ALL}


def _figures(plan: Plan) -> dict[str, dict]:
	"""Sums of the month's ledger lines by agent."""
	month = Period.parse_month(plan.month)
	line = frappe.qb.DocType("Daily Ledger")
	rows = (
		frappe.qb.from_(line)
		.where((line.centre == plan.place.name) & line.date.between(month.start, month.end))
		.groupby(line.agent)
		.select(line.agent, *(Sum(line[f]).as_(f) for f in FIGURES))
		.run(as_dict=True)
	)
	return {r.agent: r for r in rows}


def _deals(plan: Plan) -> dict[str, int]:
	"""Deals of the month by agent as they stood at its end: one that fell through later counted then."""
	month = Period.parse_month(plan.month)
	deal = frappe.qb.DocType("Sales Deal")
	stood = deal.cancelled_on.isnull() | (deal.cancelled_on > month.end)
	return dict(
		frappe.qb.from_(deal)
		.where((deal.centre == plan.place.name) & deal.date.between(month.start, month.end))
		.where(deal.confirmed_at.isnotnull() & deal.amended_from.isnull() & stood)
		.groupby(deal.agent)
		.select(deal.agent, Count("*"))
		.run()
	)
