"""Deals: recorded by the consultant, confirmed by the manager, credited to the first counted visit's agent (R19, R23)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime, today

from dianjian_app.people.place import manages, stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.projection import set_status
from dianjian_app.stages import follow, show
from dianjian_app.visits import stages

FROM_VISIT = ("lead", "customer_name", "phone_mask", "centre")
SIGNED = ("confirmed_by", "confirmed_at", "cancelled_on")


class DealError(frappe.ValidationError):
	"""A deal that cannot be."""


class DealFrozenError(frappe.ValidationError):
	"""A confirmed deal changes by cancellation and correction alone."""


class NotTheManagerError(frappe.PermissionError):
	"""Somebody recorded, confirmed or cancelled a deal who may not."""


def validate(deal) -> None:
	"""Event validate: the visit behind it, who earns, and what was bought. Raises DealError, NotTheManagerError."""
	before = deal.get_doc_before_save()
	follow(deal, before, stages.DEAL_STEPS, stages.DRAFT)
	if not deal.docstatus and deal.stage != stages.DRAFT:
		frappe.throw(_("A deal is confirmed by submitting it."), DealFrozenError)
	for field in SIGNED:
		deal.set(field, before.get(field) if before else None)
	visit = _visit_of(deal)
	for field in FROM_VISIT:
		deal.set(field, visit.get(field))
	deal.consultant = visit.receptionist
	_credit(deal)
	if not before:
		_check_may_record(deal, visit)
	check_in_scope(deal)
	_check_figures(deal, visit)


def _visit_of(deal):
	visit = frappe.get_doc("Visit Confirmation", deal.visit) if deal.visit else None
	if not visit or visit.stage not in stages.HAPPENED:
		frappe.throw(
			_("A deal comes from a visit that the receptionist has signed; {0} is not.").format(
				deal.visit or "-"
			),
			DealError,
			title=_("No Signed Visit"),
		)
	return visit


def _credit(deal) -> None:
	"""The agent of the customer's first counted visit earns, also after leaving; nobody if none counted (R23)."""
	first = frappe.db.get_value(
		"Visit Confirmation",
		{"counted_key": deal.lead, "centre": deal.centre},
		["name", "agent", "agent_name", "sales_group"],
		as_dict=True,
	)
	deal.counted_visit = first and first.name
	deal.agent, deal.agent_name = (first.agent, first.agent_name) if first else (None, None)
	deal.sales_group = (
		first.sales_group if first else frappe.db.get_value("Visit Confirmation", deal.visit, "sales_group")
	)


def _check_may_record(deal, visit) -> None:
	user = frappe.session.user
	if staff_of_user(user) == visit.receptionist or stands_over(user, visit.sales_group, visit.centre):
		return
	frappe.throw(
		_("A deal is recorded by the consultant who received the customer, or by leader or manager."),
		NotTheManagerError,
	)


def _check_figures(deal, visit) -> None:
	if (deal.units or 0) < 1:
		frappe.throw(_("Enter how many units were sold: 1 or more."), DealError)
	if (deal.amount or 0) <= 0:
		frappe.throw(_("Enter the amount of the deal in yuan: above 0."), DealError)
	day = getdate(deal.date)
	if day > getdate(today()):
		frappe.throw(_("The deal's date lies in the future: {0}.").format(deal.date), DealError)
	if day < getdate(visit.signed_at):
		frappe.throw(
			_("The deal's date {0} lies before the visit on {1}.").format(
				frappe.format(day, "Date"), frappe.format(getdate(visit.signed_at), "Date")
			),
			DealError,
		)
	if deal.amended_from and not (deal.amendment_reason or "").strip():
		frappe.throw(_("Say why deal {0} is changed.").format(deal.amended_from), DealError)


def confirm(deal) -> None:
	"""Event before_submit: the centre's manager, who neither sold nor invited. Raises NotTheManagerError."""
	_check_manager(deal)
	deal.confirmed_by, deal.confirmed_at = frappe.session.user, now_datetime()
	show(deal, stages.CONFIRMED)


def _check_manager(deal) -> None:
	user = frappe.session.user
	if not manages(user, deal.centre) or staff_of_user(user) in (deal.consultant, deal.agent or "-"):
		frappe.throw(
			_(
				"Deal {0} is confirmed, changed or cancelled by the department manager of {1}, who has no part in it."
			).format(deal.name, deal.centre),
			NotTheManagerError,
			title=_("Not Your Signature"),
		)


def mark_lead(deal) -> None:
	"""Event on_submit: the lead has bought."""
	set_status(deal.lead, "Deal")


def refuse_change(deal) -> None:
	"""Event before_update_after_submit: nothing changes but the reason of a cancellation, by the manager."""
	before = deal.get_doc_before_save()
	deal.stage, deal.workflow_state = before.stage, before.workflow_state
	if (before.cancel_reason, before.not_agents_fault) != (deal.cancel_reason, deal.not_agents_fault):
		_check_manager(deal)


def cancel(deal) -> None:
	"""Event before_cancel: by the manager, with a reason and a day, from which what it earned is taken back (R19)."""
	_check_manager(deal)
	if not (deal.cancel_reason or "").strip():
		frappe.throw(
			_("Say why deal {0} is cancelled.").format(deal.name), DealError, title=_("Reason Needed")
		)
	deal.cancelled_on = deal.flags.cancelled_on or getdate(today())
	show(deal, stages.CANCELLED)


def unmark_lead(deal) -> None:
	"""Event on_cancel: the lead falls back to visited unless another deal stands."""
	if not frappe.db.exists("Sales Deal", {"lead": deal.lead, "docstatus": 1}):
		set_status(deal.lead, "Visited", step_back=True)


def refuse_delete(deal) -> None:
	"""Event on_trash: a deal that was ever confirmed is kept."""
	if deal.docstatus:
		frappe.throw(_("Deal {0} is kept and cannot be deleted.").format(deal.name), DealFrozenError)


@frappe.whitelist(methods=["POST"])
def cancel_deal(
	deal: str, reason: str, not_agents_fault: bool | int | str = 0, on: str | None = None
) -> None:
	"""Cancel a confirmed deal; what it earned is taken back in the next open period (R19).

	reason: kept; not_agents_fault: 1 lets rules spare the agent; on: YYYY-MM-DD, default today, not before the deal.
	Raises NotTheManagerError, DealError.
	"""
	doc = frappe.get_doc("Sales Deal", deal)
	doc.check_permission("cancel")
	day = getdate(on or today())
	if day < getdate(doc.date) or day > getdate(today()):
		frappe.throw(_("The cancellation lies between the deal's date and today."), DealError)
	_check_manager(doc)
	doc.flags.cancelled_on = day
	doc.cancel_reason, doc.not_agents_fault = reason, frappe.utils.cint(not_agents_fault)
	doc.cancel()


@frappe.whitelist(methods=["POST"])
def change(deal: str, reason: str) -> str:
	"""Change a confirmed deal: cancel it and open its correction with the reason; gives the correction's name (R19).

	Raises NotTheManagerError, DealError.
	"""
	doc = frappe.get_doc("Sales Deal", deal)
	cancel_deal(deal, reason)
	amended = frappe.copy_doc(doc, ignore_no_copy=False)
	amended.update({"amended_from": doc.name, "amendment_reason": reason, "docstatus": 0})
	amended.insert()
	return amended.name
