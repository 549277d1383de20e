"""The events of a Development Plan: who leads the person writes it, the person acknowledges it (R56).

What the person has acknowledged and is changed afterwards waits for the person again. Trainings that it names are done
once they were attended.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app import permissions
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.locking import document_now
from dianjian_app.people.authority import refuse_about_oneself
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import staff_of_user, user_of_staff
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.service.public_text import some_lines
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.development_plan.development_plan import DevelopmentPlan

PLAN, STEP = "Development Plan", "Development Plan Step"
OPEN, ACKNOWLEDGED, CLOSED = "Open", "Acknowledged", "Closed"
TRAINING = "Training"
BY_APP = (*("stage", "acknowledged_at", "words", "closed_on", "closed_by", "conclusion", "reminded_for"),)
AGREED = ("to_date", "next_position", "next_position_by", "strengths", "to_learn")
AGREED_OF_STEP = ("kind", "what", "due_on", "session")
TEXTS, TEXTS_OF_STEP = ("strengths", "to_learn"), ("what", "outcome")
MOST_STEPS = 50


class DevelopmentPlanError(frappe.ValidationError):
	"""A development plan, or an act on it, that cannot be."""


def validate(plan: DevelopmentPlan) -> None:
	"""Event validate. Raises DevelopmentPlanError, AboutOneselfError, OutOfScopeError."""
	if plan.flags.by_act:
		return
	before = plan.get_doc_before_save()
	for field in BY_APP:
		plan.set(field, before.get(field) if before else None)
	if before and before.stage == CLOSED:
		_refuse(_("{0} is closed and stays as it is.").format(plan.name))
	if before and before.agent != plan.agent:
		_refuse(_("A development plan stays {0}'s.").format(before.agent_name))
	refuse_about_oneself(plan)
	fill_person(plan, getdate())
	_tidy(plan)
	_check(plan)
	plan.stage = plan.stage or OPEN
	if before and before.stage == ACKNOWLEDGED and _agreed(before) != _agreed(plan):
		plan.update({"stage": OPEN, "acknowledged_at": None, "words": None})
	permissions.check_in_scope(plan)


def _tidy(plan: DevelopmentPlan) -> None:
	for field in TEXTS:
		plan.set(field, hide_numbers((plan.get(field) or "").strip()))
	before = plan.get_doc_before_save()
	told = {row.name: (row.due_on, row.told_for) for row in before.steps} if before else {}
	done = _attended(plan)
	for row in plan.steps:
		for field in TEXTS_OF_STEP:
			row.set(field, hide_numbers((row.get(field) or "").strip()))
		row.told_for = told.get(row.name, (None, None))[1]
		if row.kind != TRAINING:
			row.session = None
		elif row.session in done:
			row.done_on = row.done_on or done[row.session]


def _check(plan: DevelopmentPlan) -> None:
	if getdate(plan.to_date) < getdate(plan.from_date):
		_refuse(_("The plan is looked at again before it begins."))
	if not plan.steps or len(plan.steps) > MOST_STEPS:
		_refuse(_("A plan has 1 to {0} steps.").format(MOST_STEPS))
	if plan.basis and frappe.db.get_value("Staff Appraisal", plan.basis, "agent") != plan.agent:
		_refuse(_("{0} concerns somebody else than {1}.").format(plan.basis, plan.agent_name))
	named = {"name": ("in", among(row.session for row in plan.steps)), "centre": ("!=", plan.centre)}
	if frappe.db.exists("Training Session", named):
		_refuse(_("A training that the plan names is one of {0}.").format(plan.centre))
	for row in plan.steps:
		if row.done_on and getdate(row.done_on) > getdate():
			_refuse(_("Step {0}: what is done lies in the past.").format(row.idx))


def _agreed(plan: DevelopmentPlan) -> list[tuple[str, ...]]:
	"""What the person acknowledges: another text, day or step asks for it anew; what is noted of a step does not."""
	own = tuple(str(plan.get(field) or "") for field in AGREED)
	return [own, *(tuple(str(row.get(field) or "") for field in AGREED_OF_STEP) for row in plan.steps)]


def _attended(plan: DevelopmentPlan) -> dict:
	"""Trainings of the plan that the person attended → their day."""
	wanted = {
		"parent": ("in", among(row.session for row in plan.steps)),
		"parenttype": "Training Session",
		"staff": plan.agent,
		"attended": 1,
		"docstatus": 1,
	}
	rows = frappe.get_all("Training Attendee", wanted, ["parent", "date"], limit=0)
	return {row.parent: row.date for row in rows}


def tell_person(plan: DevelopmentPlan) -> None:
	"""Event on_update: a plan that waits for the person stands on their desk, once until they have acknowledged it."""
	before = plan.get_doc_before_save()
	if plan.stage != OPEN or (before and before.stage == OPEN):
		return
	user = user_of_staff(str(plan.agent))
	subject = _("Your development plan waits for you: please read and acknowledge it.")
	put_on_desks([user] if user else [], PLAN, str(plan.name), subject)


def refuse_delete(plan: DevelopmentPlan) -> None:
	"""Event on_trash: a plan is closed, not deleted. Raises DevelopmentPlanError."""
	_refuse(_("A development plan is closed with a conclusion, not deleted."))


@frappe.whitelist(methods=["POST"])
def acknowledge(plan: str, words: str = "") -> None:
	"""The person acknowledges their plan, with words of their own if they like; who wrote it is told.

	Raises PermissionError (not the person), DevelopmentPlanError (not open).
	"""
	doc: DevelopmentPlan = document_now(PLAN, plan)
	doc.check_permission("read")
	if staff_of_user(frappe.session.user) != doc.agent:
		frappe.throw(_("Only {0} can acknowledge this plan.").format(doc.agent_name), frappe.PermissionError)
	if doc.stage != OPEN:
		_refuse(_("{0} is acknowledged or closed.").format(doc.name))
	said = hide_numbers(some_lines(words))
	doc.update({"stage": ACKNOWLEDGED, "acknowledged_at": now_datetime(), "words": said})
	doc.flags.by_act = True
	doc.save(ignore_permissions=True)  # the person's own word; the act above has asked who
	subject = _("{0} has acknowledged the development plan.").format(doc.agent_name)
	if said:
		subject = _("{0} has acknowledged the development plan with words.").format(doc.agent_name)
	put_on_desks([doc.owner] if doc.owner != "Administrator" else [], PLAN, doc.name, subject)


@frappe.whitelist(methods=["POST"])
def close(plan: str, words: str) -> None:
	"""Close a plan with what came of it. Raises PermissionError, AboutOneselfError, DevelopmentPlanError."""
	doc: DevelopmentPlan = document_now(PLAN, plan)
	doc.check_permission("write")
	refuse_about_oneself(doc)
	said = hide_numbers(some_lines(words))
	if doc.stage == CLOSED or not said:
		_refuse(_("A plan is closed once, with a conclusion."))
	doc.update(
		{"stage": CLOSED, "conclusion": said, "closed_on": getdate(), "closed_by": frappe.session.user}
	)
	doc.flags.by_act = True
	doc.save()
	user = user_of_staff(str(doc.agent))
	put_on_desks(
		[user] if user else [], PLAN, doc.name, _("Your development plan is closed with a conclusion.")
	)


def _refuse(why: str) -> None:
	frappe.throw(why, DevelopmentPlanError)
