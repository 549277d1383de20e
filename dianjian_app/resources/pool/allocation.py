"""Handing leads out and taking them back (R7, R10): rows are locked, history is kept, no absent agent gets any."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import getdate, today

from dianjian_app.in_words import shortened
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of
from dianjian_app.resources import consent
from dianjian_app.resources.pool import allocation_request, free_leads, lead_transfer
from dianjian_app.resources.pool.allocation_request import AllocationError
from dianjian_app.resources.pool.availability import present_agents
from dianjian_app.resources.pool.free_leads import PoolQuery
from dianjian_app.resources.pool.shares import deal_out

OPEN = ("Held", "Invited", "Visited")
SHOWN_PROBLEMS = 20
"""how many leads that cannot be handed out a message names"""
METHODS = ("Quota", "Even", "By Count", "Performance")


@frappe.whitelist()
def agents_today(sales_group: str, date: str | None = None) -> list[dict]:
	"""The group's agents with presence and open leads, for its leader (R7).

	date: YYYY-MM-DD, default today. Gives [{"agent", "agent_name", "presence": days, "held"}] by name; absent agents have
	presence 0. Raises frappe.PermissionError.
	"""
	allocation_request.check_leader(sales_group)
	day = getdate(date or today())
	agents = list(agents_of(group=sales_group, period=Period(day, day)))
	if not agents:
		return []
	presence = present_agents(agents, day)
	staff = frappe.get_all(
		"Sales Staff", filters={"name": ("in", agents)}, fields=["name", "staff_name"], order_by="name"
	)
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(lead.agent, Count("*")).groupby(lead.agent)
	held = dict(query.where(lead.agent.isin(agents) & lead.status.isin(OPEN)).run())
	return [
		{
			"agent": s.name,
			"agent_name": s.staff_name,
			"presence": float(presence.get(s.name, 0)),
			"held": held.get(s.name, 0),
		}
		for s in staff
	]


@frappe.whitelist(methods=["POST"])
def hand_out(
	sales_group: str,
	quotas: str | dict,
	date: str | None = None,
	filters: str | dict | None = None,
	method: str = "Quota",
	request_key: str | None = None,
	**former: Any,
) -> list[dict]:
	"""Hand out leads of a group's pool to its agents, all in one transaction (R7).

	quotas: agent → how many (JSON text from the desk); date: default today, not earlier; filters, former: as in
	`allocation_request.read_filter`; method: one of METHODS, for the record; request_key: made by the caller for one
	hand-out, so that sending it twice hands out once. Gives [{"agent", "lead_count", "name"}]. When the pool has fewer
	leads, agents are served in turn. Raises AllocationError (absent agent, bad number, empty pool) and
	frappe.PermissionError; then nothing has changed.
	"""
	allocation_request.check_leader(sales_group)
	day = allocation_request.read_day(date)
	wanted = allocation_request.read_quotas(quotas)
	allocation_request.check_agents(sales_group, wanted, day)
	if method not in METHODS:
		frappe.throw(_("Unknown way of handing out: {0}.").format(method), AllocationError)
	pool = PoolQuery(sales_group, day, allocation_request.read_filter(filters, former))
	free_leads.lock_hand_outs(sales_group)
	if request_key and (done := lead_transfer.find_earlier_hand_out(sales_group, request_key)):
		return done
	leads = free_leads.lock_free_leads(pool, sum(wanted.values()))
	if not leads:
		frappe.throw(
			_("The pool of {0} has no such leads. Import a batch or choose wider filters.").format(
				sales_group
			),
			AllocationError,
			title=_("Nothing to Hand Out"),
		)
	return [
		lead_transfer.give_to_agent(sales_group, agent, names, day, method, request_key=request_key)
		for agent, names in deal_out(leads, wanted).items()
		if names
	]


@frappe.whitelist(methods=["POST"])
def hand_over(sales_group: str, leads: str | list, agent: str, date: str | None = None) -> list[dict]:
	"""Hand chosen leads to one agent (R7). leads: names (JSON text from the desk); date: as in `hand_out`.

	All or none: leads that another agent holds, that refuse calls, are out, lie in another pool or lack the evidence that
	the centre requires are refused by name. Raises AllocationError, frappe.PermissionError.
	"""
	allocation_request.check_leader(sales_group)
	day = allocation_request.read_day(date)
	names = allocation_request.read_leads(leads)
	allocation_request.check_agents(sales_group, {agent: len(names)}, day)
	lead = frappe.qb.DocType("Call Lead")
	rows = (
		frappe.qb.from_(lead)
		.select(lead.name, lead.agent, lead.do_not_call, lead.status, lead.centre, lead.sales_group)
		.where(lead.name.isin(names))
		.orderby(lead.name)
		.for_update()
		.run(as_dict=True)
	)
	centre = frappe.db.get_value("Sales Group", sales_group, "centre")
	without_evidence = consent.leads_without_evidence(names)
	missing = set(names) - {row.name for row in rows}
	problems = [_("{0} does not exist.").format(name) for name in sorted(missing)]
	problems += [p for row in rows if (p := _problem(row, centre, sales_group, agent, without_evidence))]
	if problems:
		frappe.throw(
			"<br>".join(shortened(problems, SHOWN_PROBLEMS)), AllocationError, title=_("Cannot Hand Out")
		)
	unheld = [row.name for row in rows if not row.agent]
	if not unheld:
		return []
	return [lead_transfer.give_to_agent(sales_group, agent, unheld, day, "Selection")]


def _problem(
	row: frappe._dict, centre: str, sales_group: str, agent: str, without_evidence: dict[str, str]
) -> str | None:
	"""Why a lead cannot be handed to the agent, or None."""
	if row.centre != centre or (row.sales_group and row.sales_group != sales_group):
		return _("{0} is not in the pool of {1}.").format(row.name, sales_group)
	if row.do_not_call:
		return _("{0} refuses calls and cannot be handed out.").format(row.name)
	if row.status == "Out":
		return _("{0} is out: the customer has no intention to buy.").format(row.name)
	if row.status == "Deal":
		return _("{0} has already bought and cannot be handed out.").format(row.name)
	if row.agent and row.agent != agent:
		return _("{0} is held by {1}. Take it back first.").format(row.name, row.agent)
	if row.name in without_evidence:
		return consent.missing_evidence_message(row.name, without_evidence[row.name])
	return None


@frappe.whitelist(methods=["POST"])
def take_back(leads: str | list, reason: str) -> int:
	"""Return leads to their group's pool, with a reason (R7). leads: names (JSON text from the desk).

	Gives how many; leads that nobody holds stay as they are. Raises AllocationError, frappe.PermissionError.
	"""
	names = allocation_request.read_leads(leads)
	if not (reason or "").strip():
		frappe.throw(_("Enter why the leads are taken back."), AllocationError, title=_("Reason Needed"))
	rows = frappe.get_list(
		"Call Lead", filters={"name": ("in", names)}, fields=["name", "sales_group", "centre"], limit=0
	)
	if len(rows) < len(names):
		frappe.throw(
			_("{0} of the leads do not exist or are not yours to take back.").format(len(names) - len(rows)),
			frappe.PermissionError,
		)
	for group in {row.sales_group for row in rows}:
		allocation_request.check_leader(group)
	return lead_transfer.return_to_pool(names, getdate(today()), reason.strip())


def return_open_leads(agent: str, sales_group: str, day: date) -> int:
	"""Return the open leads of an agent who leaves a group to that group's pool (decision 8); gives how many."""
	names = frappe.get_all(
		"Call Lead",
		filters={"agent": agent, "sales_group": sales_group, "status": ("in", OPEN)},
		pluck="name",
	)
	return lead_transfer.return_to_pool(names, day, _("Agent left the group"), held_by=agent)
