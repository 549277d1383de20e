"""Writes the derived fields of a lead: status, grade, follow-ups, next step (decision 7).

Only events of later stages call these functions, with what happened; nobody edits the fields by hand.
"""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import astuple, dataclass
from datetime import date, datetime

import frappe
from frappe.utils import getdate
from pypika.terms import Values

PROJECTED = (
	"phone_mask",
	"phone_hash",
	"status",
	"grade",
	"do_not_call",
	"erased_on",
	"source",
	"batch",
	"centre",
	"sales_group",
	"agent",
	"stands_in_for",
	"date",
	"follow_up_no",
	"last_called_at",
	"last_connected_at",
	"number_state",
	"number_retired",
	"number_kept_at",
	"next_step",
	"next_step_date",
	"next_step_time",
	"next_step_kind",
	"promises_answered_at",
	"due_on",
	"retry_at",
	"retries_over",
	"allocated_on",
	"other_sources",
	"other_names",
)
CALL_FIELDS = (
	"status",
	"grade",
	"follow_up_no",
	"last_called_at",
	"last_connected_at",
	"number_state",
	"number_retired",
	"next_step",
	"next_step_date",
	"next_step_time",
	"next_step_kind",
	"due_on",
	"retry_at",
	"retries_over",
)
# a later status is not taken back by an earlier stage
_RANK = {"Pool": 0, "Held": 1, "Out": 1, "Invited": 2, "Visited": 3, "Deal": 4}


@dataclass(frozen=True)
class NextStep:
	"""What was promised to a customer: in words, the day, the time of that day, and by what (Call Again, Send Message,
	Invite)."""

	text: str | None = None
	on: date | None = None
	at: str | None = None
	kind: str | None = None


NOTHING = NextStep()
STEP_FIELDS = ("next_step", "next_step_date", "next_step_time", "next_step_kind")


@dataclass(frozen=True)
class CallFacts:
	"""What a lead's calls come to: the latest grade, the number of connected calls, the next step."""

	grade: str | None
	follow_up_no: int
	last_called_at: datetime | None
	last_connected_at: datetime | None
	next_step: NextStep
	due_on: date | None
	is_out: bool
	number_state: str = ""
	number_retired: bool = False
	retry_at: datetime | None = None
	"""nobody was spoken with: to be called again from then on"""
	retries_over: bool = False


def write_call_facts(facts: Mapping[str, CallFacts]) -> None:
	"""Write what the calls come to onto their leads (R8). facts: lead → CallFacts, for the leads of one sheet.

	A customer who refuses calls stays out, whatever the grade (R10); a lead with a deal keeps that status.
	"""
	if not facts:
		return
	lead = frappe.qb.DocType("Call Lead")
	stored = (
		frappe.qb.from_(lead)
		.select(lead.name, lead.status, lead.agent, lead.do_not_call)
		.where(lead.name.isin(sorted(facts)))
		.orderby(lead.name)
		.run(as_dict=True)
	)
	if not stored:
		return
	query = frappe.qb.into(lead).columns("name", *CALL_FIELDS)
	for row in stored:
		f = facts[row.name]
		step = astuple(NOTHING if row.do_not_call else f.next_step)
		is_out = bool(f.is_out or f.number_retired or row.do_not_call)
		query = query.insert(
			*(row.name, _status(row, is_out), f.grade, f.follow_up_no, f.last_called_at, f.last_connected_at),
			*(f.number_state, int(f.number_retired), *step, None if is_out else f.due_on),
			*(None if is_out else f.retry_at, int(f.retries_over)),
		)
	for field in CALL_FIELDS:
		query = query.on_duplicate_key_update(lead[field], Values(lead[field]))
	query.run()  # the rows stand there: one statement changes them all
	for row in stored:
		frappe.clear_document_cache("Call Lead", row.name)


def _status(lead: frappe._dict, is_out: bool) -> str:
	if lead.status in ("Held", "Out"):
		return "Out" if is_out else "Held" if lead.agent else "Pool"
	return "Out" if is_out and lead.status == "Pool" else lead.status


def set_status(lead: str, status: str, *, step_back: bool = False) -> None:
	"""Raise a lead's status to Invited, Visited or Deal. step_back: the fact was cancelled, so the status may fall."""
	current = frappe.db.get_value("Call Lead", lead, "status", for_update=True)
	if current and (step_back or _RANK[status] > _RANK[current]):
		frappe.db.set_value("Call Lead", lead, "status", status, update_modified=False)


def set_next_step(lead: str, step: str | None, on: date | None) -> None:
	"""Set a lead's next step and its date, on which it appears in the agent's list of the day."""
	values = dict(zip(STEP_FIELDS, astuple(NextStep(step, on)), strict=True))
	frappe.db.set_value("Call Lead", lead, values, update_modified=False)


def answer_promises(lead: str, at: datetime, *, every: bool = False) -> None:
	"""Something has answered what was promised to a customer before: a visit what was due by its day, a deal everything.

	at: when it happened. Calls that are read again later leave the answered promises away (R8).
	"""
	frappe.db.set_value("Call Lead", lead, "promises_answered_at", at, update_modified=False)
	due = frappe.db.get_value("Call Lead", lead, "next_step_date")
	if due and (every or getdate(due) <= getdate(at)):
		set_next_step(lead, None, None)


def reset_status(lead: str) -> None:
	"""Reset a lead's status after its only invitation was cancelled: Held, in the Pool, or Out (decision 7)."""
	row = frappe.db.get_value("Call Lead", lead, ["agent", "do_not_call"], as_dict=True, for_update=True)
	if row:
		set_status(lead, "Out" if row.do_not_call else "Held" if row.agent else "Pool", step_back=True)
