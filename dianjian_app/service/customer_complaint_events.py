"""Complaints, opinions and suggestions: apologised for, answered by a department in time, solved, told, closed (R28, R41).

No step is skipped: each needs what the steps before it need. Who solved one does not close it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime, today

from dianjian_app import permissions, roles
from dianjian_app.in_words import listed
from dianjian_app.people.authority import check_position
from dianjian_app.people.deadlines import deadline
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.service.customer_survey_events import from_visit
from dianjian_app.workflow_stages import sync_stage_from_workflow

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.customer_complaint.customer_complaint import CustomerComplaint


RECEIVED, IN_PROGRESS, SOLVED, CLOSED = "Received", "In Progress", "Solved", "Closed"
STEPS = {RECEIVED: (IN_PROGRESS,), IN_PROGRESS: (SOLVED,), SOLVED: (IN_PROGRESS, CLOSED), CLOSED: ()}
WORK_ON_IT = (roles.SERVICE, roles.FRONT_DESK, roles.LEADER, roles.MANAGER)
CLOSE = (roles.MANAGER, roles.HR)
SIGNED = (
	*("solved_on", "closed_by", "received_by", "apologised_by", "apologised_at"),
	*("due_on", "reminded_on", "escalated_at", "phone_mask", "phone_hash", "by_public_form"),
)
COMPLAINT, OPINION, SUGGESTION, MAJOR = "Complaint", "Opinion", "Suggestion", "Major"
NEEDED = {
	IN_PROGRESS: ("apology", "department"),
	SOLVED: ("category", "cause", "solution", "solved_by"),
	CLOSED: ("told_on", "told_by", "customer_satisfied", "lesson"),
}
"""stage → what must be filled in before it is reached, beside what the stages before it need"""
OF_THE_SOLUTION = (
	*("kind", "severity", "agent", "category", "department", "apology", "cause", "solution", "solved_by"),
	"received_on",
)
TEXTS = ("complaint", "apology", "cause", "solution", "told", "lesson")
DAYS = {True: ("complaint_days_major", 1), False: ("complaint_days_minor", 3)}
"""major or not → the centre's field of working days, and what holds where it is empty"""


class ComplaintError(frappe.ValidationError):
	"""A complaint that cannot be so."""


class ComplaintClosedError(ComplaintError):
	"""A closed complaint stays as it is."""


def validate(complaint: CustomerComplaint) -> None:
	"""Event validate: its place, its step and by whom. Raises ComplaintError, StepError, NotYourPartError."""
	before = complaint.get_doc_before_save()
	was = sync_stage_from_workflow(complaint, before, STEPS, RECEIVED)
	if before and was == CLOSED:
		frappe.throw(
			_("{0} is closed and stays as it is.").format(complaint.name),
			ComplaintClosedError,
			title=_("Closed"),
		)
	complaint.kind = complaint.kind or COMPLAINT
	_set_what_the_app_writes(complaint, before)
	for field in TEXTS:
		if complaint.get(field):
			complaint.set(field, hide_numbers(complaint.get(field)))
	_fill(complaint)
	_refuse_person_concerned(complaint)
	_note_apology(complaint, before)
	_set_deadline(complaint)
	_check_days(complaint)
	if complaint.stage != was:
		_step(complaint, was)
	elif was == SOLVED:
		_keep_solution(complaint, before)
	if not complaint.flags.by_public_form:
		permissions.check_in_scope(complaint)


def _set_what_the_app_writes(complaint: CustomerComplaint, before: CustomerComplaint | None) -> None:
	written = {"phone_mask": complaint.phone_mask, "phone_hash": complaint.phone_hash, "by_public_form": 1}
	for field in SIGNED:
		complaint.set(field, before.get(field) if before else None)
	if not before:
		complaint.received_by = frappe.session.user
		if complaint.flags.by_public_form:  # set by service/public_feedback.py alone; no request sets flags
			complaint.update(written)


def refuse_delete(complaint: CustomerComplaint) -> None:
	"""Event on_trash: only what nobody has worked on goes. Raises ComplaintClosedError."""
	if complaint.stage != RECEIVED:
		frappe.throw(_("{0} is being worked on and is kept.").format(complaint.name), ComplaintClosedError)


def _fill(complaint: CustomerComplaint) -> None:
	from_visit(complaint)
	if complaint.agent:
		fill_person(complaint, getdate(complaint.received_on))
	else:
		me = staff_of_user(frappe.session.user)
		complaint.agent_name = complaint.sales_group = None
		complaint.centre = complaint.centre or (me and frappe.db.get_value("Sales Staff", me, "centre"))
		if not complaint.centre:
			frappe.throw(_("Say which visit or person the complaint is about."), ComplaintError)
	complaint.solved_by_name = complaint.solved_by and frappe.db.get_value(
		"Sales Staff", complaint.solved_by, "staff_name"
	)


def _refuse_person_concerned(complaint: CustomerComplaint) -> None:
	if complaint.agent and staff_of_user(frappe.session.user) == complaint.agent:
		frappe.throw(
			_("A complaint about yourself is worked on by somebody else."),
			frappe.PermissionError,
			title=_("About Yourself"),
		)


def _note_apology(complaint: CustomerComplaint, before: CustomerComplaint | None) -> None:
	"""Who wrote down the apology and when, by the server's clock; written anew it is noted anew."""
	said = (complaint.apology or "").strip()
	if said == ((before.apology if before else "") or "").strip():
		return
	complaint.apologised_by = frappe.session.user if said else None
	complaint.apologised_at = now_datetime() if said else None


def _set_deadline(complaint: CustomerComplaint) -> None:
	"""The day of the answer, from the day the complaint was recorded: a day that was typed moves no deadline."""
	if complaint.stage in (SOLVED, CLOSED):
		return
	field, default = DAYS[complaint.severity == MAJOR]
	recorded = getdate(get_datetime(complaint.creation)) if not complaint.is_new() else getdate()
	complaint.due_on = deadline(complaint.centre, recorded, field, default)


def _check_days(complaint: CustomerComplaint) -> None:
	received, told = getdate(complaint.received_on), complaint.told_on and getdate(complaint.told_on)
	if received > getdate():
		frappe.throw(_("A complaint cannot be received on a day to come."), ComplaintError)
	if told and not received <= told <= getdate():
		frappe.throw(
			_("The customer is told between the day of the complaint and today, not on {0}.").format(
				frappe.format(told, "Date")
			),
			ComplaintError,
		)


def _step(complaint: CustomerComplaint, was: str) -> None:
	if complaint.stage == CLOSED:
		_close(complaint)
		return
	check_position(complaint, *WORK_ON_IT)
	_check_filled(complaint)
	if complaint.stage == IN_PROGRESS and was == SOLVED:
		complaint.solved_on = None
	elif complaint.stage == SOLVED:
		complaint.solved_on = today()


def _check_filled(complaint: CustomerComplaint) -> None:
	"""Refuse a step before which something is missing, also of what an earlier step should have brought."""
	reached = (IN_PROGRESS, SOLVED, CLOSED)
	wanted = [f for stage in reached[: reached.index(complaint.stage) + 1] for f in NEEDED[stage]]
	if complaint.kind != COMPLAINT:
		wanted.remove("apology")
	missing = [f for f in wanted if not str(complaint.get(f) or "").strip()]
	if missing:
		frappe.throw(
			_("Before this step, fill in: {0}.").format(
				listed(_(complaint.meta.get_label(f)) for f in missing)
			),
			ComplaintError,
			title=_("Not Complete Yet"),
		)


def _close(complaint: CustomerComplaint) -> None:
	"""What is closed can earn the solver a reward (R28): the manager or HR closes, and not their own solution."""
	check_position(complaint, *CLOSE)
	if staff_of_user(frappe.session.user) == complaint.solved_by:
		frappe.throw(
			_("Who solved a complaint does not close it."), frappe.PermissionError, title=_("Own Solution")
		)
	_check_filled(complaint)
	_keep_solution(complaint, complaint.get_doc_before_save())
	complaint.closed_by = frappe.session.user


def _keep_solution(complaint: CustomerComplaint, before: CustomerComplaint) -> None:
	for field in OF_THE_SOLUTION:
		if str(complaint.get(field) or "") != str(before.get(field) or ""):
			frappe.throw(
				_("{0} is solved; reopen it before you change {1}.").format(
					complaint.name, _(complaint.meta.get_label(field))
				),
				ComplaintError,
			)
