"""The events of a Disciplinary Action. A rule or a person proposes it with evidence (R30); people decide it (decision 19)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.permissions import check_in_scope
from dianjian_app.stage_codes.disciplinary_action_stages import PROPOSED, WITHDRAWN

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.disciplinary_action.disciplinary_action import DisciplinaryAction


OF_RULE = ("rule", "settlement", "period_start", "period_end", "explanation", "action_key")
BY_ACTS = (
	*("statement", "heard_how", "heard_at", "heard_by", "outcome", "suspension_from", "suspension_to"),
	*("manager_decision", "manager_reason", "manager_decided_by", "manager_decided_at"),
	*("hr_decision", "hr_reason", "hr_decided_by", "hr_decided_at", "decided_on", "revoked_by_appeal"),
)
"""written by the acts of disciplinary_decision.py alone"""
MAY_PROPOSE = (roles.MANAGER, roles.HR)


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
		for field in ("action_type", "agent", "date", "evidence"):
			if str(action.get(field) or "") != str(before.get(field) or ""):
				_frozen(action)
	person = frappe.db.get_value("Sales Staff", action.agent, ["staff_name", "centre"], as_dict=True)
	action.agent_name, action.centre = person.staff_name, person.centre
	action.sales_group = group_on(action.agent, getdate(action.date))
	check_in_scope(action)
	_check_by_hand(action)


def _check_by_hand(action: DisciplinaryAction) -> None:
	user = frappe.session.user
	if user != "Administrator" and not set(MAY_PROPOSE) & set(frappe.get_roles(user)):
		frappe.throw(
			_("Only the department manager or HR can propose a disciplinary action."), frappe.PermissionError
		)
	if staff_of_user(user) == action.agent:
		frappe.throw(_("You cannot propose a disciplinary action against yourself."), ActionError)
	if not action.rule and not (action.evidence or "").strip():
		frappe.throw(
			_("Describe what happened and name the evidence."), ActionError, title=_("Evidence Needed")
		)


def refuse_delete(action: DisciplinaryAction) -> None:
	"""Events on_trash and before_rename: keep what a rule proposed and what is decided. Raises ActionFrozenError."""
	if action.rule or action.status not in (PROPOSED, WITHDRAWN):
		_frozen(action)


def _frozen(action: DisciplinaryAction) -> None:
	frappe.throw(
		_("{0} cannot be changed: a rule proposed it, or it is already decided.").format(action.name),
		ActionFrozenError,
	)
