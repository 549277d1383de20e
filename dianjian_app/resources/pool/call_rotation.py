"""Whose turn it is: incoming calls that no agent keeps go round among the agents who are there today (R5).

The turn is the one's whose last turn lies furthest back; who never had one comes first. Who comes late or was away gets
no pile of calls to catch up. Decided under the lock that registrations take (leads.lock_names): two at once differ.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import date, datetime, timedelta

import frappe
from frappe.query_builder.functions import Max

from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of
from dianjian_app.resources.pool.availability import present_of

LOOKED_BACK = timedelta(days=60)


def on_turn(centre: str, group: str | None, day: date) -> str | None:
	"""The agent of the group, or of the centre where no group is given, who gets the next call; None: nobody is there."""
	there = present_of(agents_of(centre=centre, group=group or None, period=Period(day, day)), day)
	return next_in_turn(there, last_turns(there, day))


def next_in_turn(agents: Iterable[str], last: Mapping[str, datetime]) -> str | None:
	"""Who never had a turn, else whose last one lies furthest back; among equals the name decides."""
	return min(agents, key=lambda a: (last.get(a, datetime.min), a), default=None)


def last_turns(agents: Iterable[str], day: date) -> dict[str, datetime]:
	"""Agent → when they last got a call in turn. A locking read: it sees what was registered a moment ago."""
	call = frappe.qb.DocType("Inbound Call")
	query = (
		frappe.qb.from_(call)
		.select(call.agent, Max(call.creation))
		.where(call.agent.isin(sorted(agents) or [""]) & (call.by_turn == 1))
		.where((call.date > day - LOOKED_BACK) & (call.date <= day))
		.groupby(call.agent)
	)
	return dict(query.for_update().run())
