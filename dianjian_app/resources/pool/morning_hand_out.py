"""The hand-out of the morning: each group that wants it shares out so many leads an agent, by the leader's own rules (R7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.resources.pool import availability, free_leads
from dianjian_app.resources.pool.free_leads import Wanted
from dianjian_app.resources.pool.hand_out_page import EVENLY, shares_of

AUTOMATIC = "Automatic"
REASON = "Daily hand-out"


def hand_out_daily(day: date | None = None) -> int:
	"""In the morning: each group that wants it hands out so many leads an agent; once a day (R7).

	Gives how many leads went out. Nobody absent gets any; the leader is told. One group that fails keeps no other back.
	"""
	day = day or getdate()
	groups = frappe.get_all(
		"Sales Group",
		{"disabled": 0, "auto_allocation": 1, "auto_per_agent": (">", 0)},
		["name", "auto_per_agent", "auto_way", "leader"],
		order_by="name",
	)
	count = 0
	for group in groups:
		frappe.db.savepoint("hand_out_daily")
		try:
			count += _hand_out_group(group, day)
		except Exception:
			frappe.db.rollback(save_point="hand_out_daily")
			frappe.log_error(title=f"Automatic hand-out: {group.name}")
	return count


def _hand_out_group(group, day: date) -> int:
	free_leads.take_turns(group.name)
	if _done(group.name, day):
		return 0
	there = availability.eligible_agents(group.name, day)
	total = int(sum(there.values(), Decimal(0)) * group.auto_per_agent)
	shares = shares_of(total, there, group.auto_way or EVENLY, day, each=group.auto_per_agent)
	wanted = {a: n for a, n in shares.items() if n}
	leads = free_leads.take_from_pool(Wanted(group.name, day), sum(wanted.values())) if wanted else []
	for agent, names in free_leads.deal_in_turn(leads, wanted).items():
		if names:
			free_leads.record(group.name, agent, names, day, AUTOMATIC, REASON)
	_tell_leader(group, len(leads), sum(wanted.values()))
	return len(leads)


def _done(sales_group: str, day: date) -> bool:
	"""Whether this morning's was done; a locking read, which sees what another run has just committed."""
	allocation = frappe.qb.DocType("Lead Allocation")
	query = (
		frappe.qb.from_(allocation)
		.select(allocation.name)
		.where((allocation.sales_group == sales_group) & (allocation.date == day))
		.where((allocation.method == AUTOMATIC) & (allocation.reason == REASON))
		.limit(1)
	)
	return bool(query.for_update().run())


def _tell_leader(group, given: int, wanted: int) -> None:
	user = group.leader and frappe.db.get_value("Sales Staff", group.leader, "user")
	if not user or not wanted:
		return
	frappe.get_doc(
		doctype="Notification Log",
		for_user=user,
		type="Alert",
		document_type="Sales Group",
		document_name=group.name,
		subject=_("{0} of {1} leads were handed out this morning").format(given, wanted),
	).insert(ignore_permissions=True)  # told by the clock
