"""Incoming calls that no agent keeps go round among the agents who are present today (R5).

Next is the agent whose last call from the rotation lies furthest back; an agent who never had one comes first. Who comes
late or was away gets no pile of calls to catch up with. The caller holds the lock of the lead series, which every
registration takes: two calls at the same time go to two agents.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import frappe
from frappe.query_builder.functions import Max

from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of
from dianjian_app.resources.pool.availability import present_agents

LOOKED_BACK = timedelta(days=60)


def next_agent(centre: str, group: str | None, day: date) -> str | None:
	"""The agent of the group, or of the centre where no group is given, who gets the next call; None: nobody is present."""
	present = present_agents(agents_of(centre=centre, group=group or None, period=Period(day, day)), day)
	return longest_without_call(present, last_rotation_calls(present, day))


def longest_without_call(agents: Iterable[str], last_calls: Mapping[str, datetime]) -> str | None:
	"""The agent without any call, else the one whose last call lies furthest back; the name decides among equals."""
	return min(agents, key=lambda agent: (last_calls.get(agent, datetime.min), agent), default=None)


def last_rotation_calls(agents: Iterable[str], day: date) -> dict[str, datetime]:
	"""Agent → when they last got a call from the rotation. The locking read sees what was registered a moment ago."""
	names = sorted(agents)
	if not names:
		return {}
	call = frappe.qb.DocType("Inbound Call")
	query = (
		frappe.qb.from_(call)
		.select(call.agent, Max(call.creation))
		.where(call.agent.isin(names) & (call.by_turn == 1))
		.where((call.date > day - LOOKED_BACK) & (call.date <= day))
		.groupby(call.agent)
	)
	return dict(query.for_update().run())
