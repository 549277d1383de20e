"""A candidate's way: on to the next stage, a score by each interviewer, the decision with its reason (R49)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt, getdate, now_datetime

from dianjian_app import locking, roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.authority import NotYourPartError, check_position
from dianjian_app.people.candidate_events import (
	ACCEPTED,
	CLOSED,
	CV,
	INTERVIEW,
	MOST_POINTS,
	REJECTED,
	TEST,
	WITHDRAWN,
	CandidateError,
	refuse_closed,
)
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.staffing import staff_of_user

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_candidate.sales_candidate import SalesCandidate

NEXT = {CV: TEST, TEST: INTERVIEW}


@frappe.whitelist(methods=["POST"])
def move_on(candidate: str) -> str:
	"""Take a candidate to the next stage, from the CV to the written test, from there to the interviews; gives it.

	Raises PermissionError, CandidateError where the test has no score yet, or where only a decision leads on.
	"""
	doc = _held(candidate)
	check_position(doc, roles.HR)
	if doc.stage not in NEXT:
		frappe.throw(_("After the interviews somebody decides."), CandidateError)
	if doc.stage == TEST and not doc.tested_on:
		frappe.throw(_("Enter day and score of the written test first."), CandidateError)
	doc.stage = doc.furthest = NEXT[doc.stage]
	_save(doc)
	return doc.stage


@frappe.whitelist(methods=["POST"])
def give_score(candidate: str, score: float | int | str, remarks: str | None = None) -> None:
	"""An interviewer's own score from 0 to 100; it can be given again until the decision.

	Raises PermissionError, NotYourPartError for who is not named as interviewer, CandidateError.
	"""
	doc = _held(candidate, "read")
	me = staff_of_user(frappe.session.user)
	rows = [row for row in doc.interviews if me and row.interviewer == me]
	if not rows:
		frappe.throw(_("Only who is named as interviewer gives a score."), NotYourPartError)
	if doc.stage != INTERVIEW:
		frappe.throw(_("Scores are given at the stage Interview."), CandidateError)
	if not 0 <= flt(score) <= MOST_POINTS:
		frappe.throw(_("{0} lies between 0 and {1}.").format(_("Score"), MOST_POINTS), CandidateError)
	rows[0].update({"score": flt(score), "remarks": remarks, "scored_at": now_datetime()})
	_save(doc)


@frappe.whitelist(methods=["POST"])
def decide(candidate: str, outcome: str, reason: str) -> None:
	"""HR or the manager decides, with a reason: Accepted after the interviews, Rejected or Withdrawn at any stage.

	Raises PermissionError, NotYourPartError for who referred the person, CandidateError.
	"""
	doc = _held(candidate)
	check_position(doc, roles.HR, roles.MANAGER)
	me = staff_of_user(frappe.session.user)
	if me and me == doc.referred_by:
		frappe.throw(_("Who referred somebody does not decide about them."), NotYourPartError)
	if outcome not in (ACCEPTED, REJECTED, WITHDRAWN):
		frappe.throw(_("{0} is no decision.").format(outcome), CandidateError)
	if not (reason or "").strip():
		frappe.throw(_("Give the reason of the decision."), CandidateError)
	if outcome == ACCEPTED:
		_check_interviewed(doc)
		doc.furthest = ACCEPTED
	doc.stage, doc.decision_reason = outcome, reason.strip()
	doc.decided_by, doc.decided_on = frappe.session.user, getdate()
	_save(doc)
	if outcome == ACCEPTED:
		subject = _("{0} is accepted; enter the person as staff.").format(doc.candidate_name)
		users = [user for user in deciders(doc.centre, roles.HR) if user != frappe.session.user]
		put_on_desks(users, doc.doctype, doc.name, subject)


def _check_interviewed(doc: SalesCandidate) -> None:
	if doc.stage != INTERVIEW or not doc.interviews or not all(row.scored_at for row in doc.interviews):
		frappe.throw(
			_("Somebody is accepted after the interviews, once each interviewer has given a score."),
			CandidateError,
		)


def _held(candidate: str, right: str = "write") -> SalesCandidate:
	"""The candidate, held; the decision is not made yet. Raises PermissionError, CandidateClosedError."""
	frappe.get_doc("Sales Candidate", candidate).check_permission(right)
	doc = locking.document_now("Sales Candidate", candidate)
	if doc.stage in CLOSED:
		refuse_closed(doc)
	return doc


def _save(doc: SalesCandidate) -> None:
	doc.flags.by_act = True
	doc.save(ignore_permissions=True)  # the act has asked who acts; an interviewer writes nothing else
