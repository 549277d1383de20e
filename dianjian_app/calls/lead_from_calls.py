"""What the calls of live sheets say about their leads, written onto the leads (R8, decision 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import date, datetime, timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.resources.call_results import CallResult, results_of
from dianjian_app.resources.grades import grades_of
from dianjian_app.resources.lead_projection import (
	NOTHING,
	STEP_FIELDS,
	CallFacts,
	NextStep,
	write_call_facts,
)
from dianjian_app.resources.numbers import refusal


def update_leads_from_calls(leads: Iterable[str], *, as_committed: bool = False) -> None:
	"""Compute the calls' facts of these leads anew from every live sheet: one query, however many leads.

	as_committed: rows as committed now, not as this transaction saw them when it began; the caller holds the leads.
	"""
	wanted = sorted({n for n in leads if n})
	if not wanted:
		return
	row, sheet = frappe.qb.DocType("Call Sheet Row"), frappe.qb.DocType("Call Sheet")
	lead = frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(row)
		.join(sheet)
		.on(row.parent == sheet.name)
		.join(lead)
		.on(row.lead == lead.name)
		.select(
			*(row.result, row.recorded_at, lead.number_kept_at),
			*(row.lead, row.is_valid, row.grade, row.date, row.called_at, row.creation, row.centre),
			*(row.next_step, row.next_step_date, row.next_step_time, row.next_step_kind),
			*(lead.promises_answered_at, lead.status.as_("lead_status"), row.agent),
			lead.agent.as_("holder"),
		)
		.where(row.lead.isin(wanted) & (sheet.docstatus < 2))
		.orderby(row.date, row.idx)
	)
	calls = defaultdict(list)
	for call in (query.for_update() if as_committed else query).run(as_dict=True):
		calls[call.lead].append(call)
	write_call_facts({lead: _facts(calls[lead]) for lead in wanted})


def _facts(calls: list) -> CallFacts:
	spoken = [c for c in calls if c.is_valid]
	last = calls[-1] if calls else None
	last_spoken = spoken[-1] if spoken else None
	# a customer may be reached without a conversation, and graded all the same: refuses every contact
	graded = next((c for c in reversed(calls) if c.grade), None)
	# a promise stands until the customer is spoken with or another is made: nobody answering does not settle it
	settling = [c for c in calls if c.is_valid or c.next_step_date]
	promise = settling[-1] if settling and not _is_answered(settling[-1]) else None
	grade = grades_of(graded.centre).get(graded.grade) if graded else None
	due = graded and grade and grade.recycle_days and getdate(graded.date) + timedelta(grade.recycle_days)
	found = _result_of(last) if last else None
	retry_at, retries_over = _retries(calls)
	return CallFacts(
		grade=graded.grade if graded else None,
		follow_up_no=len(spoken),
		last_called_at=last and (last.called_at or last.creation),
		last_connected_at=last_spoken and (last_spoken.called_at or last_spoken.creation),
		next_step=NextStep(*(promise[field] for field in STEP_FIELDS)) if promise else NOTHING,
		due_on=due or None,
		is_out=bool(grade and grade.is_invalid),
		number_state=found.number_is if found else "",
		number_retired=_is_retired(calls),
		retry_at=retry_at,
		retries_over=retries_over,
	)


def _is_answered(call: frappe._dict) -> bool:
	"""Whether a visit, deal or refusal has answered what this call promised: it came after the call, and a visit answers
	only what was due by its day."""
	answered = call.promises_answered_at
	if not answered or not call.next_step_date or (call.recorded_at or call.creation) > answered:
		return False
	return call.lead_status == "Deal" or getdate(call.next_step_date) <= getdate(answered)


def _result_of(call: frappe._dict) -> CallResult | None:
	return results_of(call.centre).get(call.result or "")


def _is_retired(calls: list) -> bool:
	"""Whether a result that retires numbers came on as many days as it says, since the last conversation (R11).

	Calls from before the leader kept the number do not count.
	"""
	days: dict[CallResult, set[date]] = defaultdict(set)
	for call in calls:
		result = _result_of(call)
		if call.is_valid:
			days.clear()
		elif result and result.retires_after and _is_after(call, call.number_kept_at):
			days[result].add(call.date)
	return any(len(found) >= result.retires_after for result, found in days.items())


def _retries(calls: list) -> tuple[datetime | None, bool]:
	"""When the customer is to be called again by whoever has them, and whether that was tried often enough (R11).

	By the result of the last call, counted since the last conversation.
	"""
	tried = []
	for call in reversed(calls):
		if call.is_valid or call.agent != call.holder:
			break
		tried.append(call)
	last = _result_of(tried[0]) if tried else None
	if not last:
		return None, False
	if last.retry_most and sum(call.result == last.name for call in tried) > last.retry_most:
		return None, True
	if not last.retry_hours:
		return None, False
	return (tried[0].called_at or tried[0].creation) + timedelta(hours=last.retry_hours), False


def _is_after(call: frappe._dict, kept_at: datetime | None) -> bool:
	return not kept_at or bool(call.recorded_at and call.recorded_at > kept_at)


def refuse_where_asked(rows: Iterable) -> None:
	"""Customers who refused further calls: do-not-call for the whole site (R10)."""
	for row in rows:
		if row.do_not_call and row.phone_hash:
			refusal.refuse([row.phone_hash], _("Asked during a call"), "Call", row)
