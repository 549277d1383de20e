"""What must hold for a candidate: the way from the CV to the decision, scores of those who gave them, who is told (R49)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt

from dianjian_app import permissions
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.in_words import listed
from dianjian_app.people.staffing import user_of_staff

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_candidate.sales_candidate import SalesCandidate

CV, TEST, INTERVIEW, ACCEPTED, HIRED = STEPS = ("CV", "Written Test", "Interview", "Accepted", "Hired")
REJECTED, WITHDRAWN = "Rejected", "Withdrawn"
CLOSED = (HIRED, REJECTED, WITHDRAWN)
REFERRAL = "Referral"
DECIDED_ON = ("position", "centre", "source", "referred_by", "tested_on", "test_score")
"""what the decision rests on"""
BY_ACTS = ("stage", "furthest", "decision_reason", "decided_by", "decided_on", "staff")
OF_INTERVIEWER = ("score", "remarks", "scored_at")
MOST_POINTS = 100


class CandidateError(frappe.ValidationError):
	"""A candidate that cannot be so."""


class CandidateClosedError(CandidateError):
	"""The decision has been made, and what it rests on stays."""


def validate(candidate: SalesCandidate) -> None:
	"""Event validate: the way is gone by acts alone, a score is its interviewer's. Raises CandidateError, OutOfScopeError."""
	before = candidate.get_doc_before_save()
	if not candidate.flags.by_act:
		_keep_acts(candidate, before)
		if before and before.stage in CLOSED:
			refuse_closed(candidate)
		if before and before.stage == ACCEPTED:
			for field in DECIDED_ON:
				candidate.set(field, before.get(field))
	if candidate.source != REFERRAL:
		candidate.referred_by = None
	elif not candidate.referred_by:
		frappe.throw(_("Say who referred {0}.").format(candidate.candidate_name), CandidateError)
	_check_points(candidate.test_score, _("Test Score"))
	_check_group(candidate)
	_check_interviewers(candidate)
	given = [flt(row.score) for row in candidate.interviews if row.scored_at]
	candidate.mean_score = round(sum(given) / len(given), 1) if given else None
	permissions.check_in_scope(candidate)


def refuse_delete(candidate: SalesCandidate) -> None:
	"""Event on_trash: candidates stay for the figures; who they were goes with the retention period. Raises CandidateError."""
	frappe.throw(_("Candidates are not deleted; the retention period erases who they were."), CandidateError)


def tell_interviewers(candidate: SalesCandidate) -> None:
	"""Event on_update: whoever is named as interviewer, or is given another time, is told on the desk."""
	before = candidate.get_doc_before_save()
	known = {(r.interviewer, str(r.planned_at or "")) for r in before.interviews} if before else set()
	new = [r for r in candidate.interviews if (r.interviewer, str(r.planned_at or "")) not in known]
	for row in new if candidate.stage not in CLOSED else ():
		user = user_of_staff(row.interviewer)
		if not user or user == frappe.session.user:
			continue
		when = frappe.utils.format_datetime(row.planned_at) if row.planned_at else _("time open")
		subject = _("You interview the candidate {0}: {1} {2}").format(
			candidate.candidate_name, when, row.place or ""
		)
		put_on_desks([user], candidate.doctype, candidate.name, subject.strip())


def _keep_acts(candidate: SalesCandidate, before: SalesCandidate | None) -> None:
	for field in BY_ACTS:
		first = CV if field in ("stage", "furthest") else None
		candidate.set(field, before.get(field) if before else first)
	stored = {row.name: row for row in before.interviews} if before else {}
	for row in candidate.interviews:
		old = stored.pop(row.name, None)
		for field in OF_INTERVIEWER:
			row.set(field, old.get(field) if old else None)
		if old and old.scored_at and old.interviewer != row.interviewer:
			frappe.throw(_("A score stays with who gave it."), CandidateError)
	if any(row.scored_at for row in stored.values()):
		frappe.throw(_("An interview with a score stays."), CandidateError)


def refuse_closed(candidate: SalesCandidate) -> None:
	"""Say that the decision has been made. Raises CandidateClosedError."""
	frappe.throw(
		_("The decision about {0} has been made; nothing changes any more.").format(candidate.candidate_name),
		CandidateClosedError,
		title=_("Already Decided"),
	)


def _check_points(points: float | None, label: str) -> None:
	if not 0 <= flt(points) <= MOST_POINTS:
		frappe.throw(_("{0} lies between 0 and {1}.").format(label, MOST_POINTS), CandidateError)


def _check_group(candidate: SalesCandidate) -> None:
	if not candidate.sales_group:
		return
	if frappe.db.get_value("Sales Group", candidate.sales_group, "centre") != candidate.centre:
		frappe.throw(_("The group belongs to another centre."), CandidateError)


def _check_interviewers(candidate: SalesCandidate) -> None:
	"""Each interviewer once, and somebody who may see candidates of this place."""
	names = [row.interviewer for row in candidate.interviews]
	twice = {name for name in names if names.count(name) > 1}
	if twice:
		frappe.throw(_("{0} stands there twice.").format(listed(sorted(twice))), CandidateError)
	before = candidate.get_doc_before_save()
	known = {row.interviewer for row in before.interviews} if before else set()
	for name in names:
		if name in known:
			continue
		if name == candidate.referred_by:
			frappe.throw(_("Who referred somebody does not interview them."), CandidateError)
		user = user_of_staff(name)
		if not user or not _may_see(candidate, user):
			frappe.throw(
				_("{0} does not see candidates; choose HR, the manager or the leader of the group.").format(
					frappe.db.get_value("Sales Staff", name, "staff_name")
				),
				CandidateError,
			)


def _may_see(candidate: SalesCandidate, user: str) -> bool:
	return bool(frappe.has_permission(candidate.doctype, "read", user=user)) and permissions.in_scope(
		candidate, user
	)
