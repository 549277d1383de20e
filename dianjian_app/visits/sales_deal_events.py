"""Deals: recorded by the consultant, confirmed by the manager, credited to the first counted visit's agent (R19, R23)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, flt, getdate, now_datetime

from dianjian_app.locking import hold, name_now
from dianjian_app.people.authority import manages_centre
from dianjian_app.people.staffing import group_on, staff_of_user
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.stage_codes import visit_stages
from dianjian_app.visits.customer_history import visits_of
from dianjian_app.visits.errors import DealError, DealFrozenError, NotTheManagerError
from dianjian_app.visits.lead_from_visits import bought, update_lead_from_visits
from dianjian_app.workflow_stages import set_stage, sync_stage_from_workflow

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_deal.sales_deal import SalesDeal
	from dianjian_app.dianjian_app.doctype.visit_confirmation.visit_confirmation import VisitConfirmation


FROM_VISIT = ("lead", "customer_name", "phone_mask", "centre")
SIGNED = ("confirmed_by", "confirmed_at", "cancelled_on", "cancel_reason", "not_agents_fault")
SAME = ("visit", "product_type", "units", "amount", "date")


def validate(deal: SalesDeal) -> None:
	"""Event validate: the visit behind it, who earns, and what was bought.

	Raises DealError, DealFrozenError, NotTheManagerError.
	"""
	before = deal.get_doc_before_save()
	sync_stage_from_workflow(deal, before, visit_stages.DEAL_STEPS, visit_stages.DRAFT)
	if not deal.docstatus and deal.stage != visit_stages.DRAFT:
		frappe.throw(_("A deal is confirmed by submitting it."), DealFrozenError)
	for field in SIGNED:
		deal.set(field, before.get(field) if before else None)
	visit = _visit_of(deal)
	for field in FROM_VISIT:
		deal.set(field, visit.get(field))
	deal.consultant = visit.receptionist
	deal.remarks = hide_numbers(deal.remarks) if deal.remarks else None
	_check_figures(deal, visit)
	_credit(deal, visit)
	_check_may_record(deal, visit)
	check_in_scope(deal)
	_refuse_twice(deal)


def _visit_of(deal: SalesDeal) -> VisitConfirmation:
	visit = (
		frappe.get_doc("Visit Confirmation", deal.visit)
		if deal.visit and frappe.db.exists("Visit Confirmation", deal.visit)
		else None
	)
	if not visit or visit.stage not in visit_stages.HAPPENED:
		_refuse_visit(deal.visit)
	return visit


def _refuse_visit(visit: str | None) -> None:
	frappe.throw(
		_("A deal comes from a visit that the receptionist has signed; {0} is not.").format(visit or "-"),
		DealError,
		title=_("No Signed Visit"),
	)


def _credit(deal: SalesDeal, visit: VisitConfirmation) -> None:
	"""The agent of the customer's first counted visit earns, also after leaving; nobody if none counted (R23).

	A visit that came after the deal did not bring it. The figures stay with the group of the day (R4).
	"""
	first = frappe.db.get_value(
		"Visit Confirmation",
		{"counted_key": deal.lead, "centre": deal.centre, "counted_on": ("<=", getdate(deal.date))},
		["name", "agent", "agent_name", "sales_group"],
		as_dict=True,
	)
	deal.counted_visit = first and first.name
	deal.agent, deal.agent_name = (first.agent, first.agent_name) if first else (None, None)
	deal.sales_group = _group_of_day(deal, first) if first else visit.sales_group


def _group_of_day(deal: SalesDeal, first: frappe._dict) -> str:
	group = group_on(deal.agent, getdate(deal.date))
	same_centre = group and frappe.db.get_value("Sales Group", group, "centre") == deal.centre
	return group if group and same_centre else first.sales_group


def may_record(visit: VisitConfirmation, user: str | None = None) -> bool:
	"""Who records a deal of this visit: the consultant who received the customer, or the manager (R19)."""
	user = user or frappe.session.user
	return staff_of_user(user) == (visit.receptionist or "-") or manages_centre(user, visit.centre)


def _check_may_record(deal: SalesDeal, visit: VisitConfirmation) -> None:
	if not may_record(visit):
		frappe.throw(
			_("A deal is recorded by the consultant who received the customer, or by the manager."),
			NotTheManagerError,
		)


def _check_figures(deal: SalesDeal, visit: VisitConfirmation) -> None:
	if cint(deal.units) < 1:
		frappe.throw(_("Enter how many units were sold: 1 or more."), DealError)
	if flt(deal.amount) <= 0:
		frappe.throw(_("Enter the amount of the deal in yuan: above 0."), DealError)
	if not deal.date:
		frappe.throw(_("Enter the date of the deal."), DealError)
	day = getdate(deal.date)
	if day > getdate(now_datetime()):
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


def _refuse_twice(deal: SalesDeal) -> None:
	"""The very same deal is recorded once: a second press of the button adds nothing, at the same moment either."""
	hold("Visit Confirmation", deal.visit)
	same = {field: deal.get(field) for field in SAME}
	again = name_now("Sales Deal", {**same, "docstatus": ("<", 2), "name": ("!=", deal.name or "")})
	if again:
		frappe.throw(
			_("This deal is recorded already as {0}; several units of one kind are one deal.").format(again),
			DealError,
			title=_("Recorded Already"),
		)


def confirm(deal: SalesDeal) -> None:
	"""Event before_submit: the centre's manager, who neither sold nor invited, once it is known who earns.

	Raises NotTheManagerError, DealError.
	"""
	_check_manager(deal)
	visits = {visit.name: visit for visit in visits_of(deal.lead)}
	if visits[deal.visit].stage not in visit_stages.HAPPENED:
		_refuse_visit(deal.visit)
	waiting = [v.name for v in visits.values() if v.stage == visit_stages.SIGNED]
	counted = [v.name for v in visits.values() if v.counted_key]
	if waiting and not counted:
		frappe.throw(
			_(
				"Visit {0} is signed and not confirmed yet, so it is open who earns from the deal; the leader confirms the visit first."
			).format(waiting[0]),
			DealError,
			title=_("Visit Not Confirmed"),
		)
	if deal.counted_visit and deal.counted_visit not in counted:
		frappe.throw(
			_("Visit {0} has just been taken back; try again.").format(deal.counted_visit), DealError
		)
	deal.confirmed_by, deal.confirmed_at = frappe.session.user, now_datetime()
	set_stage(deal, visit_stages.CONFIRMED)


def _check_manager(deal: SalesDeal) -> None:
	user = frappe.session.user
	if not manages_centre(user, deal.centre) or staff_of_user(user) in (deal.consultant, deal.agent or "-"):
		frappe.throw(
			_(
				"Deal {0} is confirmed, changed or cancelled by the department manager of {1}, who has no part in it."
			).format(deal.name, deal.centre),
			NotTheManagerError,
			title=_("Not Your Signature"),
		)


def mark_lead(deal: SalesDeal) -> None:
	"""Event on_submit: the lead has bought."""
	bought(deal.lead, deal.confirmed_at)


def refuse_change(deal: SalesDeal) -> None:
	"""Event before_update_after_submit: a confirmed deal does not change; the reason of its cancellation comes with it.

	Raises DealFrozenError.
	"""
	before = deal.get_doc_before_save()
	for field in (*SIGNED, "stage", "workflow_state"):
		if str(before.get(field) or "") != str(deal.get(field) or ""):
			frappe.throw(
				_("Deal {0} is confirmed and cannot be altered; use Change Deal or Cancel Deal.").format(
					deal.name
				),
				DealFrozenError,
			)


def cancel(deal: SalesDeal) -> None:
	"""Event before_cancel: by the manager, with a reason and a day, from which what it earned is taken back (R19).

	Raises NotTheManagerError, DealError.
	"""
	_check_manager(deal)
	reason = deal.flags.cancel_reason
	if not (reason or "").strip():
		frappe.throw(
			_("Say why deal {0} is cancelled: use the button Cancel Deal.").format(deal.name),
			DealError,
			title=_("Reason Needed"),
		)
	deal.cancel_reason = reason
	deal.not_agents_fault = cint(deal.flags.not_agents_fault)
	deal.cancelled_on = deal.flags.cancelled_on or getdate(now_datetime())
	set_stage(deal, visit_stages.CANCELLED)


def unmark_lead(deal: SalesDeal) -> None:
	"""Event on_cancel: the lead falls back to visited unless another deal stands."""
	update_lead_from_visits(deal.lead)


def refuse_delete(deal: SalesDeal) -> None:
	"""Event on_trash: a draft may go, what was ever confirmed is kept. Raises DealFrozenError."""
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
	_cancelled(deal, reason, cint(not_agents_fault), on)


@frappe.whitelist(methods=["POST"])
def change(deal: str, reason: str) -> str:
	"""Change a confirmed deal: cancel it and open its correction with the reason; gives the correction's name (R19).

	Raises NotTheManagerError, DealError.
	"""
	doc = _cancelled(deal, reason)
	amended = frappe.copy_doc(doc, ignore_no_copy=False)
	amended.update({"amended_from": doc.name, "amendment_reason": reason, "docstatus": 0})
	amended.insert()
	return amended.name


def _cancelled(deal: str, reason: str, not_agents_fault: int = 0, on: str | None = None) -> SalesDeal:
	doc = frappe.get_doc("Sales Deal", deal, for_update=True)
	doc.check_permission("cancel")
	_check_manager(doc)
	if doc.docstatus != 1:
		frappe.throw(
			_("Deal {0} is {1}; only a confirmed deal is cancelled or changed.").format(
				doc.name, _(doc.stage)
			),
			DealError,
		)
	today = getdate(now_datetime())
	day = getdate(on) if on else today
	if not getdate(doc.date) <= day <= today:
		frappe.throw(_("The cancellation lies between the deal's date and today."), DealError)
	doc.flags.update({"cancel_reason": reason, "not_agents_fault": not_agents_fault, "cancelled_on": day})
	doc.cancel()
	return doc
