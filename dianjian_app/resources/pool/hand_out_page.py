"""The leader's page for handing out: agents and their work, the pool, a proposal and a preview (R7).

Nothing here writes. The leader may change the proposal, and `allocation.hand_out` carries it out in one transaction.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, getdate
from pypika import Case

from dianjian_app.resources.grades import grades_of
from dianjian_app.resources.pool import allocation, allocation_request, availability, free_leads
from dianjian_app.resources.pool.free_leads import PoolQuery
from dianjian_app.resources.pool.lead_filter import UNGRADED, age_on
from dianjian_app.resources.pool.performance import RecentPerformance, recent_performance
from dianjian_app.resources.pool.proposal import EVENLY, WAYS, leads_received, proposed_shares
from dianjian_app.resources.pool.shares import deal_out

Kind = tuple[str, str, str]
"""(source, grade, age) of a lead"""


@frappe.whitelist()
def board(
	sales_group: str, date: str | None = None, filters: str | dict | None = None, **former: Any
) -> dict:
	"""The group's agents with presence, work and recent performance, and its pool, for the leader (R7).

	filters, former: as in `allocation_request.read_filter`. Gives {"agents": [{"agent", "agent_name", "presence", "held",
	"due", "called", "got", "days", "connected", "intention", "visits", "points", "is_new"}], "pool": [{"source", "grade",
	"age", "leads"}] of all free leads, "size": how many the filters leave, "unproven": how many wait for evidence of their
	source, "grades", "automatic": the group's settings of the morning hand-out}. Raises frappe.PermissionError,
	AllocationError.
	"""
	allocation_request.check_leader(sales_group)
	day = getdate(date)
	pool = PoolQuery(sales_group, day, allocation_request.read_filter(filters, former))
	agents = allocation.agents_today(sales_group, str(day))
	names = [a["agent"] for a in agents]
	work, received = _work_of(names, day), leads_received(names, day)
	performance = recent_performance(names, day)
	for agent in agents:
		name = agent["agent"]
		agent.update(work[name], got=received[name], **_performance_columns(performance[name]))
	centre = frappe.db.get_value("Sales Group", sales_group, "centre")
	return {
		"agents": agents,
		"pool": _pool_by_kind(sales_group, day),
		"size": free_leads.count_free_leads(pool),
		"unproven": free_leads.count_leads_without_evidence(pool),
		"grades": [
			{"value": g.code, "label": f"{g.code} {g.label}"}
			for g in grades_of(centre).values()
			if not g.is_invalid
		],
		"automatic": frappe.db.get_value(
			"Sales Group", sales_group, ["auto_allocation", "auto_per_agent", "auto_way"], as_dict=True
		),
	}


def _performance_columns(performance: RecentPerformance) -> dict[str, float | bool]:
	return {
		"days": float(performance.days),
		"connected": int(performance.connected),
		"intention": int(performance.intention),
		"visits": int(performance.visits),
		"points": float(round(performance.points, 2)),
		"is_new": performance.is_new,
	}


def _work_of(agents: list[str], day: date) -> dict[str, dict[str, int]]:
	"""Agent → {"due": open leads to call by the day, "called": calls made on the day}."""
	if not agents:
		return {}
	lead, sheet = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Call Sheet")
	is_due = (lead.due_on.isnotnull() & (lead.due_on <= day)) | (
		lead.next_step_date.isnotnull() & (lead.next_step_date <= day)
	)
	due = dict(
		frappe.qb.from_(lead)
		.select(lead.agent, Sum(Case().when(is_due, 1).else_(0)))
		.where(lead.agent.isin(agents) & lead.status.isin(allocation.OPEN) & (lead.do_not_call == 0))
		.groupby(lead.agent)
		.run()
	)
	called = dict(
		frappe.qb.from_(sheet)
		.select(sheet.agent, Sum(sheet.calls_total))
		.where((sheet.date == day) & sheet.agent.isin(agents) & (sheet.docstatus < 2))
		.groupby(sheet.agent)
		.run()
	)
	return {a: {"due": int(due.get(a) or 0), "called": int(called.get(a) or 0)} for a in agents}


def _pool_by_kind(sales_group: str, day: date) -> list[dict]:
	"""The free leads of the whole pool by source, grade and age, most first."""
	lead = frappe.qb.DocType("Call Lead")
	age = age_on(lead, day)
	rows = (
		free_leads.free_leads_query(PoolQuery(sales_group, day), lead)
		.select(lead.source, lead.grade, age.as_("age"), Count("*").as_("leads"))
		.groupby(lead.source, lead.grade, age)
		.run(as_dict=True)
	)
	for row in rows:
		row.grade = row.grade or UNGRADED
	return sorted(rows, key=lambda row: (-row.leads, row.source or "", row.grade))


@frappe.whitelist()
def propose(
	sales_group: str,
	total: int = 0,
	way: str = EVENLY,
	agents: str | list | None = None,
	each: int = 0,
	date: str | None = None,
	filters: str | dict | None = None,
	**former: Any,
) -> dict[str, int]:
	"""Agent → how many leads each present agent would get; nothing is written (R7).

	way: Even (the total in equal parts), Performance (the total by recent performance), Quota (`each` for everybody, less
	what they got that day already); half a day of work counts half. agents: only these (JSON text from the desk); filters,
	former: as in `allocation_request.read_filter`. No more is proposed than the pool has. Raises AllocationError,
	frappe.PermissionError.
	"""
	allocation_request.check_leader(sales_group)
	if way not in WAYS:
		frappe.throw(_("Unknown way of handing out: {0}.").format(way), allocation_request.AllocationError)
	day = getdate(date)
	chosen = frappe.parse_json(agents) if isinstance(agents, str) and agents else agents
	presence = {
		agent: days
		for agent, days in availability.eligible_agents(sales_group, day).items()
		if not chosen or agent in chosen
	}
	lead_filter = allocation_request.read_filter(filters, former)
	free = free_leads.count_free_leads(PoolQuery(sales_group, day, lead_filter))
	return proposed_shares(min(cint(total), free), presence, way, day, each=cint(each), free=free)


@frappe.whitelist()
def preview(
	sales_group: str,
	quotas: str | dict,
	date: str | None = None,
	filters: str | dict | None = None,
	**former: Any,
) -> dict:
	"""What a hand-out would give to each agent now; nothing is written or locked (R7).

	Arguments and checks as in `allocation.hand_out`. Gives {"asked", "given", "agents": [{"agent", "agent_name", "asked",
	"leads", "parts": [{"source", "grade", "age", "leads"}]}]}. Raises AllocationError, frappe.PermissionError.
	"""
	allocation_request.check_leader(sales_group)
	day = allocation_request.read_day(date)
	wanted = allocation_request.read_quotas(quotas)
	allocation_request.check_agents(sales_group, wanted, day)
	pool = PoolQuery(sales_group, day, allocation_request.read_filter(filters, former))
	names = free_leads.list_free_leads(pool, sum(wanted.values()))
	kinds = _kinds_of(names, day)
	staff = dict(
		frappe.get_all("Sales Staff", {"name": ("in", list(wanted))}, ["name", "staff_name"], as_list=True)
	)
	return {
		"asked": sum(wanted.values()),
		"given": len(names),
		"agents": [
			{
				"agent": agent,
				"agent_name": staff.get(agent, agent),
				"asked": wanted[agent],
				"leads": len(of_agent),
				"parts": _count_kinds(kinds[name] for name in of_agent),
			}
			for agent, of_agent in deal_out(names, wanted).items()
		],
	}


def _kinds_of(leads: list[str], day: date) -> dict[str, Kind]:
	if not leads:
		return {}
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(lead.name, lead.source, lead.grade, age_on(lead, day))
	rows = query.where(lead.name.isin(leads)).run()
	return {name: (source or "", grade or UNGRADED, age) for name, source, grade, age in rows}


def _count_kinds(kinds: Iterable[Kind]) -> list[dict]:
	counted = Counter(kinds).most_common()
	return [{"source": s, "grade": g, "age": a, "leads": n} for (s, g, a), n in counted]
