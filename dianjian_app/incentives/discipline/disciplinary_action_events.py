"""The events of a Disciplinary Action. A rule or a person proposes it with evidence (R30); people decide it (decision 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.incentives.discipline import measure_grounds
from dianjian_app.people.authority import leads_group
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.stage_codes.disciplinary_action_stages import (
	BREACH,
	MERIT,
	MERITS,
	OF_BREACH,
	PROPOSED,
	WITHDRAWN,
)

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.disciplinary_action.disciplinary_action import DisciplinaryAction


OF_RULE = ("rule", "settlement", "period_start", "period_end", "explanation", "action_key")
BY_ACTS = (
	*("statement", "heard_how", "heard_at", "heard_by", "outcome", "suspension_from", "suspension_to"),
	*("manager_decision", "manager_reason", "manager_decided_by", "manager_decided_at"),
	*("confirmed_by", "confirmed_at", "told_person"),
	*("hr_decision", "hr_reason", "hr_decided_by", "hr_decided_at", "decided_on", "revoked_by_appeal"),
	*("public_until",),
)
"""written by the acts of disciplinary_decision.py alone"""
BY_CATALOGUE = ("ground_kind", "usual_measure", "times")
DECIDERS = (roles.MANAGER, roles.HR)


class ActionError(frappe.ValidationError):
	"""The disciplinary action is not possible."""


class ActionFrozenError(frappe.ValidationError):
	"""A disciplinary action that a rule proposed, or that is decided, cannot be changed."""


def validate(action: DisciplinaryAction) -> None:
	"""Event validate: fill in whose it is, and check what may still change and who may change it. Raises ActionError, ActionFrozenError."""
	before = action.get_doc_before_save()
	if action.flags.by_settlement or action.flags.by_act:
		return
	if before and before.status != PROPOSED:
		_frozen(action)
	for field in (*OF_RULE, *BY_ACTS, "status"):
		action.set(field, before.get(field) if before else (PROPOSED if field == "status" else None))
	if before and before.rule:
		for field in ("action_type", "agent", "date", "evidence", "ground", "appraisal"):
			if str(action.get(field) or "") != str(before.get(field) or ""):
				_frozen(action)
	person = frappe.db.get_value("Sales Staff", action.agent, ["staff_name", "centre"], as_dict=True)
	action.agent_name, action.centre = person.staff_name, person.centre
	action.sales_group = group_on(action.agent, getdate(action.date))
	check_in_scope(action)
	action.proposed_by = before.proposed_by if before else (None if action.rule else frappe.session.user)
	if not action.rule:
		_rest_on_appraisal(action)
		_follow_catalogue(action)
	_check_by_hand(action, before)
	if not action.rule:
		_answer_for(action, before)


def _rest_on_appraisal(action: DisciplinaryAction) -> None:
	"""A proposal that rests on an appraisal names a signed one of the same person; without words it is the evidence (R38)."""
	if not action.appraisal:
		return
	fields = ["agent", "docstatus", "period_end", "total"]
	appraisal = frappe.db.get_value("Staff Appraisal", action.appraisal, fields, as_dict=True)
	if not appraisal or appraisal.agent != action.agent or appraisal.docstatus != 1:
		frappe.throw(
			_("{0} is not a signed appraisal of {1}.").format(action.appraisal, action.agent_name),
			ActionError,
		)
	if not (action.evidence or "").strip():
		action.evidence = _("Appraisal {0} of {1}: {2} of 100").format(
			action.appraisal, formatdate(appraisal.period_end), f"{appraisal.total:g}"
		)


def _follow_catalogue(action: DisciplinaryAction) -> None:
	"""Write what the catalogue says of the ground; without a measure it is the usual one. Raises ActionError, GroundError."""
	for field in BY_CATALOGUE:
		action.set(field, None)
	if action.ground:
		ground = measure_grounds.of_centre(action.ground, action.centre or "")
		action.ground, action.ground_kind = ground.name, ground.kind
		action.times = measure_grounds.times_of(action, ground, getdate(action.date))
		steps = [ground.get(step) for step in measure_grounds.STEPS]
		action.usual_measure = measure_grounds.usual_measure(steps, action.times)
		action.action_type = action.action_type or action.usual_measure
	if not action.action_type:
		frappe.throw(_("Choose a ground or a measure."), ActionError, title=_("Ground Needed"))
	wanted = BREACH if action.action_type in OF_BREACH else MERIT if action.action_type in MERITS else None
	if (wanted or action.ground_kind) and action.ground_kind != (wanted or BREACH):
		frappe.throw(
			_("{0} needs a ground of the catalogue, of the kind “{1}”.").format(
				_(action.action_type, context="Disciplinary Action"), _(wanted or BREACH)
			),
			ActionError,
			title=_("Ground Needed"),
		)


def _answer_for(action: DisciplinaryAction, before: DisciplinaryAction | None) -> None:
	"""Whoever proposes by hand answers for it, and the person is told at once."""
	if not before:
		action.confirmed_by, action.confirmed_at = frappe.session.user, now_datetime()
	action.told_person = action.agent


def _check_by_hand(action: DisciplinaryAction, before: DisciplinaryAction | None) -> None:
	user = frappe.session.user
	if staff_of_user(user) == action.agent:
		frappe.throw(_("You cannot propose a disciplinary action against yourself."), ActionError)
	decides = user == "Administrator" or bool({*DECIDERS} & set(frappe.get_roles(user)))
	if not decides and not leads_group(user, action.sales_group):
		frappe.throw(
			_(
				"A disciplinary action is proposed by the leader of the group, the department manager or HR. You are none of them."
			),
			frappe.PermissionError,
		)
	if not decides and before and before.proposed_by != user:
		frappe.throw(
			_("{0} was proposed by somebody else; only they, the manager or HR change it.").format(
				action.name
			),
			frappe.PermissionError,
		)
	if not action.rule and not (action.evidence or "").strip():
		frappe.throw(
			_("Describe what happened and name the evidence."), ActionError, title=_("Evidence Needed")
		)
	action.evidence = action.evidence and hide_numbers(action.evidence)


def tell_of_proposal(action: DisciplinaryAction) -> None:
	"""Event after_insert: nobody is heard about an award, so the manager decides at once and is told."""
	if action.action_type in MERITS:
		subject = _("The proposal {0} waits for your decision: {1}").format(
			action.name, _(action.action_type, context="Disciplinary Action")
		)
		mine = frappe.session.user
		users = [user for user in deciders(action.centre or "", roles.MANAGER) if user != mine]
		put_on_desks(users, action.doctype, action.name, subject, from_user=mine)


def refuse_delete(action: DisciplinaryAction) -> None:
	"""Events on_trash and before_rename: keep what a rule proposed and what is decided. Raises ActionFrozenError."""
	if action.rule or action.status not in (PROPOSED, WITHDRAWN):
		_frozen(action)


def _frozen(action: DisciplinaryAction) -> None:
	frappe.throw(
		_("{0} cannot be changed: a rule proposed it, or it is already decided.").format(action.name),
		ActionFrozenError,
	)
