"""The pool of leads: taking from it under locks, giving back, and the history of both (R7)."""

from __future__ import annotations

from collections import deque
from collections.abc import Iterable, Mapping, Sequence
from dataclasses import dataclass
from datetime import date

import frappe
from pypika import Case, Criterion


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
	"""Which leads of a pool are asked for; what is None does not matter. day: leads due by then."""

	sales_group: str
	day: date
	source: str | None = None
	grade: str | None = None
	batch: str | None = None


def take_from_pool(wanted: Wanted, count: int) -> list[str]:
	"""Lock and give up to `count` free leads of the group's or the centre's pool, the oldest first.

	Hand-outs of a centre take turns at the centre's row; each lead is then locked by its key and looked at as it is
	committed now, so two leaders at once get different leads, and one that somebody works on is passed over.
	"""
	centre = frappe.db.get_value("Sales Group", wanted.sales_group, "centre")
	frappe.db.get_value("Sales Centre", centre, "name", for_update=True)
	taken: list[str] = []
	lead = frappe.qb.DocType("Call Lead")
	for name in _free_leads(wanted):
		if len(taken) == count:
			break
		# one row by its key a time: a list of names may be read by a scan, which locks every row that it passes
		query = frappe.qb.from_(lead).select(lead.name).where((lead.name == name) & free(lead, wanted))
		if query.for_update(skip_locked=True).run():
			taken.append(name)
	return taken


def count_free(wanted: Wanted) -> int:
	"""How many leads of the pool could be handed out."""
	return len(_free_leads(wanted))


def free(lead, wanted: Wanted) -> Criterion:
	"""Held by nobody, in this pool, not refused, not out."""
	unheld = lead.agent.isnull() | (lead.agent == "")
	pool = (lead.sales_group == wanted.sales_group) | lead.sales_group.isnull() | (lead.sales_group == "")
	return unheld & pool & (lead.do_not_call == 0) & (lead.status != "Out")


def _free_leads(wanted: Wanted) -> list[str]:
	"""Names of free leads of the pool as they stand, unlocked."""
	centre = frappe.db.get_value("Sales Group", wanted.sales_group, "centre")
	lead = frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(lead)
		.select(lead.name)
		.where((lead.centre == centre) & free(lead, wanted))
		.where(lead.due_on.isnull() | (lead.due_on <= wanted.day))
		.orderby(lead.date, lead.name)
	)
	for column, value in (
		(lead.source, wanted.source),
		(lead.grade, wanted.grade),
		(lead.batch, wanted.batch),
	):
		if value:
			query = query.where(column == value)
	if frappe.db.get_value("Sales Centre", centre, "require_consent"):
		called_in = lead.batch.isnull() | (lead.batch == "")
		query = query.where(lead.batch.isin(proven_batches(centre)) | called_in)
	return [row[0] for row in query.run()]


def proven_batches(centre: str) -> list[str]:
	"""Batches of a centre that have evidence of their source. Leads of incoming calls need none: the customer called."""
	found = frappe.get_all(
		"Lead Batch",
		filters={"centre": centre},
		or_filters={"evidence": ("is", "set"), "evidence_note": ("is", "set")},
		pluck="name",
	)
	return found or [""]


def record(
	sales_group: str, agent: str, names: list[str], day: date, method: str, reason: str | None = None
) -> dict:
	"""Give locked leads to an agent and write it down."""
	lead = frappe.qb.DocType("Call Lead")
	name = write_history("Hand Out", sales_group, agent, names, day, method, reason)
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
