"""The leader's page of handing out: who is there and has what, what the pool holds, a proposal, and the daily automatic (R7)."""

from __future__ import annotations

from datetime import date, timedelta
from decimal import Decimal

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, getdate
from pypika import Case

from dianjian_app.resources import allocation, pool
from dianjian_app.resources.pool import Wanted
from dianjian_app.resources.sharing import performance, share

EVENLY, BY_PERFORMANCE, BY_PRESENCE = "Even", "Performance", "Quota"
WAYS = (EVENLY, BY_PERFORMANCE, BY_PRESENCE)
WEEKS = 4
AUTOMATIC = "Automatic"


@frappe.whitelist()
def board(sales_group: str) -> dict:
	"""Agents with presence and work, and the pool by source, grade and age, for the leader (R7).

	Gives {"agents": [{"agent", "agent_name", "presence", "held", "due", "called", "weight"}], "pool": [{"source", "grade",
	"age", "leads"}], "size"}. Raises PermissionError.
	"""
	allocation.check_leader(sales_group)
	day = getdate()
	agents = allocation.agents_today(sales_group)
	names = [a["agent"] for a in agents]
	work, weights = _work(names, day), _weights(names, day)
	for agent in agents:
		agent.update(work.get(agent["agent"], {"due": 0, "called": 0}))
		agent["weight"] = float(round(weights[agent["agent"]], 2))
	return {
		"agents": agents,
		"pool": _pool(sales_group, day),
		"size": pool.count_free(Wanted(sales_group, day)),
	}


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


def _weights(agents: list[str], day: date) -> dict[str, Decimal]:
	"""What each made of the leads in the last four weeks; newcomers count as the average does."""
	line = frappe.qb.DocType("Daily Ledger")
	rows = (
		frappe.qb.from_(line)
		.select(line.agent, Sum(line.connected), Sum(line.intention), Sum(line.visits), Sum(line.presence))
		.where(
			line.agent.isin(agents or [""])
			& line.date[day - timedelta(weeks=WEEKS) : day - timedelta(days=1)]
		)
		.groupby(line.agent)
		.run()
	)
	found = {
		agent: performance(*(Decimal(str(v or 0)) for v in figures))
		for agent, *figures in rows
		if figures[-1]
	}
	average = sum(found.values(), Decimal(0)) / len(found) if found else Decimal(1)
	return {agent: found.get(agent, average) for agent in agents}


def _pool(sales_group: str, day: date) -> list[dict]:
	"""Free leads of the pool by source, grade and age, most first."""
	lead = frappe.qb.DocType("Call Lead")
	centre = frappe.db.get_value("Sales Group", sales_group, "centre")
	age = (
		Case()
		.when(lead.date >= day - timedelta(days=7), "1")
		.when(lead.date >= day - timedelta(days=30), "2")
		.else_("3")
	)
	rows = (
		frappe.qb.from_(lead)
		.select(lead.source, lead.grade, age.as_("age"), Count("*").as_("leads"))
		.where((lead.centre == centre) & pool.free(lead, Wanted(sales_group, day)))
		.where(lead.due_on.isnull() | (lead.due_on <= day))
		.groupby(lead.source, lead.grade, age)
		.run(as_dict=True)
	)
	words = {"1": _("this week"), "2": _("this month"), "3": _("older")}
	for row in rows:
		row.age, row.grade = words[row.age], row.grade or _("new")
	return sorted(rows, key=lambda r: -r.leads)


@frappe.whitelist()
def propose(
	sales_group: str, total: int, way: str = EVENLY, agents: str | list | None = None
) -> dict[str, int]:
	"""How many each agent who is there would get of a number of leads; nothing is written (R7).

	way: Even, Performance, or Quota (by presence); agents: only these, names as JSON. No more is proposed than the pool
	has. Raises AllocationError, PermissionError.
	"""
	allocation.check_leader(sales_group)
	if way not in WAYS:
		frappe.throw(_("Unknown way of handing out: {0}.").format(way), allocation.AllocationError)
	day = getdate()
	there = allocation.eligible_agents(sales_group, day)
	chosen = frappe.parse_json(agents) if isinstance(agents, str) and agents else agents
	there = {a: p for a, p in there.items() if not chosen or a in chosen}
	free = pool.count_free(Wanted(sales_group, day))
	return _share(min(cint(total), free), there, way, day)


def _share(total: int, there: dict[str, Decimal], way: str, day: date) -> dict[str, int]:
	if way == BY_PERFORMANCE:
		weights = _weights(list(there), day)
		return share(total, {a: weights[a] * there[a] for a in there})
	if way == BY_PRESENCE:
		return share(total, there)
	return share(total, dict.fromkeys(there, Decimal(1)))


def hand_out_daily(day: date | None = None) -> int:
	"""In the morning: each group that wants it hands out so many leads an agent, by the same rules; once a day (R7).

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
	frappe.db.get_value("Sales Group", group.name, "name", for_update=True)
	if frappe.db.exists(
		"Lead Allocation", {"sales_group": group.name, "date": day, "method": AUTOMATIC, "reason": _reason()}
	):
		return 0
	there = allocation.eligible_agents(group.name, day)
	total = int(sum(there.values(), Decimal(0)) * group.auto_per_agent)
	wanted = {a: n for a, n in _share(total, there, group.auto_way or EVENLY, day).items() if n}
	leads = pool.take_from_pool(Wanted(group.name, day), sum(wanted.values())) if wanted else []
	shares = pool.deal_in_turn(leads, wanted)
	for agent, names in shares.items():
		if names:
			pool.record(group.name, agent, names, day, AUTOMATIC, _reason())
	_tell_leader(group, len(leads), sum(wanted.values()))
	return len(leads)


def _reason() -> str:
	return "Daily hand-out"


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
