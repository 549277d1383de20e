"""The agent's list for today: who is to be called back at this time, promised next steps, due follow-ups, then what was
handed out (R7, R8). Who is to be called back later today stands at the end."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import get_datetime, getdate, now_datetime
from pypika import Case, CustomFunction, Field, Order

from dianjian_app.calls.call_sheet_events import live_key
from dianjian_app.calls.limits import on_the_list
from dianjian_app.calls.messages_by_hand import noted_today
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.call_results import result_options
from dianjian_app.resources.grades import grade_options
from dianjian_app.resources.lead_projection import STEP_FIELDS
from dianjian_app.stage_codes import call_sheet_stages

if TYPE_CHECKING:
	from pypika.queries import QueryBuilder, Table
	from pypika.terms import Term


LIMIT = 300
HISTORY = 8
WORKED = ("Held", "Invited", "Visited", "Deal")
REASONS = ("callback", "promised", "due", "new", "again", "later")
CALL_AGAIN = ("", "Call Again")
"""what a promise is kept by that is no message and no invitation"""
Timestamp = CustomFunction("TIMESTAMP", ["day", "time"])
TARGET_HOOK = "dianjian_call_target"
"""functions (agent, day) → customers to connect that day, or None; a later room knows the rule"""


@frappe.whitelist()
def today_list() -> dict:
	"""What the session's agent has to call today, most urgent first, and how far the day has come.

	Gives {"agent", "agent_name", "date", "sheet", "stage", "return_reason", "customers_connected", "calls_total",
	"target" (None: unknown), "calling": {"allowed", "hours"}, "leads": [{"name", "customer_name", "phone_mask", "reason" (callback, promised, due, new, again or later),
	"grade", …}], "counts": {reason: number, however long the list is}, "called": today's rows, latest first,
	"next_call_back": seconds until the next customer is to be called back today, None for nobody,
	"messages": {lead: how today's message to them was sent}, "open_sheets": earlier days' sheets not handed in,
	"results", "grades", "products", "segments"}. Leads called today are left
	out of "leads". Raises PermissionError when the user is no agent.
	"""
	agent = staff_of_user(frappe.session.user) or ""
	if not agent or not frappe.has_permission("Call Sheet", "write"):
		frappe.throw(_("This list is for telesales agents."), frappe.PermissionError)
	day = getdate(now_datetime())
	staff = frappe.db.get_value("Sales Staff", agent, ["staff_name", "centre"], as_dict=True)
	sheet = _sheet_of(agent, day)
	leads = _leads(agent, day, sheet.name or "")
	return {
		"agent": agent,
		"agent_name": staff.staff_name,
		"date": str(day),
		"sheet": sheet.name,
		"stage": sheet.stage or call_sheet_stages.DRAFT,
		"return_reason": sheet.return_reason,
		"customers_connected": sheet.customers_connected or 0,
		"calls_total": sheet.calls_total or 0,
		"calls_valid": sheet.calls_valid or 0,
		"intention_count": sheet.intention_count or 0,
		"target": target_of(agent, day),
		"calling": on_the_list(staff.centre, leads, now_datetime()),
		"leads": leads,
		"counts": _counts(agent, day, sheet.name or "", leads),
		"next_call_back": _next_call_back(leads),
		"called": _called(sheet.name) if sheet.name else [],
		"messages": noted_today(agent),
		"open_sheets": _open_sheets(agent, day),
		"results": result_options(staff.centre),
		"grades": grade_options(staff.centre),
		"products": product_options(),
		"segments": segment_options(),
	}


@frappe.whitelist()
def calls_of(lead: str) -> dict[str, Any]:
	"""The latest calls to a customer, by whomever: the customer's file goes with the customer (R43).

	Gives {"total", "calls": [{"date", "called_at", "agent_name", "connected", "result", "grade", "product_need", "remarks",
	"said", "next_step", "next_step_date", "follow_up_no"}]}, the latest HISTORY of them, latest first. Raises
	PermissionError when the user may not read the lead.
	"""
	frappe.get_doc("Call Lead", lead).check_permission("read")
	row, sheet = frappe.qb.DocType("Call Sheet Row"), frappe.qb.DocType("Call Sheet")
	query = (
		frappe.qb.from_(row)
		.join(sheet)
		.on(row.parent == sheet.name)
		.select(
			*(row.date, row.called_at, sheet.agent_name, row.connected, row.result, row.grade),
			row.product_need,
			*(row.remarks, row.said, row.follow_up_no, *(row[field] for field in STEP_FIELDS)),
		)
		.where((row.lead == lead) & (sheet.docstatus < 2))
		.orderby(row.date, row.idx, order=Order.desc)
	)
	calls = query.run(as_dict=True)
	return {"total": len(calls), "calls": calls[:HISTORY]}


def leads_to_call(agent: str, day: date) -> list[frappe._dict]:
	"""The agent's leads to call on a day and not called yet, most urgent first; for forms of the agent (R7, R15)."""
	return [frappe._dict(lead) for lead in _leads(agent, day, _sheet_of(agent, day).name or "")]


def number_to_call(agent: str, day: date) -> int:
	"""How many leads the agent has to call on a day and has not called yet, however many a list shows."""
	query, _lead, _urgency = _urgent(agent, day, _sheet_of(agent, day).name or "")
	return query.select(Count("*")).run()[0][0]


def target_of(agent: str, day: date) -> int | None:
	"""Customers the agent is to connect on a day, as the rules of a later room say; None when nobody knows (R20)."""
	for path in frappe.get_hooks(TARGET_HOOK):
		target = frappe.get_attr(path)(agent, day)
		if target is not None:
			return int(target)
	return None


def product_options() -> list[dict]:
	"""Products to choose from, in the reader's language."""
	chinese = (frappe.local.lang or "").startswith("zh")
	products = frappe.get_all(
		"Product Type",
		filters={"disabled": 0},
		fields=["name", "product_name", "english_name"],
		order_by="sort_order, name",
	)
	return [
		{"value": p.name, "label": p.product_name if chinese else p.english_name or p.product_name}
		for p in products
	]


def segment_options() -> list[dict]:
	"""Customer segments to choose from (R11)."""
	options = frappe.get_meta("Call Sheet Row").get_field("segment").options.split("\n")
	return [{"value": o, "label": _(o)} for o in options if o]


def _sheet_of(agent: str, day: date) -> frappe._dict:
	fields = ["name", "stage", "customers_connected", "calls_total", "calls_valid", "intention_count"]
	fields.append("return_reason")
	return frappe.db.get_value("Call Sheet", {"live_key": live_key(agent, day)}, fields, as_dict=True) or (
		frappe._dict()
	)


def _open_sheets(agent: str, day: date) -> list[dict]:
	return frappe.get_all(
		"Call Sheet",
		filters={"agent": agent, "docstatus": 0, "stage": ("in", call_sheet_stages.OPEN), "date": ("<", day)},
		fields=["name", "date", "stage", "return_reason"],
		order_by="date",
	)


def _called(sheet: str) -> list[dict]:
	fields = (
		"lead",
		"customer_name",
		"phone_mask",
		"connected",
		"result",
		"grade",
		"product_need",
		"remarks",
		*("said", "segment", "project_asked", "do_not_call"),
	)
	return frappe.get_all(
		"Call Sheet Row",
		filters={"parent": sheet, "parenttype": "Call Sheet"},
		fields=["name", *fields, "called_at", "recorded_at", *STEP_FIELDS],
		order_by="idx desc",
	)


def _urgent(agent: str, day: date, sheet: str) -> tuple[QueryBuilder, Table, Term]:
	"""The agent's leads to call today, not called yet, with their urgency: (query, table, urgency)."""
	lead, row = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Call Sheet Row")
	called = frappe.qb.from_(row).select(row.lead).where((row.parent == sheet) & row.lead.isnotnull())
	now = now_datetime() if day == getdate() else datetime.combine(day, time(23, 59, 59))
	promised = lead.next_step_date.isnotnull() & (lead.next_step_date <= day)
	call_back, at = call_back_of(lead)
	# promised at a time, and not called since
	waits = promised & call_back & (lead.last_called_at.isnull() | (lead.last_called_at < at))
	is_back = lead.retry_at.isnotnull() & (lead.retry_at <= now)
	again = (lead.retry_at.isnull() | is_back) & (lead.retries_over == 0)
	later = lead.next_step_date.isnotnull() & (lead.next_step_date > day)
	due = lead.due_on.isnotnull() & (lead.due_on <= day)
	unreached = lead.last_connected_at.isnull()
	urgency = (
		Case()
		.when(waits & (at <= now), 1)
		.when(waits, 6)
		.when(promised, 2)
		.when(due, 3)
		.when(lead.last_called_at.isnull(), 4)
		.else_(5)
		.as_("urgency")
	)
	query = (
		frappe.qb.from_(lead)
		.where((lead.agent == agent) & (lead.do_not_call == 0) & lead.status.isin(WORKED))
		.where(lead.number_retired == 0)
		.where(promised | (again & (due | (unreached & later.negate()))))
		.where(lead.name.notin(called) | is_back | waits)
	)
	return query, lead, urgency


def call_back_of(lead: Table) -> tuple[Term, Term]:
	"""(the lead's customer is promised a call at a time of the day, that moment)."""
	timed = lead.next_step_time.isnotnull() & (lead.next_step_time != "")
	is_call = lead.next_step_kind.isnull() | lead.next_step_kind.isin(CALL_AGAIN)
	return timed & is_call, Timestamp(lead.next_step_date, lead.next_step_time)


def _next_call_back(leads: list[dict]) -> int | None:
	moments = [
		get_datetime(f"{lead['next_step_date']} {lead['next_step_time']}")
		for lead in leads
		if lead["reason"] == "later"
	]
	return max(0, int((min(moments) - now_datetime()) / timedelta(seconds=1))) if moments else None


def _leads(agent: str, day: date, sheet: str) -> list[dict]:
	query, lead, urgency = _urgent(agent, day, sheet)
	query = query.select(
		*(lead.name, lead.customer_name, lead.phone_mask, lead.grade, lead.source, lead.product_need),
		*(lead.follow_up_no, lead.due_on, lead.last_called_at, *(lead[field] for field in STEP_FIELDS)),
		*(lead.remarks, lead.segment, lead.project_asked, lead.status, urgency),
	)
	urgent_first = (Field("urgency"), lead.next_step_date, lead.next_step_time, lead.due_on)
	query = query.orderby(*urgent_first, lead.last_called_at, lead.name)
	return [{**r, "reason": REASONS[r.urgency - 1]} for r in query.limit(LIMIT).run(as_dict=True)]


def _counts(agent: str, day: date, sheet: str, leads: list[dict]) -> dict[str, int]:
	if len(leads) < LIMIT:
		return {reason: sum(1 for r in leads if r["reason"] == reason) for reason in REASONS}
	query, _lead, urgency = _urgent(agent, day, sheet)
	found = dict(query.select(urgency, Count("*")).groupby(Field("urgency")).run())
	return {reason: found.get(n, 0) for n, reason in enumerate(REASONS, 1)}
