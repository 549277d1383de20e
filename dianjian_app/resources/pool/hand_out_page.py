"""The leader's page of handing out: who is there and has what, what the pool holds, a proposal and a preview (R7).

Nothing here writes; the leader changes what is proposed and `resources.pool.allocation.hand_out` does it in one transaction.
"""

from __future__ import annotations

from collections import Counter
from datetime import date
from decimal import ROUND_HALF_UP, Decimal

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, getdate
from pypika import Case

from dianjian_app.resources.grades import grades_of
from dianjian_app.resources.pool import allocation, allocation_request, availability, free_leads
from dianjian_app.resources.pool.free_leads import UNGRADED, Wanted
from dianjian_app.resources.pool.performance import Achieved, achieved
from dianjian_app.resources.pool.shares import share

EVENLY, BY_PERFORMANCE, BY_QUOTA = "Even", "Performance", "Quota"
WAYS = (EVENLY, BY_QUOTA, BY_PERFORMANCE)


@frappe.whitelist()
def board(
	sales_group: str,
	date: str | None = None,
	source: str | None = None,
	grade: str | None = None,
	age: str | None = None,
	batch: str | None = None,
) -> dict:
	"""Agents with presence, work and what they made of their leads, and the pool, for the leader (R7).

	Filters as in allocation.hand_out. Gives {"agents": [{"agent", "agent_name", "presence", "held", "due", "called",
	"got", "days", "connected", "intention", "visits", "points", "is_new"}], "pool": [{"source", "grade", "age", "leads"}]
	of all that is free, "size": how many the filters leave, "unproven": how many wait for evidence of their source,
	"grades", "automatic"}. Raises PermissionError, AllocationError.
	"""
	allocation_request.check_leader(sales_group)
	day = getdate(date)
	wanted = allocation_request.wanted_of(sales_group, day, source, grade, batch, age)
	agents = allocation.agents_today(sales_group, str(day))
	names = [a["agent"] for a in agents]
	work, got, made = _work(names, day), got_on(names, day), achieved(names, day)
	for agent in agents:
		name = agent["agent"]
		agent.update(work[name], got=got[name], **_shown(made[name]))
	centre = frappe.db.get_value("Sales Group", sales_group, "centre")
	return {
		"agents": agents,
		"pool": _pool(wanted, centre),
		"size": free_leads.count_free(wanted),
		"unproven": free_leads.count_unproven(wanted),
		"grades": [
			{"value": g.code, "label": f"{g.code} {g.label}"}
			for g in grades_of(centre).values()
			if not g.is_invalid
		],
		"automatic": frappe.db.get_value(
			"Sales Group", sales_group, ["auto_allocation", "auto_per_agent", "auto_way"], as_dict=True
		),
	}


def _shown(made: Achieved) -> dict:
	return {
		"days": float(made.days),
		"connected": int(made.connected),
		"intention": int(made.intention),
		"visits": int(made.visits),
		"points": float(round(made.points, 2)),
		"is_new": made.is_new,
	}


def got_on(agents: list[str], day: date) -> Counter[str]:
	"""How many leads each was handed for a day, whatever became of them."""
	allocated = frappe.qb.DocType("Lead Allocation")
	rows = (
		frappe.qb.from_(allocated)
		.select(allocated.agent, Sum(allocated.lead_count))
		.where(allocated.agent.isin(agents or [""]) & (allocated.date == day))
		.where(allocated.action == "Hand Out")
		.groupby(allocated.agent)
		.run()
	)
	return Counter({agent: int(n or 0) for agent, n in rows})


def _work(agents: list[str], day: date) -> dict[str, dict]:
	lead, sheet = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Call Sheet")
	due = (lead.due_on.isnotnull() & (lead.due_on <= day)) | (
		lead.next_step_date.isnotnull() & (lead.next_step_date <= day)
	)
	rows = (
		frappe.qb.from_(lead)
		.select(lead.agent, Sum(Case().when(due, 1).else_(0)))
		.where(lead.agent.isin(agents or [""]) & lead.status.isin(allocation.OPEN) & (lead.do_not_call == 0))
		.groupby(lead.agent)
		.run()
	)
	called = dict(
		frappe.qb.from_(sheet)
		.select(sheet.agent, Sum(sheet.calls_total))
		.where((sheet.date == day) & sheet.agent.isin(agents or [""]) & (sheet.docstatus < 2))
		.groupby(sheet.agent)
		.run()
	)
	dues = {agent: int(n or 0) for agent, n in rows}
	return {a: {"due": dues.get(a, 0), "called": int(called.get(a) or 0)} for a in agents}


def _pool(wanted: Wanted, centre: str) -> list[dict]:
	"""Free leads of the whole pool by source, grade and age, most first; grade "" is never graded."""
	lead = frappe.qb.DocType("Call Lead")
	age = free_leads.age_of(lead, wanted.day)
	rows = (
		free_leads.free_query(Wanted(wanted.sales_group, wanted.day), lead)
		.select(lead.source, lead.grade, age.as_("age"), Count("*").as_("leads"))
		.groupby(lead.source, lead.grade, age)
		.run(as_dict=True)
	)
	for row in rows:
		row.grade = row.grade or UNGRADED
	return sorted(rows, key=lambda r: (-r.leads, r.source or "", r.grade))


@frappe.whitelist()
def propose(
	sales_group: str,
	total: int = 0,
	way: str = EVENLY,
	agents: str | list | None = None,
	each: int = 0,
	date: str | None = None,
	source: str | None = None,
	grade: str | None = None,
	age: str | None = None,
	batch: str | None = None,
) -> dict[str, int]:
	"""How many each agent who is there would get; nothing is written (R7).

	way: Even (the total in equal parts), Performance (the total by what each made of their leads), Quota (`each` for
	everybody, less what they got that day already); half a day of work counts half. agents: only these, names as JSON.
	No more is proposed than the pool has. Raises AllocationError, PermissionError.
	"""
	allocation_request.check_leader(sales_group)
	if way not in WAYS:
		frappe.throw(_("Unknown way of handing out: {0}.").format(way), allocation_request.AllocationError)
	day = getdate(date)
	chosen = frappe.parse_json(agents) if isinstance(agents, str) and agents else agents
	there = availability.eligible_agents(sales_group, day)
	there = {a: p for a, p in there.items() if not chosen or a in chosen}
	free = free_leads.count_free(allocation_request.wanted_of(sales_group, day, source, grade, batch, age))
	return shares_of(min(cint(total), free), there, way, day, each=cint(each), free=free)


def shares_of(
	total: int, there: dict[str, Decimal], way: str, day: date, *, each: int = 0, free: int | None = None
) -> dict[str, int]:
	"""Agent → how many of the total, or of the quota `each`; there: agent → presence. See propose."""
	if way == BY_QUOTA:
		got = got_on(list(there), day)
		quotas = {a: max(0, _whole(each * presence) - got[a]) for a, presence in there.items()}
		wanted = sum(quotas.values())
		if free is None or wanted <= free:
			return quotas
		return share(free, {a: Decimal(n) for a, n in quotas.items()})
	if way == BY_PERFORMANCE:
		made = achieved(list(there), day)
		return share(total, {a: made[a].points * presence for a, presence in there.items()})
	return share(total, there)


def _whole(value: Decimal) -> int:
	return int(value.to_integral_value(ROUND_HALF_UP))


@frappe.whitelist()
def preview(
	sales_group: str,
	quotas: str | dict,
	date: str | None = None,
	source: str | None = None,
	grade: str | None = None,
	age: str | None = None,
	batch: str | None = None,
) -> dict:
	"""What a hand-out would give to whom now; nothing is written or locked (R7).

	Arguments as in allocation.hand_out, and the same checks. Gives {"asked", "given", "agents": [{"agent", "agent_name",
	"asked", "leads", "parts": [{"source", "grade", "age", "leads"}]}]}. Raises AllocationError, PermissionError.
	"""
	allocation_request.check_leader(sales_group)
	day = allocation_request.day_of(date)
	counts = allocation_request.counts_of(quotas)
	allocation_request.check_agents(sales_group, counts, day)
	wanted = allocation_request.wanted_of(sales_group, day, source, grade, batch, age)
	names = free_leads.free_leads(wanted, sum(counts.values()))
	shares = free_leads.deal_in_turn(names, counts)
	facts = _facts(names, day)
	staff = dict(
		frappe.get_all("Sales Staff", {"name": ("in", list(counts))}, ["name", "staff_name"], as_list=True)
	)
	return {
		"asked": sum(counts.values()),
		"given": len(names),
		"agents": [
			{
				"agent": agent,
				"agent_name": staff.get(agent, agent),
				"asked": counts[agent],
				"leads": len(of_agent),
				"parts": _parts(facts[name] for name in of_agent),
			}
			for agent, of_agent in shares.items()
		],
	}


def _facts(names: list[str], day: date) -> dict[str, tuple]:
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(lead.name, lead.source, lead.grade, free_leads.age_of(lead, day))
	rows = query.where(lead.name.isin(names or [""])).run()
	return {name: (source or "", grade or UNGRADED, age) for name, source, grade, age in rows}


def _parts(found) -> list[dict]:
	counted = Counter(found).most_common()
	return [{"source": s, "grade": g, "age": a, "leads": n} for (s, g, a), n in counted]
