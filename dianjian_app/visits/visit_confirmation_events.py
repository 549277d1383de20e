"""The events of a Visit Confirmation: its acts on whichever path, and what never changes (R17, decisions 5, 20)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.people.authority import stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits import (
	act_permissions,
	custody_chain,
	leavers_customers,
	standing_in,
	visit_acts,
	visitor_checks,
)
from dianjian_app.visits.customer_history import deals_of
from dianjian_app.visits.errors import NotYourActError, RegisterError, VisitError, VisitFrozenError
from dianjian_app.visits.lead_from_visits import follow_up_today, update_lead_from_visits, visited
from dianjian_app.workflow_stages import set_stage, sync_stage_from_workflow

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation


# written by acts alone
CUSTODY = (
	*(
		"arrived_by",
		"arrived_at",
		"contacted_by",
		"contacted_at",
		"led_in_by",
		"led_in_at",
		"signed_by",
		"signed_at",
	),
	*(
		"confirmed_by",
		"confirmed_at",
		"outcome",
		"counted_on",
		"counted_key",
		"no_show_by",
		"no_show_at",
		"cancel_reason",
	),
)
# written when the register is signed, and never by a person again
GIVEN = (
	*("customer_name", "phone_mask", "phone_hash", "lead", "source", "product_need", "agent", "agent_name"),
	*("sales_group", "centre", "date", "planned_at", "register", "invitation", "previous_visit", "chain_no"),
	*("event", "next_visit", "walk_in", "taken_over_from", "stands_in_for", "invitation_code", "left_at"),
	*visitor_checks.FIELDS,
)


def act_on(name: str, act: str, **flags: object) -> str:
	"""Do one act on a visit as it stands now, its row locked; gives the stage afterwards.

	flags: what the act needs to know besides. Raises VisitError, NotYourActError, PermissionError.
	"""
	visit = frappe.get_doc("Visit Confirmation", name, for_update=True)
	visit.check_permission("write")
	visit_acts.refuse(visit, act, frappe.session.user)
	visit.flags.act = act
	visit.flags.update(flags)
	if act == custody_chain.CONFIRM or (act == custody_chain.SIGN and not visit_acts.is_complete(visit)):
		visit.submit()
	else:
		visit.save()
	return visit.stage


def check_insert(visit: VisitConfirmation) -> None:
	"""Event before_insert: a visit comes from a signed register. Raises VisitError."""
	if not (visit.flags.by_register or visit.flags.by_app):
		frappe.throw(
			_("A visit comes from a signed invitation register; it is not made by hand."), VisitError
		)
	for field in CUSTODY:
		visit.set(field, None)
	set_stage(visit, visit_stages.EXPECTED)
	visit.expected_key = visit.lead


def validate(visit: VisitConfirmation) -> None:
	"""Event validate: whatever the caller sent, custody changes by acts alone. Raises VisitError, NotYourActError."""
	before = visit.get_doc_before_save()
	if not before:
		return
	was = sync_stage_from_workflow(visit, before, visit_stages.VISIT_STEPS, visit_stages.EXPECTED)
	act = visit.flags.act or _act_of_step(visit, was)
	if (
		visit.docstatus == 1
		and before.docstatus == 0
		and act not in (custody_chain.CONFIRM, custody_chain.SIGN)
	):
		act = custody_chain.CONFIRM
	for field in (*CUSTODY, *GIVEN):
		visit.set(field, before.get(field))
	visit.set("shown_units", before.get("shown_units"))  # written by tours.py alone
	_check_free_fields(visit, before)
	if visit.flags.taken_over_by:
		leavers_customers.take_over(visit)
	if visit.flags.stand_in:
		standing_in.change_hands(visit)
	if act:
		visit_acts.perform_act(visit, act, was)
	visit.flags.act = None
	visit.expected_key = visit.lead if visit.stage in visit_stages.UNDER_WAY else None


def _act_of_step(visit: VisitConfirmation, was: str) -> str | None:
	"""The act that a changed workflow state stands for."""
	if visit.stage == was:
		return None
	if visit.stage == visit_stages.ARRIVED:
		return (
			custody_chain.CONTACT
			if staff_of_user(frappe.session.user) == visit.agent
			else custody_chain.LEAD_IN
		)
	return {
		visit_stages.SIGNED: custody_chain.SIGN,
		visit_stages.WALK_IN: custody_chain.SIGN,
		visit_stages.CONFIRMED: custody_chain.CONFIRM,
		visit_stages.NO_SHOW: custody_chain.NO_SHOW,
		visit_stages.RE_INVITED: custody_chain.RE_INVITE,
	}.get(visit.stage)


def _check_free_fields(visit: VisitConfirmation, before: VisitConfirmation) -> None:
	"""Receptionist (by the leader) and persons are free until the signature, remarks always."""
	visit.remarks = hide_numbers(visit.remarks) if visit.remarks else None
	changed = {f for f in ("receptionist", "party_size") if _differs(visit, before, f)}
	if not changed:
		return
	if before.stage not in custody_chain.OPEN:
		frappe.throw(
			_("Visit {0} is {1} and cannot be altered.").format(visit.name, _(before.stage)), VisitFrozenError
		)
	if "receptionist" not in changed:
		return
	if not stands_over(frappe.session.user, visit.sales_group, visit.centre):
		frappe.throw(_("The receptionist is named by the leader."), NotYourActError)
	if not act_permissions.may_receive(visit.receptionist, visit.centre, visit.agent):
		frappe.throw(
			_("{0} cannot receive; choose an active sales consultant of {1}.").format(
				visit.receptionist or "-", visit.centre
			),
			RegisterError,
		)


def _differs(visit: VisitConfirmation, before: VisitConfirmation, field: str) -> bool:
	return str(before.get(field) or "") != str(visit.get(field) or "")


def update_register_and_lead(visit: VisitConfirmation) -> None:
	"""Event on_update: the register's row and the lead learn what has happened (R16, R18)."""
	before = visit.get_doc_before_save()
	if not before:
		return
	if _differs(visit, before, "signed_at"):
		_show_on_register(visit)
		visited(visit.lead, visit.signed_at)
	elif _differs(visit, before, "receptionist") and visit.invitation:
		_write_row(visit, {"receptionist": visit.receptionist})
	if visit.stage == visit_stages.NO_SHOW and before.stage != visit.stage:
		follow_up_today(visit.lead)


def _show_on_register(visit: VisitConfirmation) -> None:
	_write_row(
		visit,
		{
			"visited_at": visit.led_in_at or visit.contacted_at or visit.signed_at,
			"signed_by_name": frappe.db.get_value("Sales Staff", visit.receptionist, "staff_name"),
		},
	)


def _write_row(visit: VisitConfirmation, values: dict) -> None:
	if visit.invitation:
		frappe.db.set_value("Invitation", visit.invitation, values, update_modified=False)


def refuse_change(visit: VisitConfirmation) -> None:
	"""Event before_update_after_submit: only remarks stay free on a closed visit. Raises VisitFrozenError."""
	before = visit.get_doc_before_save()
	for field in (*CUSTODY, *GIVEN, "stage", "workflow_state"):
		if _differs(visit, before, field):
			frappe.throw(_("Visit {0} is closed and cannot be altered.").format(visit.name), VisitFrozenError)
	visit.remarks = hide_numbers(visit.remarks) if visit.remarks else None


def cancel(visit: VisitConfirmation) -> None:
	"""Event before_cancel: by whom it could be confirmed, with a reason, and while no deal stands on it.

	Raises NotYourActError, VisitError.
	"""
	if not act_permissions.is_above(visit, frappe.session.user):
		frappe.throw(
			act_permissions.words(custody_chain.CANCEL).format(visit.name),
			NotYourActError,
			title=_("Not Your Act"),
		)
	reason = visit.flags.cancel_reason or visit.cancel_reason
	if not (reason or "").strip():
		frappe.throw(
			_("Say why visit {0} is taken back: use the button Take Back.").format(visit.name),
			VisitError,
			title=_("Reason Needed"),
		)
	_refuse_with_deal(visit)
	visit.cancel_reason = reason
	# the register keeps naming it, and so do the invitations before and after
	visit.ignore_linked_doctypes = ("Invitation Register", "Visit Confirmation")
	set_stage(visit, visit_stages.CANCELLED)


def _refuse_with_deal(visit: VisitConfirmation) -> None:
	standing = [d.name for d in deals_of(visit.lead) if visit.name in (d.visit, d.counted_visit)]
	if standing:
		frappe.throw(
			_("Deal {0} comes from visit {1}; the manager cancels or changes the deal first.").format(
				standing[0], visit.name
			),
			VisitError,
		)


def release_customer(visit: VisitConfirmation) -> None:
	"""Event on_cancel: the customer may count again, and the lead is where the rest says."""
	visit.db_set("counted_key", None, update_modified=False)
	update_lead_from_visits(visit.lead)


def refuse_delete(visit: VisitConfirmation) -> None:
	"""Event on_trash: the chain of custody is kept. Raises VisitFrozenError."""
	frappe.throw(_("Visit {0} is kept and cannot be deleted.").format(visit.name), VisitFrozenError)
