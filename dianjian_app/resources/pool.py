"""The pool of leads: taking from it under locks, giving back, and the history of both (R7)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from datetime import date

import frappe
from pypika import Case


def deal_in_turn(leads: Sequence[str], wanted: Mapping[str, int]) -> dict[str, list[str]]:
	"""Share leads among agents one by one, each up to what was asked for; nobody waits while another gets a second."""
	shares: dict[str, list[str]] = {agent: [] for agent in wanted}
	queue = list(leads)
	while queue and any(len(shares[a]) < n for a, n in wanted.items()):
		for agent, n in wanted.items():
			if queue and len(shares[agent]) < n:
				shares[agent].append(queue.pop(0))
	return shares


def take_from_pool(
	sales_group: str, count: int, day: date, source: str | None, grade: str | None, batch: str | None
) -> list[str]:
	"""Lock and give the oldest free leads of the group's or the centre's pool; rows locked by another are skipped."""
	centre = frappe.db.get_value("Sales Group", sales_group, "centre")
	lead = frappe.qb.DocType("Call Lead")
	free = (lead.agent.isnull() | (lead.agent == "")) & (lead.do_not_call == 0) & (lead.status != "Out")
	query = (
		frappe.qb.from_(lead)
		.select(lead.name)
		.where((lead.centre == centre) & free & (lead.due_on.isnull() | (lead.due_on <= day)))
		.where((lead.sales_group == sales_group) | lead.sales_group.isnull() | (lead.sales_group == ""))
	)
	for column, value in ((lead.source, source), (lead.grade, grade), (lead.batch, batch)):
		if value:
			query = query.where(column == value)
	if frappe.db.get_value("Sales Centre", centre, "require_consent"):
		proven = frappe.get_all(
			"Lead Batch",
			filters={"centre": centre},
			or_filters={"evidence": ("is", "set"), "evidence_note": ("is", "set")},
			pluck="name",
		)
		query = query.where(lead.batch.isin(proven or [""]))
	query = query.orderby(lead.date, lead.name).limit(count).for_update(skip_locked=True)
	return [row[0] for row in query.run()]


def record(sales_group: str, agent: str, names: list[str], day: date, method: str) -> dict:
	"""Give locked leads to an agent and write it down."""
	lead = frappe.qb.DocType("Call Lead")
	name = write_history("Hand Out", sales_group, agent, names, day, method)
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
	facts = {
		row.name: row
		for row in frappe.get_all(
			"Call Lead",
			filters={"name": ("in", names)},
			fields=["name", "customer_name", "phone_mask", "source", "centre", "agent"],
		)
	}
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
	)  # the leader's right to the group was asked for; nobody writes it by hand
	return allocation.name


def give_back(rows: Iterable, day: date, reason: str) -> int:
	"""Return leads (rows with name, agent, sales_group) to their group's pool and write it down; gives how many."""
	by_agent: dict[tuple[str, str], list[str]] = {}
	for row in rows:
		by_agent.setdefault((row.agent, row.sales_group), []).append(row.name)
	for (agent, group), names in by_agent.items():
		write_history("Return", group, agent, names, day, "Selection", reason)
		lead = frappe.qb.DocType("Call Lead")
		(
			frappe.qb.update(lead)
			.set(lead.agent, None)
			.set(lead.status, Case().when(lead.status == "Held", "Pool").else_(lead.status))
			.where(lead.name.isin(names))
			.run()
		)
	return sum(map(len, by_agent.values()))
