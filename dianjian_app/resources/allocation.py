"""Handing resources out and taking them back (R7, R10): rows are locked, history is kept, nobody absent gets any."""

from __future__ import annotations

import json
from collections.abc import Mapping
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import cint, getdate, today

from dianjian_app import roles
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of, presence_of
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.pool import deal_in_turn, give_back, record, take_from_pool

OPEN = ("Held", "Invited", "Visited")


class AllocationError(frappe.ValidationError):
	"""A lead or an agent that cannot take part in a hand-out."""


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

	date: YYYY-MM-DD, default today. Raises frappe.PermissionError.
	"""
	_check_leader(sales_group)
	day = getdate(date or today())
	present = eligible_agents(sales_group, day)
	staff = frappe.get_all(
		"Sales Staff", filters={"name": ("in", list(present) or [""])}, fields=["name", "staff_name"]
	)
	lead = frappe.qb.DocType("Call Lead")
	held = dict(
		frappe.qb.from_(lead)
		.select(lead.agent, Count("*"))
		.where(lead.agent.isin(list(present) or [""]) & lead.status.isin(OPEN))
		.groupby(lead.agent)
		.run()
	)
	return [
		{
			"agent": s.name,
			"agent_name": s.staff_name,
			"presence": float(present[s.name]),
			"held": held.get(s.name, 0),
		}
		for s in staff
	]


def eligible_agents(sales_group: str, day: date) -> dict[str, object]:
	"""Agents of the group who are there that day, with their presence; on leave, resting or suspended: absent."""
	agents = agents_of(group=sales_group, period=Period(day, day))
	presence = presence_of(agents, Period(day, day))
	active = set(
		frappe.get_all(
			"Sales Staff", filters={"name": ("in", list(agents) or [""]), "status": "Active"}, pluck="name"
		)
	)
	return {
		a: presence[(a, day)].presence
		for a in agents
		if a in active and (a, day) in presence and presence[(a, day)].presence > 0
	}


@frappe.whitelist(methods=["POST"])
def hand_out(
	sales_group: str,
	quotas: str | dict,
	date: str | None = None,
	source: str | None = None,
	grade: str | None = None,
	batch: str | None = None,
	method: str = "Quota",
) -> list[dict]:
	"""Hand out pool leads of a group to its agents (R7).

	quotas: agent → how many (JSON text from the desk); date: default today; source, grade, batch: only such leads.
	Gives [{"agent", "lead_count", "name"}]. When the pool holds fewer, agents are served in turn. Raises
	AllocationError (absent agent, bad count, empty pool), frappe.PermissionError.
	"""
	_check_leader(sales_group)
	day = getdate(date or today())
	wanted = {a: cint(n) for a, n in _as_mapping(quotas).items() if cint(n)}
	_check_agents(sales_group, wanted, day)
	leads = take_from_pool(sales_group, sum(wanted.values()), day, source, grade, batch)
	if not leads:
		frappe.throw(
			_("The pool of {0} holds no such lead. Import a batch, or choose less narrowly.").format(
				sales_group
			),
			AllocationError,
			title=_("Nothing to Hand Out"),
		)
	shares = deal_in_turn(leads, wanted)
	return [record(sales_group, agent, names, day, method) for agent, names in shares.items() if names]


@frappe.whitelist(methods=["POST"])
def hand_over(sales_group: str, leads: str | list, agent: str, date: str | None = None) -> list[dict]:
	"""Hand chosen leads to one agent (R7). leads: names (JSON text from the desk).

	Leads that another agent holds are refused, as are refused numbers. Raises AllocationError, PermissionError.
	"""
	_check_leader(sales_group)
	day = getdate(date or today())
	names = sorted(set(json.loads(leads) if isinstance(leads, str) else leads))
	_check_agents(sales_group, {agent: len(names)}, day)
	lead = frappe.qb.DocType("Call Lead")
	rows = (
		frappe.qb.from_(lead)
		.select(lead.name, lead.agent, lead.do_not_call, lead.centre, lead.sales_group)
		.where(lead.name.isin(names or [""]))
		.for_update()
		.run(as_dict=True)
	)
	centre = frappe.db.get_value("Sales Group", sales_group, "centre")
	for row in rows:
		if row.centre != centre or (row.sales_group and row.sales_group != sales_group):
			frappe.throw(_("{0} is not in the pool of {1}.").format(row.name, sales_group), AllocationError)
		if row.do_not_call:
			frappe.throw(_("{0} refuses calls and cannot be handed out.").format(row.name), AllocationError)
		if row.agent and row.agent != agent:
			frappe.throw(
				_("{0} is held by {1}. Take it back first.").format(row.name, row.agent), AllocationError
			)
	fresh = [r.name for r in rows if not r.agent]
	return [record(sales_group, agent, fresh, day, "Selection")] if fresh else []


@frappe.whitelist(methods=["POST"])
def take_back(leads: str | list, reason: str) -> int:
	"""Return leads to their group's pool, with a reason (R7). Gives how many. Raises PermissionError."""
	names = json.loads(leads) if isinstance(leads, str) else leads
	if not (reason or "").strip():
		frappe.throw(_("Say why the leads are taken back."), AllocationError, title=_("Reason Needed"))
	rows = frappe.get_list(
		"Call Lead",
		filters={"name": ("in", names), "agent": ("is", "set")},
		fields=["name", "agent", "sales_group"],
		limit=0,
	)
	for group in {r.sales_group for r in rows}:
		_check_leader(group)
	return give_back(rows, getdate(today()), reason)


def return_open_leads(agent: str, sales_group: str, on: date) -> int:
	"""An agent left the group or the centre: open leads go back to that group's pool (decision 8). Gives how many."""
	rows = frappe.get_all(
		"Call Lead",
		filters={"agent": agent, "sales_group": sales_group, "status": ("in", OPEN)},
		fields=["name", "agent", "sales_group"],
	)
	return give_back(rows, on, _("Agent left the group"))


def _check_leader(sales_group: str) -> None:
	"""Leader of this group or manager of its centre, or nobody."""
	if not sales_group or not frappe.db.exists("Sales Group", sales_group):
		frappe.throw(_("Choose the sales group."), AllocationError)
	if frappe.session.user == "Administrator":
		return
	if not {roles.LEADER, roles.MANAGER} & set(frappe.get_roles()):
		frappe.throw(_("Resources are handed out by the group's leader."), frappe.PermissionError)
	check_in_scope(
		frappe.get_doc(
			doctype="Lead Allocation",
			sales_group=sales_group,
			centre=frappe.db.get_value("Sales Group", sales_group, "centre"),
		)
	)


def _check_agents(sales_group: str, wanted: Mapping[str, int], day: date) -> None:
	if not wanted or any(n < 0 for n in wanted.values()):
		frappe.throw(_("Say how many leads each agent gets: a whole number above 0."), AllocationError)
	present = eligible_agents(sales_group, day)
	absent = sorted(set(wanted) - set(present))
	if absent:
		frappe.throw(
			_("{0} cannot get leads on {1}: not in {2}, resting, on leave, suspended or gone.").format(
				", ".join(absent), frappe.format(day, "Date"), sales_group
			),
			AllocationError,
			title=_("Agent Absent"),
		)


def _as_mapping(quotas: str | dict) -> dict:
	value = json.loads(quotas) if isinstance(quotas, str) else quotas
	if not isinstance(value, dict):
		frappe.throw(_("Say how many leads each agent gets."), AllocationError)
	return value
