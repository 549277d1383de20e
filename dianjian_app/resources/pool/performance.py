"""What agents made of their leads lately: the measure that leads are shared by (R7)."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date, timedelta
from decimal import Decimal

import frappe
from frappe.query_builder.functions import Sum

from dianjian_app.resources.pool.shares import performance

WEEKS = 4
NOTHING = Decimal(0)


@dataclass(frozen=True)
class Achieved:
	"""An agent's last four weeks: days worked, connected calls, intention customers, counted visits, points a day.

	is_new: no day of work in that time; the points are then the average of the others.
	"""

	days: Decimal = NOTHING
	connected: Decimal = NOTHING
	intention: Decimal = NOTHING
	visits: Decimal = NOTHING
	points: Decimal = NOTHING
	is_new: bool = False


def achieved(agents: list[str], day: date) -> dict[str, Achieved]:
	"""Each agent's four weeks before a day, in one query; who has not worked in them counts as the average does."""
	line = frappe.qb.DocType("Daily Ledger")
	rows = (
		frappe.qb.from_(line)
		.select(line.agent, Sum(line.presence), Sum(line.connected), Sum(line.intention), Sum(line.visits))
		.where(
			line.agent.isin(agents or [""])
			& line.date[day - timedelta(weeks=WEEKS) : day - timedelta(days=1)]
		)
		.groupby(line.agent)
		.run()
	)
	found = {}
	for agent, *figures in rows:
		days, connected, intention, visits = (Decimal(str(v or 0)) for v in figures)
		if days > 0:
			points = performance(connected, intention, visits, days)
			found[agent] = Achieved(days, connected, intention, visits, points)
	average = sum((a.points for a in found.values()), NOTHING) / len(found) if found else Decimal(1)
	return {agent: found.get(agent, Achieved(points=average, is_new=True)) for agent in agents}
