"""A measure from proposal to decision: the person is heard, manager and HR decide, and what they decide follows (R30, decision 19).

Every act is one function with the session's user, under a lock, at server time; the document itself cannot be written
past them.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app import roles
from dianjian_app.incentives.discipline.proposals import (
	DECIDED,
	HEARD,
	MANAGER_DECIDED,
	NOT_ADOPTED,
	PROPOSED,
	REVOKED,
)
from dianjian_app.people import discipline_effects, staff_appraisal_events, training_session_events
from dianjian_app.people.authority import decides_for
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.phone import hide_numbers

STATEMENT, DECLINED, ABSENT = "Statement", "Declined", "Absent"
ADOPT, REJECT = "Adopt", "Do Not Adopt"
TRAINED, TRANSFERRED, KEPT, DISMISSED = "Trained", "Transferred", "Kept", "Dismissed"
OUTCOMES = (TRAINED, TRANSFERRED, KEPT, DISMISSED)
ELIMINATION, DISMISSAL, SUSPENSION, TRAINING = "Elimination", "Dismissal", "Suspension", "Training"


class MeasureError(frappe.ValidationError):
	"""A step of a measure that cannot be taken now."""


class NotTheDeciderError(frappe.PermissionError):
	"""Somebody acts on a measure who may not."""


@frappe.whitelist(methods=["POST"])
def state(action: str, text: str) -> None:
	"""The person concerned says what they have to say; once, with its time (R30).

	Raises NotTheDeciderError (somebody else), MeasureError (no words, or heard already).
	"""
	doc = _locked(action)
	if staff_of_user(frappe.session.user) != doc.agent:
		frappe.throw(_("{0} is heard, nobody else.").format(doc.agent_name), NotTheDeciderError)
	if not (text or "").strip():
		frappe.throw(_("Write what you have to say."), MeasureError)
	_heard(doc, STATEMENT, text)


@frappe.whitelist(methods=["POST"])
def not_heard(action: str, how: str) -> None:
	"""HR records that the person declined to speak or could not be reached. how: Declined or Absent.

	Raises NotTheDeciderError, MeasureError.
	"""
	doc = _locked(action)
	if not decides_for(frappe.session.user, doc.centre, roles.HR) or _concerned(doc):
		frappe.throw(_("HR records that a person was not heard."), NotTheDeciderError)
	if how not in (DECLINED, ABSENT):
		frappe.throw(_("Say whether the person declined or was absent."), MeasureError)
	_heard(doc, how, "")


def _heard(doc, how: str, text: str) -> None:
	if doc.status != PROPOSED:
		frappe.throw(_("{0} is {1}; the hearing is over.").format(doc.name, _(doc.status)), MeasureError)
	doc.update(
		{
			"status": HEARD,
			"heard_how": how,
			"statement": hide_numbers(text.strip()),
			"heard_at": now_datetime(),
			"heard_by": frappe.session.user,
		}
	)
	_save(doc)


@frappe.whitelist(methods=["POST"])
def decide(
	action: str,
	adopt: bool | int | str,
	reason: str = "",
	outcome: str | None = None,
	suspension_from: str | None = None,
	suspension_to: str | None = None,
) -> str:
	"""Manager, then HR decide; both adopt it, or it is not adopted. Gives the status (R30, R31).

	reason: needed where it is not adopted; outcome: of an elimination, one of OUTCOMES; suspension_from, suspension_to:
	YYYY-MM-DD, of a suspension, named by the manager. Raises NotTheDeciderError, MeasureError.
	"""
	doc = _locked(action)
	adopted = bool(frappe.utils.cint(frappe.utils.sbool(adopt)))
	if not adopted and not (reason or "").strip():
		frappe.throw(_("Say why the measure is not adopted."), MeasureError, title=_("Reason Needed"))
	if doc.status == HEARD:
		_check_decider(doc, roles.MANAGER)
		if adopted:
			_name_outcome(doc, outcome, suspension_from, suspension_to)
		_sign(doc, "manager", adopted, reason)
	elif doc.status == MANAGER_DECIDED:
		_check_decider(doc, roles.HR)
		if frappe.session.user == doc.manager_decided_by:
			frappe.throw(_("Manager and HR are two people; you have decided as manager."), NotTheDeciderError)
		if adopted and doc.action_type == ELIMINATION:
			_check_path(doc)
		_sign(doc, "hr", adopted, reason)
	else:
		frappe.throw(_why_not(doc), MeasureError, title=_("Not Now"))
	if doc.status == DECIDED:
		_follow(doc)
	return doc.status


def _why_not(doc) -> str:
	if doc.status == PROPOSED:
		return _("{0} is heard first: they state their view, or HR records that they did not.").format(
			doc.agent_name
		)
	return _("{0} is {1}; there is nothing to decide any more.").format(doc.name, _(doc.status))


def _check_decider(doc, role: str) -> None:
	user = frappe.session.user
	if _concerned(doc):
		frappe.throw(_("Nobody decides about themselves."), NotTheDeciderError, title=_("About Yourself"))
	if not decides_for(user, doc.centre, role):
		frappe.throw(
			_("{0} is decided now by: {1}.").format(doc.name, _(role)),
			NotTheDeciderError,
			title=_("Not Your Decision"),
		)


def _concerned(doc) -> bool:
	return staff_of_user(frappe.session.user) == doc.agent


def _name_outcome(doc, outcome: str | None, start: str | None, end: str | None) -> None:
	if doc.action_type == ELIMINATION:
		if outcome not in OUTCOMES:
			frappe.throw(_("Choose what follows: {0}.").format(", ".join(map(_, OUTCOMES))), MeasureError)
		doc.outcome = outcome
		_check_path(doc)
	if doc.action_type == SUSPENSION:
		if not start or (end and getdate(end) < getdate(start)):
			frappe.throw(
				_("Name the first day of the suspension, and a last day that is not before it."), MeasureError
			)
		doc.suspension_from, doc.suspension_to = getdate(start), end and getdate(end)


def _sign(doc, who: str, adopted: bool, reason: str) -> None:
	doc.update(
		{
			f"{who}_decision": ADOPT if adopted else REJECT,
			f"{who}_reason": hide_numbers((reason or "").strip()),
			f"{who}_decided_by": frappe.session.user,
			f"{who}_decided_at": now_datetime(),
		}
	)
	if not adopted:
		doc.status = NOT_ADOPTED
	else:
		doc.status = MANAGER_DECIDED if who == "manager" else DECIDED
	if doc.status in (DECIDED, NOT_ADOPTED):
		doc.decided_on = getdate()
	_save(doc)


def _follow(doc) -> None:
	"""What a decision brings: a suspension, an end of the employment, a training that is due."""
	if doc.action_type == SUSPENSION:
		discipline_effects.suspend(doc.agent, doc.suspension_from, doc.suspension_to)
	elif doc.action_type == DISMISSAL or doc.outcome == DISMISSED:
		discipline_effects.dismiss(doc.agent, getdate())
	elif doc.action_type == TRAINING:
		training_session_events.make_due(doc.agent, doc.evidence or _(doc.action_type), getdate(), doc.name)


def revoke(action: str, appeal: str) -> None:
	"""An upheld appeal takes a decision back: what is still open of it is lifted, HR puts the rest right by hand (R31)."""
	doc = _locked(action)
	doc.update({"status": REVOKED, "revoked_by_appeal": appeal})
	_save(doc)
	training_session_events.lift(doc.name)


@frappe.whitelist()
def path(action: str) -> list[dict]:
	"""The way of an elimination, for the form: [{"step", "done", "doctype", "name"}] in order. Raises PermissionError."""
	doc = frappe.get_doc("Disciplinary Action", action)
	doc.check_permission("read")
	return _path(doc)


def _path(doc) -> list[dict]:
	first = _assessment(doc, staff_appraisal_events.FIRST)
	since = first and getdate(first.date)
	helped = _training_or_transfer(doc, since) if first else None
	second = (
		_assessment(doc, staff_appraisal_events.SECOND, helped["day"] if helped else None) if helped else None
	)
	return [
		_step(_("First assessment: not up to the work"), "Staff Appraisal", first and first.name),
		_step(
			_("Training attended, or transfer to another group"),
			helped and helped["doctype"],
			helped and helped["name"],
		),
		_step(_("Second assessment: not up to the work"), "Staff Appraisal", second and second.name),
	]


def _step(text: str, doctype: str | None, name: str | None) -> dict:
	return {"step": text, "done": bool(name), "doctype": doctype, "name": name}


def _assessment(doc, kind: str, since=None):
	filters = {
		"action": doc.name,
		"kind": kind,
		"docstatus": 1,
		"result": staff_appraisal_events.NOT_UP_TO_IT,
	}
	if since:
		filters["date"] = (">=", since)
	return frappe.db.get_value("Staff Appraisal", filters, ["name", "date"], as_dict=True, order_by="date")


def _training_or_transfer(doc, since) -> dict | None:
	session, attendee = frappe.qb.DocType("Training Session"), frappe.qb.DocType("Training Attendee")
	found = (
		frappe.qb.from_(session)
		.join(attendee)
		.on(attendee.parent == session.name)
		.select(session.name, session.date)
		.where((session.docstatus == 1) & (attendee.staff == doc.agent) & (attendee.attended == 1))
		.where(session.date >= since)
		.orderby(session.date)
		.limit(1)
		.run(as_dict=True)
	)
	if found:
		return {"doctype": "Training Session", "name": found[0].name, "day": found[0].date}
	moved = frappe.get_all(
		"Sales Group Membership",
		filters={"parent": doc.agent, "parenttype": "Sales Staff", "from_date": (">=", since)},
		fields=["from_date"],
		order_by="from_date",
		limit=1,
	)
	return {"doctype": "Sales Staff", "name": doc.agent, "day": moved[0].from_date} if moved else None


def _check_path(doc) -> None:
	"""Last place alone dismisses nobody: assessment, training or transfer, second assessment first. Raises MeasureError."""
	if doc.outcome != DISMISSED:
		return
	missing = [s["step"] for s in _path(doc) if not s["done"]]
	if missing:
		frappe.throw(
			_("Before “Dismissed” can be chosen: {0}.").format("; ".join(missing)),
			MeasureError,
			title=_("Not Complete Yet"),
		)


def _locked(action: str):
	"""The document, locked, as it is committed now, for whoever may read it."""
	frappe.db.get_value("Disciplinary Action", action, "name", for_update=True)
	doc = frappe.get_doc("Disciplinary Action", action, for_update=True)
	doc.check_permission("read")
	return doc


def _save(doc) -> None:
	doc.flags.by_act = True
	doc.save(ignore_permissions=True)  # the act above has asked who may
