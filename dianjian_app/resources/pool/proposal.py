"""How many leads each agent of a group should get: evenly, by quota, or by performance (R7)."""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import frappe
from frappe.query_builder.functions import Sum

from dianjian_app.resources.pool.performance import recent_performance
from dianjian_app.resources.pool.shares import divide

EVENLY, BY_QUOTA, BY_PERFORMANCE = "Even", "Quota", "Performance"
WAYS = (EVENLY, BY_QUOTA, BY_PERFORMANCE)


def proposed_shares(
	total: int,
	presence: dict[str, Decimal],
	way: str,
	day: date,
	*,
	each: int = 0,
	free: int | None = None,
) -> dict[str, int]:
	"""Agent → number of leads.

	total: how many are shared out evenly or by performance; presence: agent → presence on the day, half a day counts half;
	way: one of WAYS; each: the quota of a whole day, less what the agent got on that day already; free: how many leads
	the pool has, shared in proportion where the quotas come to more.
	"""
	if way == BY_QUOTA:
		got = leads_received(list(presence), day)
		quotas = {a: max(0, _rounded(each * days) - got[a]) for a, days in presence.items()}
		if free is None or sum(quotas.values()) <= free:
			return quotas
		return divide(free, {a: Decimal(n) for a, n in quotas.items()})
	if way == BY_PERFORMANCE:
		performance = recent_performance(list(presence), day)
		return divide(total, {a: performance[a].points * days for a, days in presence.items()})
	return divide(total, presence)


def leads_received(agents: list[str], day: date) -> Counter[str]:
	"""How many leads each agent was handed for a day, whatever became of them."""
	if not agents:
		return Counter()
	allocation = frappe.qb.DocType("Lead Allocation")
	rows = (
		frappe.qb.from_(allocation)
		.select(allocation.agent, Sum(allocation.lead_count))
		.where(allocation.agent.isin(agents) & (allocation.date == day))
		.where(allocation.action == "Hand Out")
		.groupby(allocation.agent)
		.run()
	)
	return Counter({agent: int(n or 0) for agent, n in rows})


def _rounded(value: Decimal) -> int:
	return int(value.to_integral_value(ROUND_HALF_UP))
