"""The pool of leads: taking from it under locks, giving back, and the history of both (R7)."""

from __future__ import annotations

import hashlib
from collections import deque
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass
from datetime import date, timedelta

import frappe
from frappe.query_builder.functions import Count
from frappe.utils.nestedset import get_descendants_of
from pypika import Case, Criterion

from dianjian_app.resources import consent

SPARE = 200
UNGRADED = "-"
AGES = ("week", "month", "older")
"""brought in within 7 days, within 30 days, before"""


def deal_in_turn(leads: Sequence[str], wanted: Mapping[str, int]) -> dict[str, list[str]]:
	"""Share leads among agents one by one, each up to what was asked for; nobody waits while another gets a second."""
	shares: dict[str, list[str]] = {agent: [] for agent in wanted}
	queue = deque(leads)
	while queue and any(len(shares[a]) < n for a, n in wanted.items()):
		for agent, n in wanted.items():
			if queue and len(shares[agent]) < n:
				shares[agent].append(queue.popleft())
	return shares


@dataclass(frozen=True)
class Wanted:
	"""Which leads of a pool are asked for; what is None does not matter.

	day: leads due by then; source: it and all below it; grade: UNGRADED asks for those never graded; age: one of AGES.
	"""

	sales_group: str
	day: date
	source: str | None = None
	grade: str | None = None
	batch: str | None = None
	age: str | None = None


def take_from_pool(wanted: Wanted, count: int) -> list[str]:
	"""Lock and give up to `count` free leads of the group's or the centre's pool, the oldest first.

	Hand-outs of a centre take turns; each lead is then locked by its key and looked at as it is committed now, so two
	leaders at once get different leads, and one that somebody works on is passed over.
	"""
	take_turns(wanted.sales_group)
	taken = _locked(_free_leads(wanted, count + SPARE), wanted, count)
	if len(taken) < count:
		# others work on some of them: look at the whole pool
		taken = _locked(_free_leads(wanted), wanted, count)
	return taken


def _locked(names: Sequence[str], wanted: Wanted, count: int) -> list[str]:
	"""The first `count` of the leads that could be locked and are still free."""
	taken: list[str] = []
	lead = frappe.qb.DocType("Call Lead")
	for name in names:
		if len(taken) == count:
			break
		# one row by its key a time: a list of names may be read by a scan, which locks every row that it passes
		query = frappe.qb.from_(lead).select(lead.name).where((lead.name == name) & free(lead, wanted))
		if query.for_update(skip_locked=True).run():
			taken.append(name)
	return taken


def take_turns(sales_group: str) -> None:
	"""Hand-outs of a centre go one after the other: each locks the centre's row until its transaction ends."""
	centre = frappe.db.get_value("Sales Group", sales_group, "centre")
	frappe.db.get_value("Sales Centre", centre, "name", for_update=True)


def free_leads(wanted: Wanted, count: int) -> list[str]:
	"""The leads that a hand-out of so many would take now, in its order; nothing is locked."""
	return _free_leads(wanted, max(0, count))


def done_before(sales_group: str, request_key: str) -> list[dict]:
	"""What a hand-out with this key gave already, as `record` told it; [] for a new one. Under take_turns."""
	allocation = frappe.qb.DocType("Lead Allocation")
	query = (
		frappe.qb.from_(allocation)
		.select(allocation.agent, allocation.lead_count, allocation.name)
		.where((allocation.request_key == _own_key(request_key)) & (allocation.sales_group == sales_group))
		.orderby(allocation.name)
	)
	return query.for_update().run(as_dict=True)  # as committed now: the first request may just have ended


def _own_key(request_key: str) -> str:
	return hashlib.sha256(f"{frappe.session.user}|{request_key}".encode()).hexdigest()


def count_free(wanted: Wanted) -> int:
	"""How many leads of the pool could be handed out."""
	lead = frappe.qb.DocType("Call Lead")
	return free_query(wanted, lead).select(Count("*")).run()[0][0]


def free(lead, wanted: Wanted) -> Criterion:
	"""Held by nobody, in this pool, not refused, neither out nor sold to."""
	unheld = lead.agent.isnull() | (lead.agent == "")
	pool = (lead.sales_group == wanted.sales_group) | lead.sales_group.isnull() | (lead.sales_group == "")
	return unheld & pool & (lead.do_not_call == 0) & lead.status.notin(("Out", "Deal"))


def _free_leads(wanted: Wanted, most: int | None = None) -> list[str]:
	"""Names of free leads of the pool as they stand, unlocked, the oldest first; no more than `most`."""
	lead = frappe.qb.DocType("Call Lead")
	query = free_query(wanted, lead).select(lead.name).orderby(lead.date, lead.name)
	return [row[0] for row in (query if most is None else query.limit(most)).run()]


def count_unproven(wanted: Wanted) -> int:
	"""How many leads of the pool wait for evidence of their source; 0 where the centre asks for none (R5)."""
	lead = frappe.qb.DocType("Call Lead")
	centre = frappe.db.get_value("Sales Group", wanted.sales_group, "centre")
	if not consent.is_asked_for(centre):
		return 0
	query = (
		_in_pool(wanted, lead, centre).select(Count("*")).where(lead.batch.isnotnull() & (lead.batch != ""))
	)
	return query.where(lead.batch.notin(consent.proven_batches(centre))).run()[0][0]


def free_query(wanted: Wanted, lead):
	"""The query of leads that could be handed out now; the caller says what to select."""
	centre = frappe.db.get_value("Sales Group", wanted.sales_group, "centre")
	query = _in_pool(wanted, lead, centre)
	if consent.is_asked_for(centre):
		called_in = lead.batch.isnull() | (lead.batch == "")
		query = query.where(lead.batch.isin(consent.proven_batches(centre)) | called_in)
	return query


def _in_pool(wanted: Wanted, lead, centre: str):
	query = (
		frappe.qb.from_(lead)
		.where((lead.centre == centre) & free(lead, wanted))
		.where(lead.due_on.isnull() | (lead.due_on <= wanted.day))
	)
	for criterion in _narrowed(lead, wanted):
		query = query.where(criterion)
	return query


def _narrowed(lead, wanted: Wanted) -> Iterator[Criterion]:
	if wanted.source:
		below = get_descendants_of(
			"Channel Source", wanted.source, ignore_permissions=True
		)  # narrows rows that the group's check has allowed; no source is shown
		yield lead.source.isin([wanted.source, *below])
	if wanted.grade == UNGRADED:
		yield lead.grade.isnull() | (lead.grade == "")
	elif wanted.grade:
		yield lead.grade == wanted.grade
	if wanted.batch:
		yield lead.batch == wanted.batch
	if wanted.age:
		yield age_of(lead, wanted.day) == wanted.age


def age_of(lead, day: date) -> Case:
	"""The age of a lead on a day, as one of AGES: by the day it was brought in."""
	week, month = (day - timedelta(days=days) for days in (7, 30))
	return Case().when(lead.date >= week, AGES[0]).when(lead.date >= month, AGES[1]).else_(AGES[2])


def record(
	sales_group: str,
	agent: str,
	names: list[str],
	day: date,
	method: str,
	reason: str | None = None,
	*,
	request_key: str | None = None,
) -> dict:
	"""Give locked leads to an agent and write it down. Raises ConsentError where a lead lacks its evidence (R5)."""
	consent.assert_proven(names)
	lead = frappe.qb.DocType("Call Lead")
	name = write_history("Hand Out", sales_group, agent, names, day, method, reason, request_key)
	(
		frappe.qb.update(lead)
		.set(lead.agent, agent)
		.set(lead.agent_name, frappe.db.get_value("Sales Staff", agent, "staff_name"))
		.set(lead.sales_group, sales_group)
		.set(lead.status, Case().when(lead.status == "Pool", "Held").else_(lead.status))
		.set(lead.allocated_on, day)
		.where(lead.name.isin(names))
		.run()
	)
	return {"agent": agent, "lead_count": len(names), "name": name}


def write_history(
	action: str,
	sales_group: str,
	agent: str,
	names: Sequence[str],
	day: date,
	method: str,
	reason: str | None = None,
	request_key: str | None = None,
) -> str:
	"""One Lead Allocation for what happened, with its leads; gives its name."""
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).where(lead.name.isin(list(names))).for_update()
	query = query.select(lead.name, lead.customer_name, lead.phone_mask, lead.source, lead.centre, lead.agent)
	facts = {row.name: row for row in query.run(as_dict=True)}
	allocation = frappe.get_doc(
		doctype="Lead Allocation",
		action=action,
		date=day,
		method=method,
		agent=agent,
		agent_name=frappe.db.get_value("Sales Staff", agent, "staff_name"),
		sales_group=sales_group,
		centre=facts[names[0]].centre,
		allocated_by=frappe.session.user,
		lead_count=len(names),
		reason=reason,
		request_key=_own_key(request_key) if request_key else None,
	)
	for name in names:
		row = facts[name]
		allocation.append(
			"items",
			{
				"lead": name,
				"customer_name": row.customer_name,
				"phone_mask": row.phone_mask,
				"source": row.source,
				"centre": row.centre,
				"sales_group": sales_group,
				"agent": agent,
				"date": day,
				"previous_agent": row.agent,
			},
		)
	allocation.flags.by_allocation = True
	allocation.insert(
		ignore_permissions=True
	)  # the right to the group was asked for; nobody writes it by hand
	return allocation.name


def give_back(names: Iterable[str], day: date, reason: str, *, held_by: str | None = None) -> int:
	"""Return leads to their group's pool and write it down; gives how many were given back.

	The leads are locked and looked at again: one that went to another agent meanwhile stays there. held_by: only
	leads of this agent.
	"""
	lead = frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(lead)
		.select(lead.name, lead.agent, lead.sales_group)
		.where(
			lead.name.isin(sorted(names) or [""]) & (lead.agent == held_by if held_by else lead.agent != "")
		)
		.orderby(lead.name)
	)
	by_holder: dict[tuple[str, str], list[str]] = {}
	for name, agent, group in query.for_update().run():
		by_holder.setdefault((agent, group), []).append(name)
	for (agent, group), of_agent in by_holder.items():
		write_history("Return", group, agent, of_agent, day, "Selection", reason)
		(
			frappe.qb.update(lead)
			.set(lead.agent, None)
			.set(lead.agent_name, None)
			.set(lead.allocated_on, None)
			.set(lead.status, Case().when(lead.status == "Held", "Pool").else_(lead.status))
			.where(lead.name.isin(of_agent))
			.run()
		)
	return sum(map(len, by_holder.values()))
