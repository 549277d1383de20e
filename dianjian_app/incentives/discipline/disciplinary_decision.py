"""Takes a disciplinary action from proposal to decision (R30, decision 19).

The person is heard, manager and HR decide, and the decision takes effect.

Each act is one function. It acts as the session's user, under a lock, at server time. The document cannot be written in
any other way.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_months, cint, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.incentives.discipline import proposals
from dianjian_app.incentives.discipline.elimination_steps import (
	DISMISSAL,
	ELIMINATION,
	asks_for_path,
	elimination_steps,
)
from dianjian_app.locking import document_now
from dianjian_app.people import discipline_effects, training_dues
from dianjian_app.people.authority import decides_for
from dianjian_app.people.staffing import staff_of_user, user_of_staff
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.stage_codes.disciplinary_action_stages import (
	DECIDED,
	HEARD,
	MANAGER_DECIDED,
	MERITS,
	NOT_ADOPTED,
	PROPOSED,
	REVOKED,
)

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.disciplinary_action.disciplinary_action import DisciplinaryAction


STATEMENT, DECLINED, ABSENT = "Statement", "Declined", "Absent"
ADOPT, REJECT = "Adopt", "Do Not Adopt"
TRAINED, TRANSFERRED, KEPT, DISMISSED = "Trained", "Transferred", "Kept", "Dismissed"
OUTCOMES = (TRAINED, TRANSFERRED, KEPT, DISMISSED)
SUSPENSION, TRAINING = "Suspension", "Training"
PUBLIC_MONTHS = 12
"""how long a decision is public where the centre says nothing"""


class DecisionError(frappe.ValidationError):
	"""The step cannot be taken now."""


class NotTheDeciderError(frappe.PermissionError):
	"""The user may not act on this disciplinary action."""


@frappe.whitelist(methods=["POST"])
def confirm_proposal(action: str) -> None:
	"""Answer for what a rule proposed, as manager or HR; only then is the person told, and can be heard (R30).

	Raises NotTheDeciderError, DecisionError (confirmed already, or over).
	"""
	doc = _locked(action)
	user = frappe.session.user
	if _concerned(doc) or not any(decides_for(user, doc.centre, role) for role in (roles.MANAGER, roles.HR)):
		frappe.throw(_("A proposal is confirmed by the manager or HR of the centre."), NotTheDeciderError)
	if doc.status != PROPOSED or doc.told_person:
		frappe.throw(_("{0} is confirmed already, or over.").format(doc.name), DecisionError)
	doc.update({"confirmed_by": user, "confirmed_at": now_datetime(), "told_person": doc.agent})
	_save(doc)
	proposals.tell_later([doc.name])


@frappe.whitelist(methods=["POST"])
def make_statement(action: str, text: str) -> None:
	"""Record the statement of the person concerned, once, with its time (R30).

	Raises NotTheDeciderError (somebody else), DecisionError (no words, or heard already).
	"""
	doc = _locked(action)
	if staff_of_user(frappe.session.user) != doc.agent:
		frappe.throw(_("Only {0} can make this statement.").format(doc.agent_name), NotTheDeciderError)
	if not (text or "").strip():
		frappe.throw(_("Enter your statement."), DecisionError)
	_heard(doc, STATEMENT, text)


@frappe.whitelist(methods=["POST"])
def record_not_heard(action: str, how: str) -> None:
	"""Record, as HR, that the person declined to speak or could not be reached. how: Declined or Absent.

	Raises NotTheDeciderError, DecisionError.
	"""
	doc = _locked(action)
	if not decides_for(frappe.session.user, doc.centre, roles.HR) or _concerned(doc):
		frappe.throw(_("Only HR can record that a person was not heard."), NotTheDeciderError)
	if how not in (DECLINED, ABSENT):
		frappe.throw(_("Say whether the person declined or was absent."), DecisionError)
	_heard(doc, how, "")


def _heard(doc: DisciplinaryAction, how: str, text: str) -> None:
	if doc.status != PROPOSED or doc.action_type in MERITS:
		frappe.throw(_("{0} is {1}. The hearing is over.").format(doc.name, _(doc.status)), DecisionError)
	if not doc.told_person:
		frappe.throw(
			_("Manager or HR confirm the proposal {0} first; only then is the person told and heard.").format(
				doc.name
			),
			DecisionError,
			title=_("Not Confirmed Yet"),
		)
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
	"""Decide as manager, then as HR; it is adopted only if both adopt it. Returns the status (R30, R31).

	reason: needed where it is not adopted; outcome: of an elimination, one of OUTCOMES; suspension_from, suspension_to:
	YYYY-MM-DD, of a suspension, named by the manager. Raises NotTheDeciderError, DecisionError.
	"""
	doc = _locked(action)
	adopted = bool(frappe.utils.cint(frappe.utils.sbool(adopt)))
	if not adopted and not (reason or "").strip():
		frappe.throw(
			_("Enter why the disciplinary action is not adopted."), DecisionError, title=_("Reason Needed")
		)
	if doc.status == HEARD or (doc.status == PROPOSED and doc.action_type in MERITS):
		_check_decider(doc, roles.MANAGER)
		if adopted:
			_name_outcome(doc, outcome, suspension_from, suspension_to)
		_sign(doc, "manager", adopted, reason)
	elif doc.status == MANAGER_DECIDED:
		_check_decider(doc, roles.HR)
		if frappe.session.user == doc.manager_decided_by:
			frappe.throw(
				_("Manager and HR must be two people. You have already decided as manager."),
				NotTheDeciderError,
			)
		if adopted:
			_check_path(doc)
		_sign(doc, "hr", adopted, reason)
	else:
		frappe.throw(_why_not(doc), DecisionError, title=_("Not Now"))
	if doc.status == DECIDED:
		_follow(doc)
	return doc.status


def _why_not(doc: DisciplinaryAction) -> str:
	if doc.status == PROPOSED:
		return _(
			"{0} must be heard first: either they make a statement, or HR records that they did not."
		).format(doc.agent_name)
	return _("{0} is {1}. There is nothing left to decide.").format(doc.name, _(doc.status))


def _check_decider(doc: DisciplinaryAction, role: str) -> None:
	user = frappe.session.user
	if _concerned(doc):
		frappe.throw(_("You cannot decide about yourself."), NotTheDeciderError, title=_("About Yourself"))
	if not decides_for(user, doc.centre, role):
		frappe.throw(
			_("The next decision on {0} belongs to: {1}.").format(doc.name, _(role)),
			NotTheDeciderError,
			title=_("Not Your Decision"),
		)


def _concerned(doc: DisciplinaryAction) -> bool:
	return staff_of_user(frappe.session.user) == doc.agent


def _name_outcome(doc: DisciplinaryAction, outcome: str | None, start: str | None, end: str | None) -> None:
	if doc.action_type == ELIMINATION:
		if outcome not in OUTCOMES:
			frappe.throw(_("Choose what follows: {0}.").format(", ".join(map(_, OUTCOMES))), DecisionError)
		doc.outcome = outcome
	_check_path(doc)
	if doc.action_type == SUSPENSION:
		if not start or (end and getdate(end) < getdate(start)):
			frappe.throw(
				_("Enter the first day of the suspension. The last day cannot be before it."), DecisionError
			)
		doc.suspension_from, doc.suspension_to = getdate(start), end and getdate(end)


def _sign(doc: DisciplinaryAction, who: str, adopted: bool, reason: str) -> None:
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
	if doc.status == DECIDED:
		months = frappe.db.get_value("Sales Centre", doc.centre, "register_months")
		doc.public_until = add_months(doc.decided_on, PUBLIC_MONTHS if months is None else cint(months))
	_save(doc)
	if doc.status in (DECIDED, NOT_ADOPTED):
		_tell(doc)


def _tell(doc: DisciplinaryAction) -> None:
	"""Whoever proposed it learns what became of it; of an award the person, too, who heard nothing of it before."""
	words = _(doc.action_type, context="Disciplinary Action")
	users = {doc.proposed_by} - {doc.manager_decided_by, doc.hr_decided_by, None}
	put_on_desks(
		sorted(users), doc.doctype, doc.name, _("Your proposal {0}: {1}").format(words, _(doc.status))
	)
	person = doc.status == DECIDED and doc.action_type in MERITS and user_of_staff(doc.agent)
	if person:
		put_on_desks([person], doc.doctype, doc.name, _("Decided for you: {0}").format(words))


def _follow(doc: DisciplinaryAction) -> None:
	"""Carry out a decision: suspend the person, end the employment, or make a training due."""
	if doc.action_type == SUSPENSION:
		discipline_effects.suspend(doc.agent, doc.suspension_from, doc.suspension_to)
	elif doc.action_type == DISMISSAL or doc.outcome == DISMISSED:
		discipline_effects.dismiss(doc.agent, getdate())
	elif doc.action_type == TRAINING:
		training_dues.make_due(doc.agent, doc.evidence or _(doc.action_type), getdate(), doc.name)


def revoke(action: str, appeal: str) -> None:
	"""Take a decision back after an upheld appeal. What is still open of it is lifted; HR corrects the rest by hand (R31)."""
	doc = _locked(action)
	doc.update({"status": REVOKED, "revoked_by_appeal": appeal})
	_save(doc)
	training_dues.lift(doc.name)


@frappe.whitelist()
def elimination_path(action: str) -> list[dict]:
	"""Return the steps of an elimination for the form: [{"step", "done", "doctype", "name"}] in order. Raises PermissionError."""
	doc = frappe.get_doc("Disciplinary Action", action)
	doc.check_permission("read")
	return elimination_steps(doc) if asks_for_path(doc) else []


def _check_path(doc: DisciplinaryAction) -> None:
	"""Refuse a dismissal for figures before assessment, training or transfer, and second assessment. Raises DecisionError."""
	if not asks_for_path(doc) or (doc.action_type == ELIMINATION and doc.outcome != DISMISSED):
		return
	missing = [s["step"] for s in elimination_steps(doc) if not s["done"]]
	if missing:
		frappe.throw(
			_("Before “Dismissed” can be chosen: {0}.").format("; ".join(missing)),
			DecisionError,
			title=_("Not Complete Yet"),
		)


def _locked(action: str) -> DisciplinaryAction:
	"""Return the document, locked, as it is committed now, if the user may read it."""
	doc = document_now("Disciplinary Action", action)
	doc.check_permission("read")
	return doc


def _save(doc: DisciplinaryAction) -> None:
	doc.flags.by_act = True
	doc.save(ignore_permissions=True)  # the act above has asked who may
