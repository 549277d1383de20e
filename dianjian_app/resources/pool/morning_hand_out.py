"""The hand-out of the morning: a group that wants it gets a number of leads for each agent by itself (R7)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.desk_notices import put_on_desks
from dianjian_app.own_transactions import for_each
from dianjian_app.resources.pool import availability, free_leads, lead_transfer
from dianjian_app.resources.pool.free_leads import PoolQuery
from dianjian_app.resources.pool.proposal import EVENLY, proposed_shares
from dianjian_app.resources.pool.shares import deal_out

AUTOMATIC = "Automatic"
REASON = "Daily hand-out"


def hand_out_daily(day: date | None = None) -> int:
	"""Scheduled in the morning: hand out leads in each group that wants it, once a day (R7).

	Gives how many leads were handed out. Absent agents get none; the leader is told. A group that fails does not stop the
	others, and its leader is told that, too.
	"""
	day = day or getdate()
	groups = frappe.get_all(
		"Sales Group",
		{"disabled": 0, "auto_allocation": 1, "auto_per_agent": (">", 0)},
		["name", "auto_per_agent", "auto_way", "leader"],
		order_by="name",
	)
	given: dict[str, int] = {}

	def hand_out(group: frappe._dict) -> None:
		given[group.name] = _hand_out_in(group, day)

	failed = for_each(groups, hand_out, lambda group: f"Automatic hand-out: {group.name}")
	for_each(failed, _tell_failure, lambda group: f"Failed hand-out of {group.name} could not be told")
	return sum(given.values())


def _hand_out_in(group: frappe._dict, day: date) -> int:
	free_leads.lock_hand_outs(group.name)
	if _was_done(group.name, day):
		return 0
	presence = availability.eligible_agents(group.name, day)
	total = int(sum(presence.values(), Decimal(0)) * group.auto_per_agent)
	way = group.auto_way or EVENLY
	shares = proposed_shares(total, presence, way, day, each=group.auto_per_agent)
	quotas = {agent: share for agent, share in shares.items() if share}
	pool = PoolQuery(group.name, day)
	leads = free_leads.lock_free_leads(pool, sum(quotas.values())) if quotas else []
	for agent, names in deal_out(leads, quotas).items():
		if names:
			lead_transfer.give_to_agent(group.name, agent, names, day, AUTOMATIC, REASON)
	_tell_leader(group, len(leads), sum(quotas.values()))
	return len(leads)


def _was_done(sales_group: str, day: date) -> bool:
	"""Whether the group had its hand-out this morning. The locking read sees what another run has just committed."""
	allocation = frappe.qb.DocType("Lead Allocation")
	query = (
		frappe.qb.from_(allocation)
		.select(allocation.name)
		.where((allocation.sales_group == sales_group) & (allocation.date == day))
		.where((allocation.method == AUTOMATIC) & (allocation.reason == REASON))
		.limit(1)
	)
	return bool(query.for_update().run())


def _tell_leader(group: frappe._dict, given: int, wanted: int) -> None:
	if wanted:
		_tell(group, _("{0} of {1} leads were handed out this morning").format(given, wanted))


def _tell_failure(group: frappe._dict) -> None:
	_tell(group, _("This morning's hand-out failed; please hand out by hand"))


def _tell(group: frappe._dict, subject: str) -> None:
	user = group.leader and frappe.db.get_value("Sales Staff", group.leader, "user")
	if not user:
		return
	put_on_desks([user], "Sales Group", group.name, subject)
