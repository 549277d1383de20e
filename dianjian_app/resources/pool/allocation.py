"""Handing resources out and taking them back (R7, R10): rows are locked, history is kept, nobody absent gets any."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import getdate, today

from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of
from dianjian_app.resources import consent
from dianjian_app.resources.pool import allocation_request, free_leads
from dianjian_app.resources.pool.allocation_request import AllocationError
from dianjian_app.resources.pool.availability import present_of

OPEN = ("Held", "Invited", "Visited")
METHODS = ("Quota", "Even", "By Count", "Performance")


class NotHeldError(frappe.PermissionError):
	"""An agent touched a lead that is not theirs."""


def assert_held_by(lead: str, agent: str) -> None:
	"""An agent works only what was handed to them. Raises NotHeldError (R7)."""
	holder = frappe.db.get_value("Call Lead", lead, "agent")
	if holder != agent:
		frappe.throw(
			_("{0} was not handed out to you. Ask your leader for it.").format(lead),
			NotHeldError,
			title=_("Not Your Customer"),
		)


@frappe.whitelist()
def agents_today(sales_group: str, date: str | None = None) -> list[dict]:
	"""The group's agents with presence and open leads, for the leader's dialog (R7).

	date: YYYY-MM-DD, default today. Gives [{"agent", "agent_name", "presence": days, "held"}], by name; absent agents
	have presence 0. Raises frappe.PermissionError.
	"""
	allocation_request.check_leader(sales_group)
	day = getdate(date or today())
	agents = agents_of(group=sales_group, period=Period(day, day))
	present = present_of(agents, day)
	names = {"name": ("in", list(agents) or [""])}
	staff = frappe.get_all("Sales Staff", filters=names, fields=["name", "staff_name"], order_by="name")
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(lead.agent, Count("*")).groupby(lead.agent)
	held = dict(query.where(lead.agent.isin(list(agents) or [""]) & lead.status.isin(OPEN)).run())
	return [
		{
			"agent": s.name,
			"agent_name": s.staff_name,
			"presence": float(present.get(s.name, 0)),
			"held": held.get(s.name, 0),
		}
		for s in staff
	]


@frappe.whitelist()
def pool_size(
	sales_group: str,
	date: str | None = None,
	source: str | None = None,
	grade: str | None = None,
	batch: str | None = None,
	age: str | None = None,
) -> int:
	"""How many leads could be handed out (R7). Filters as in hand_out. Raises PermissionError, AllocationError."""
	allocation_request.check_leader(sales_group)
	return free_leads.count_free(
		allocation_request.wanted_of(sales_group, getdate(date or today()), source, grade, batch, age)
	)


@frappe.whitelist(methods=["POST"])
def hand_out(
	sales_group: str,
	quotas: str | dict,
	date: str | None = None,
	source: str | None = None,
	grade: str | None = None,
	batch: str | None = None,
	method: str = "Quota",
	age: str | None = None,
	request_key: str | None = None,
) -> list[dict]:
	"""Hand out pool leads of a group to its agents, all in one transaction (R7).

	quotas: agent → how many (JSON text from the desk); date: default today, not earlier; source (and all below it), grade
	("-": never graded), batch, age (week, month, older): only such leads; method: one of METHODS, for the record;
	request_key: made by the caller for one hand-out, so that sending it twice hands out once. Gives [{"agent",
	"lead_count", "name"}]. When the pool holds fewer, agents are served in turn. Raises AllocationError (absent agent,
	bad count, empty pool), PermissionError; then nothing has changed.
	"""
	allocation_request.check_leader(sales_group)
	day = allocation_request.day_of(date)
	wanted = allocation_request.counts_of(quotas)
	allocation_request.check_agents(sales_group, wanted, day)
	if method not in METHODS:
		frappe.throw(_("Unknown way of handing out: {0}.").format(method), AllocationError)
	kind = allocation_request.wanted_of(sales_group, day, source, grade, batch, age)
	free_leads.take_turns(sales_group)
	if request_key and (done := free_leads.done_before(sales_group, request_key)):
		return done
	leads = free_leads.take_from_pool(kind, sum(wanted.values()))
	if not leads:
		frappe.throw(
			_("The pool of {0} has no such leads. Import a batch or choose wider filters.").format(
				sales_group
			),
			AllocationError,
			title=_("Nothing to Hand Out"),
		)
	shares = free_leads.deal_in_turn(leads, wanted)
	return [
		free_leads.record(sales_group, agent, names, day, method, request_key=request_key)
		for agent, names in shares.items()
		if names
	]


@frappe.whitelist(methods=["POST"])
def hand_over(sales_group: str, leads: str | list, agent: str, date: str | None = None) -> list[dict]:
	"""Hand chosen leads to one agent (R7). leads: names (JSON text from the desk); date: as in hand_out.

	All or none: leads that another agent holds, that refuse calls, are out, lie in another pool or lack the evidence
	that the centre asks for are refused by name. Raises AllocationError, PermissionError.
	"""
	allocation_request.check_leader(sales_group)
	day = allocation_request.day_of(date)
	names = allocation_request.names_of(leads)
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
	unproven = consent.unproven(names)
	missing = set(names) - {r.name for r in rows}
	problems = [_("{0} does not exist.").format(name) for name in sorted(missing)]
	problems += [p for row in rows if (p := _problem(row, centre, sales_group, agent, unproven))]
	if problems:
		frappe.throw("<br>".join(problems[:20]), AllocationError, title=_("Cannot Hand Out"))
	fresh = [r.name for r in rows if not r.agent]
	return [free_leads.record(sales_group, agent, fresh, day, "Selection")] if fresh else []


def _problem(row, centre: str, sales_group: str, agent: str, unproven: dict[str, str]) -> str | None:
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
	if row.name in unproven:
		return consent.no_evidence(row.name, unproven[row.name])
	return None


@frappe.whitelist(methods=["POST"])
def take_back(leads: str | list, reason: str) -> int:
	"""Return leads to their group's pool, with a reason (R7). leads: names (JSON text from the desk).

	Gives how many; leads that nobody holds stay as they are. Raises AllocationError, PermissionError.
	"""
	names = allocation_request.names_of(leads)
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
	for group in {r.sales_group for r in rows}:
		allocation_request.check_leader(group)
	return free_leads.give_back(names, getdate(today()), reason.strip())


def return_open_leads(agent: str, sales_group: str, on: date) -> int:
	"""An agent left the group or the centre: open leads go back to that group's pool (decision 8). Gives how many."""
	names = frappe.get_all(
		"Call Lead",
		filters={"agent": agent, "sales_group": sales_group, "status": ("in", OPEN)},
		pluck="name",
	)
	return free_leads.give_back(names, on, _("Agent left the group"), held_by=agent) if names else 0
