"""What agents achieved with their leads in the last four weeks: by this leads are shared out (R7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import frappe
from frappe.query_builder.functions import Sum

from dianjian_app.resources.pool.shares import points_per_day

WEEKS = 4
NOTHING = Decimal(0)


@dataclass(frozen=True)
class RecentPerformance:
	"""An agent's last four weeks: days worked, connected calls, intention customers, counted visits, points per day.

	is_new: the agent did not work in these weeks; the points are then the average of the others.
	"""

	days: Decimal = NOTHING
	connected: Decimal = NOTHING
	intention: Decimal = NOTHING
	visits: Decimal = NOTHING
	points: Decimal = NOTHING
	is_new: bool = False


def recent_performance(agents: list[str], day: date) -> dict[str, RecentPerformance]:
	"""Agent → the four weeks before a day, in one query. New agents get the average points of the others."""
	found: dict[str, RecentPerformance] = {}
	for agent, *figures in _ledger_sums(agents, day):
		days, connected, intention, visits = (Decimal(str(v or 0)) for v in figures)
		if days > 0:
			points = points_per_day(connected, intention, visits, days)
			found[agent] = RecentPerformance(days, connected, intention, visits, points)
	average = sum((p.points for p in found.values()), NOTHING) / len(found) if found else Decimal(1)
	return {agent: found.get(agent, RecentPerformance(points=average, is_new=True)) for agent in agents}


def _ledger_sums(agents: list[str], day: date) -> list[tuple]:
	"""(agent, presence, connected, intention, visits) of the four weeks before a day."""
	if not agents:
		return []
	line = frappe.qb.DocType("Daily Ledger")
	return (
		frappe.qb.from_(line)
		.select(line.agent, Sum(line.presence), Sum(line.connected), Sum(line.intention), Sum(line.visits))
		.where(line.agent.isin(agents) & line.date[day - timedelta(weeks=WEEKS) : day - timedelta(days=1)])
		.groupby(line.agent)
		.run()
	)
