"""Leads go to an agent and return to the pool, each time with a Lead Allocation as history (R7)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable, Sequence
from datetime import date

import frappe
from pypika import Case

from dianjian_app.bulk_writer import insert_rows
from dianjian_app.resources import consent


def give_to_agent(
	sales_group: str,
	agent: str,
	leads: Sequence[str],
	day: date,
	method: str,
	reason: str | None = None,
	*,
	request_key: str | None = None,
) -> dict:
	"""Give locked leads to an agent; gives {"agent", "lead_count", "name": of the Lead Allocation}.

	method: a Lead Allocation's method; request_key: as in `allocation.hand_out`. Raises ConsentError where a lead lacks
	the evidence that its centre requires (R5).
	"""
	consent.check_evidence(leads)
	allocation = _write_allocation("Hand Out", sales_group, agent, leads, day, method, reason, request_key)
	_set_holder(sales_group, agent, leads, day)
	return {"agent": agent, "lead_count": len(leads), "name": allocation}


def lend(
	sales_group: str, agent: str, leads: Sequence[str], day: date, reason: str, *, stands_in_for: str | None
) -> None:
	"""Locked leads go to who stands in for their agent, or back from there; the day counts as their hand-out (R34).

	stands_in_for: whose they stay; None when they come back.
	"""
	_write_allocation("Transfer", sales_group, agent, leads, day, "Automatic", reason)
	_set_holder(sales_group, agent, leads, day, stands_in_for)


def _set_holder(
	sales_group: str, agent: str, leads: Sequence[str], day: date, stands_in_for: str | None = None
) -> None:
	lead = frappe.qb.DocType("Call Lead")
	(
		frappe.qb.update(lead)
		.set(lead.agent, agent)
		.set(lead.agent_name, frappe.db.get_value("Sales Staff", agent, "staff_name"))
		.set(lead.stands_in_for, stands_in_for)
		.set(lead.sales_group, sales_group)
		.set(lead.status, Case().when(lead.status == "Pool", "Held").else_(lead.status))
		.set(lead.allocated_on, day)
		.set(lead.retry_at, None)  # whoever has the customer now begins anew
		.set(lead.retries_over, 0)
		.where(lead.name.isin(list(leads)))
		.run()
	)


def return_to_pool(leads: Iterable[str], day: date, reason: str, *, held_by: str | None = None) -> int:
	"""Return leads to their group's pool; gives how many were returned.

	The leads are locked and read again: one that another agent got meanwhile stays with that agent. held_by: only leads
	of this agent.
	"""
	names = sorted(leads)
	if not names:
		return 0
	lead = frappe.qb.DocType("Call Lead")
	holder = lead.agent == held_by if held_by else lead.agent != ""
	query = (
		frappe.qb.from_(lead)
		.select(lead.name, lead.agent, lead.sales_group)
		.where(lead.name.isin(names) & holder)
		.orderby(lead.name)
	)
	by_holder: dict[tuple[str, str], list[str]] = {}
	for name, agent, group in query.for_update().run():
		by_holder.setdefault((agent, group), []).append(name)
	for (agent, group), of_agent in by_holder.items():
		_write_allocation("Return", group, agent, of_agent, day, "Selection", reason)
		(
			frappe.qb.update(lead)
			.set(lead.agent, None)
			.set(lead.agent_name, None)
			.set(lead.stands_in_for, None)
			.set(lead.allocated_on, None)
			.set(lead.retry_at, None)
			.set(lead.retries_over, 0)
			.set(lead.status, Case().when(lead.status == "Held", "Pool").else_(lead.status))
			.where(lead.name.isin(of_agent))
			.run()
		)
	return sum(map(len, by_holder.values()))


def find_earlier_hand_out(sales_group: str, request_key: str) -> list[dict]:
	"""What a hand-out with this key gave already, as `give_to_agent` told it; [] for a new key.

	To be asked after `lock_hand_outs`: the locking read sees a first request that has just ended.
	"""
	allocation = frappe.qb.DocType("Lead Allocation")
	query = (
		frappe.qb.from_(allocation)
		.select(allocation.agent, allocation.lead_count, allocation.name)
		.where((allocation.request_key == _stored_key(request_key)) & (allocation.sales_group == sales_group))
		.orderby(allocation.name)
	)
	return query.for_update().run(as_dict=True)


def _stored_key(request_key: str) -> str:
	"""The key as it is stored: nobody can repeat or guess another user's request."""
	return hashlib.sha256(f"{frappe.session.user}|{request_key}".encode()).hexdigest()


def _write_allocation(
	action: str,
	sales_group: str,
	agent: str,
	leads: Sequence[str],
	day: date,
	method: str,
	reason: str | None = None,
	request_key: str | None = None,
) -> str:
	"""Insert one Lead Allocation with its leads; gives its name."""
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).where(lead.name.isin(list(leads))).for_update()
	query = query.select(lead.name, lead.customer_name, lead.phone_mask, lead.source, lead.centre, lead.agent)
	rows = {row.name: row for row in query.run(as_dict=True)}
	allocation = frappe.get_doc(
		doctype="Lead Allocation",
		action=action,
		date=day,
		method=method,
		agent=agent,
		agent_name=frappe.db.get_value("Sales Staff", agent, "staff_name"),
		sales_group=sales_group,
		centre=rows[leads[0]].centre,
		allocated_by=frappe.session.user,
		lead_count=len(leads),
		reason=reason,
		request_key=_stored_key(request_key) if request_key else None,
	)
	allocation.flags.by_allocation = True
	allocation.insert(
		ignore_permissions=True
	)  # the caller has asked for the right to the group; nobody writes an allocation by hand
	insert_rows(
		"Lead Allocation Item",
		("name", "idx", "lead", "customer_name", "phone_mask", "source", "previous_agent"),
		(
			(
				*(frappe.generate_hash(length=10), idx, name),
				*(rows[name].customer_name, rows[name].phone_mask, rows[name].source, rows[name].agent),
			)
			for idx, name in enumerate(leads, 1)
		),
		{
			**{"parent": allocation.name, "parenttype": "Lead Allocation", "parentfield": "items"},
			**{"centre": allocation.centre, "sales_group": sales_group, "agent": agent, "date": day},
			"docstatus": 0,
		},
	)
	return allocation.name
