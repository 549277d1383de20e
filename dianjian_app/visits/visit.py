"""The events of a Visit Confirmation: its acts with who may do them, and what never changes (R17, decision 5, 20)."""

from __future__ import annotations

import frappe
from frappe import _

from dianjian_app.people.place import stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.projection import set_status
from dianjian_app.stages import follow, show
from dianjian_app.visits import acts, stages
from dianjian_app.visits.acts import NotYourActError, VisitError, VisitFrozenError

# written by acts alone
CUSTODY = (
	*("contacted_by", "contacted_at", "led_in_by", "led_in_at", "signed_by", "signed_at", "confirmed_by"),
	*("confirmed_at", "outcome", "counted_on", "counted_key", "no_show_by", "no_show_at", "cancel_reason"),
)
# written when the register is signed, and never again
GIVEN = (
	*("customer_name", "phone_mask", "phone_hash", "lead", "source", "product_need", "agent", "agent_name"),
	*("sales_group", "centre", "date", "planned_at", "register", "invitation", "previous_visit", "chain_no"),
	"next_visit",
)


def act_on(name: str, act: str) -> str:
	"""Do one act on a visit, its row locked; gives the stage afterwards."""
	frappe.db.get_value("Visit Confirmation", name, "name", for_update=True)
	visit = frappe.get_doc("Visit Confirmation", name)
	visit.check_permission("write")
	acts.refuse(visit, act, frappe.session.user)
	visit.flags.act = act
	if act == "confirm" or (act == "sign" and not acts.custody_complete(visit)):
		visit.submit()
	else:
		visit.save()
	return visit.stage


def check_insert(visit) -> None:
	"""Event before_insert: a visit comes from a signed register. Raises VisitError."""
	if not visit.flags.by_register:
		frappe.throw(
			_("A visit comes from a signed invitation register; it is not made by hand."), VisitError
		)
	for field in CUSTODY:
		visit.set(field, None)
	show(visit, stages.EXPECTED)


def validate(visit) -> None:
	"""Event validate: whatever the caller sent, custody changes by acts alone."""
	before = visit.get_doc_before_save()
	if not before:
		return
	was = follow(visit, before, stages.VISIT_STEPS, stages.EXPECTED)
	act = visit.flags.act or _act_of_step(visit, was)
	if visit.docstatus == 1 and before.docstatus == 0 and act not in ("confirm", "sign"):
		act = "confirm"
	for field in (*CUSTODY, *GIVEN):
		visit.set(field, before.get(field))
	_check_free_fields(visit, before)
	if act:
		acts.do(visit, act, was)
	visit.flags.act = None


def _act_of_step(visit, was: str) -> str | None:
	"""The act that a changed workflow state stands for."""
	if visit.stage == was:
		return None
	if visit.stage == stages.ARRIVED:
		return "contact" if staff_of_user(frappe.session.user) == visit.agent else "lead_in"
	return {
		stages.SIGNED: "sign",
		stages.WALK_IN: "sign",
		stages.CONFIRMED: "confirm",
		stages.NO_SHOW: "no_show",
		stages.RE_INVITED: "re_invite",
	}.get(visit.stage)


def _check_free_fields(visit, before) -> None:
	"""Receptionist (by the leader), persons and remarks are free until the signature."""
	changed = [
		f for f in ("receptionist", "party_size") if str(before.get(f) or "") != str(visit.get(f) or "")
	]
	if not changed:
		return
	if before.stage not in (stages.EXPECTED, stages.ARRIVED):
		frappe.throw(
			_("Visit {0} is {1} and cannot be altered.").format(visit.name, _(before.stage)), VisitFrozenError
		)
	if "receptionist" in changed and not stands_over(frappe.session.user, visit.sales_group, visit.centre):
		frappe.throw(_("The receptionist is named by the leader."), NotYourActError)


def show_on_register(visit) -> None:
	"""Event on_update: actual time and signature appear in the register's row, the lead learns of the visit (R16)."""
	if visit.signed_at and visit.invitation:
		frappe.db.set_value(
			"Invitation",
			visit.invitation,
			{
				"visited_at": visit.led_in_at or visit.contacted_at or visit.signed_at,
				"signed_by_name": frappe.db.get_value("Sales Staff", visit.receptionist, "staff_name"),
			},
			update_modified=False,
		)
		set_status(visit.lead, "Visited")


def refuse_change(visit) -> None:
	"""Event before_update_after_submit: only remarks stay free on a closed visit."""
	before = visit.get_doc_before_save()
	for field in (*CUSTODY, *GIVEN, "stage", "workflow_state"):
		if str(before.get(field) or "") != str(visit.get(field) or ""):
			frappe.throw(_("Visit {0} is closed and cannot be altered.").format(visit.name), VisitFrozenError)


def cancel(visit) -> None:
	"""Event before_cancel: by whom it could be confirmed, with a reason; the customer may count again later."""
	if not acts.is_above(visit, frappe.session.user):
		frappe.throw(acts.who_words("cancel").format(visit.name), NotYourActError)
	reason = visit.flags.cancel_reason or visit.cancel_reason
	if not (reason or "").strip():
		frappe.throw(
			_("Say why visit {0} is taken back.").format(visit.name), VisitError, title=_("Reason Needed")
		)
	visit.cancel_reason = reason
	# the register keeps naming it, and so does the invitation before; a deal forbids the cancellation
	visit.ignore_linked_doctypes = ("Invitation Register", "Visit Confirmation")
	show(visit, stages.CANCELLED)


def let_go(visit) -> None:
	"""Event on_cancel: the key of the counted visit is free again."""
	visit.db_set("counted_key", None, update_modified=False)


def refuse_delete(visit) -> None:
	"""Event on_trash: the chain of custody is kept."""
	frappe.throw(_("Visit {0} is kept and cannot be deleted.").format(visit.name), VisitFrozenError)
