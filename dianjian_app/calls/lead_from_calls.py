"""What the calls of live sheets say about their leads, written onto the leads (R8, decision 7)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from datetime import timedelta

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.resources.grades import grades_of
from dianjian_app.resources.lead_projection import CallFacts, write_call_facts
from dianjian_app.resources.numbers import refusal


def update_leads_from_calls(leads: Iterable[str], *, as_committed: bool = False) -> None:
	"""Compute the calls' facts of these leads anew from every live sheet: one query, however many leads.

	as_committed: rows as committed now, not as this transaction saw them when it began; the caller holds the leads.
	"""
	wanted = sorted({n for n in leads if n})
	if not wanted:
		return
	row, sheet = frappe.qb.DocType("Call Sheet Row"), frappe.qb.DocType("Call Sheet")
	query = (
		frappe.qb.from_(row)
		.join(sheet)
		.on(row.parent == sheet.name)
		.select(
			*(row.lead, row.is_valid, row.grade, row.date, row.called_at, row.creation, row.centre),
			*(row.next_step, row.next_step_date),
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
	promise = settling[-1] if settling else None
	grade = grades_of(graded.centre).get(graded.grade) if graded else None
	due = graded and grade and grade.recycle_days and getdate(graded.date) + timedelta(grade.recycle_days)
	return CallFacts(
		grade=graded.grade if graded else None,
		follow_up_no=len(spoken),
		last_called_at=last and (last.called_at or last.creation),
		last_connected_at=last_spoken and (last_spoken.called_at or last_spoken.creation),
		next_step=promise and promise.next_step,
		next_step_date=promise and promise.next_step_date,
		due_on=due or None,
		is_out=bool(grade and grade.is_invalid),
	)


def refuse_where_asked(rows: Iterable) -> None:
	"""Customers who refused further calls: do-not-call for the whole site (R10)."""
	for row in rows:
		if row.do_not_call and row.phone_hash:
			refusal.refuse([row.phone_hash], _("Asked during a call"), "Call", row)
