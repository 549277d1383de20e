"""The events of an Incentive Settlement. There is one for a centre and month; manager and HR sign it, then it is frozen (R31)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app import roles
from dianjian_app.in_words import shortened
from dianjian_app.incentives.discipline import proposals
from dianjian_app.incentives.settlement import statements
from dianjian_app.incentives.settlement.compute import SettlementError, compute, month_of
from dianjian_app.incentives.settlement.posting import post
from dianjian_app.incentives.settlement.settlement_rows import confirm_rows, same_as_stored
from dianjian_app.locking import hold, name_now, row_now
from dianjian_app.people import settled_months
from dianjian_app.people.authority import manages_centre
from dianjian_app.people.settled_plans import planned_now
from dianjian_app.permissions import check_in_scope
from dianjian_app.stage_codes.incentive_stages import (
	CANCELLED,
	DRAFT,
	HR_APPROVED,
	MANAGER_APPROVED,
	OPEN,
	PUBLISHED,
	RETURNED,
	SETTLEMENT_STEPS,
)
from dianjian_app.workflow_stages import set_stage, sync_stage_from_workflow

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)


COMPUTED = ("reward_total", "deduction_total", "leave_total", "proposal_count", "computed_at")
SIGNED = (
	"manager_approved_by",
	"manager_approved_at",
	"hr_approved_by",
	"hr_approved_at",
	"published_by",
	"published_at",
)


class SettlementFrozenError(SettlementError):
	"""A settlement that HR has approved or that is published does not change."""


class SettlementSignatureError(frappe.PermissionError):
	"""The user may not sign the settlement."""


class MonthBlockedError(SettlementError):
	"""Something is missing before a month can be approved."""


class LinesOutOfDateError(SettlementError):
	"""The lines are not what the facts say now."""


def validate(settlement: IncentiveSettlement) -> None:
	"""Event validate: check the month, keep computed figures, and check who takes each step."""
	before = settlement.get_doc_before_save()
	was = sync_stage_from_workflow(settlement, before, SETTLEMENT_STEPS, DRAFT)
	if settlement.docstatus == 0 and settlement.stage in (HR_APPROVED, PUBLISHED):
		frappe.throw(_("HR must submit the settlement to approve it."), SettlementFrozenError)
	for field in ("centre", "month") if before else ():
		settlement.set(field, before.get(field))
	for field in (*COMPUTED, *SIGNED):
		settlement.set(field, before.get(field) if before else None)
	if before and before.stage not in OPEN:
		settlement.question_answer = before.question_answer
	month = month_of(settlement)
	settlement.period_start, settlement.period_end = month.start, month.end
	check_in_scope(settlement)
	if not before:
		_check_month(settlement)
	_take_step(settlement, was)


def _check_month(settlement: IncentiveSettlement) -> None:
	"""Allow one live settlement for a month, and none before a published one."""
	hold("Sales Centre", settlement.centre)
	live = {"centre": settlement.centre, "docstatus": ("<", 2)}
	other = name_now("Incentive Settlement", {**live, "month": settlement.month})
	if other:
		frappe.throw(
			_("{0} of {1} already has the settlement {2}. Use that one.").format(
				settlement.month, settlement.centre, other
			),
			SettlementError,
			title=_("Already There"),
		)
	after = {**live, "period_start": (">", settlement.period_start), "published_at": ("is", "set")}
	if later := row_now("Incentive Settlement", after, ["month"]):
		frappe.throw(
			_(
				"{0} is already published, so {1} is closed. Late changes are corrected in the next month."
			).format(later.month, settlement.month),
			SettlementError,
			title=_("Closed Month"),
		)


def _take_step(settlement: IncentiveSettlement, was: str) -> None:
	if settlement.stage == was:
		return
	if settlement.stage == MANAGER_APPROVED:
		_sign_as_manager(settlement)
	elif settlement.stage == RETURNED:
		_check_hr(settlement)
		if not (settlement.return_reason or "").strip():
			frappe.throw(
				_("Enter why the settlement is returned."), SettlementError, title=_("Reason Needed")
			)
		settlement.manager_approved_by = settlement.manager_approved_at = None
	elif settlement.stage == DRAFT:
		_check_manager(settlement)


def _sign_as_manager(settlement: IncentiveSettlement) -> None:
	_check_manager(settlement)
	computed = compute(settlement.centre, month_of(settlement), settlement=settlement.name)
	answered = bool((settlement.question_answer or "").strip())
	left = [blocker for blocker in computed.blockers if not (blocker.is_question and answered)]
	if left:
		blockers = [frappe.utils.escape_html(blocker.message) for blocker in left]
		told = "<br>".join(shortened(blockers, 10))
		frappe.throw(
			_("{0} things are missing before {1} can be approved:").format(len(left), settlement.month)
			+ f"<br>{told}",
			MonthBlockedError,
			title=_("Not Complete Yet"),
		)
	if not settlement.computed_at or not same_as_stored(settlement, computed.lines):
		frappe.throw(
			_(
				"The facts have changed since the lines were computed. Compute again and check the lines before you approve."
			),
			LinesOutOfDateError,
			title=_("Compute Again"),
		)
	settlement.manager_approved_by, settlement.manager_approved_at = frappe.session.user, now_datetime()
	settlement.return_reason = None
	month = month_of(settlement)
	settled_months.note(settlement.centre, month, planned_now(settlement.centre, month))


def open_or_withdraw_proposals(settlement: IncentiveSettlement) -> None:
	"""Event on_update: open the proposals once the manager has approved, and withdraw them when the settlement is returned (decision 10)."""
	before = settlement.get_doc_before_save()
	if not before or before.stage == settlement.stage:
		return
	if settlement.stage == MANAGER_APPROVED:
		proposals.open_proposals(settlement)
	elif settlement.stage == RETURNED:
		proposals.withdraw_proposals(settlement)


def approve_as_hr(settlement: IncentiveSettlement) -> None:
	"""Event before_submit: check that HR approves, and not the person who approved as manager (R31)."""
	before = settlement.get_doc_before_save()
	if not before or before.stage != MANAGER_APPROVED:
		frappe.throw(
			_("The department manager must approve the settlement before HR."), SettlementSignatureError
		)
	_check_hr(settlement)
	if frappe.session.user == settlement.manager_approved_by:
		frappe.throw(
			_("Manager and HR must be two people. You have already approved as manager."),
			SettlementSignatureError,
		)
	settlement.hr_approved_by, settlement.hr_approved_at = frappe.session.user, now_datetime()
	set_stage(settlement, HR_APPROVED)


def confirm_lines(settlement: IncentiveSettlement) -> None:
	"""Events on_submit and on_cancel: give the computed rows the settlement's docstatus."""
	confirm_rows(settlement)
	if settlement.docstatus == 2:
		proposals.withdraw_proposals(settlement)


def publish(settlement: IncentiveSettlement) -> None:
	"""Event before_update_after_submit: allow publishing, and no other change (R31)."""
	before = settlement.get_doc_before_save()
	was = sync_stage_from_workflow(settlement, before, SETTLEMENT_STEPS, HR_APPROVED)
	for field in (*COMPUTED, *SIGNED, "return_reason", "question_answer"):
		settlement.set(field, before.get(field))
	if settlement.stage == was:
		return
	if settlement.stage != PUBLISHED:
		frappe.throw(
			_("Settlement {0} is approved and cannot be changed.").format(settlement.name),
			SettlementFrozenError,
		)
	user = frappe.session.user
	if not (manages_centre(user, settlement.centre) or _is_hr(user)):
		frappe.throw(
			_("Only HR or the department manager can publish a settlement."), SettlementSignatureError
		)
	settlement.published_by, settlement.published_at = user, now_datetime()


def post_entries(settlement: IncentiveSettlement) -> None:
	"""Event on_update_after_submit: post the lines as entries once the settlement is published (decision 10)."""
	if settlement.stage == PUBLISHED:
		month = month_of(settlement)
		settled_months.close(settlement.centre, month, lambda: planned_now(settlement.centre, month))
		post(settlement)
		statements.make_statements(settlement)


def take_back_approval(settlement: IncentiveSettlement) -> None:
	"""Event before_cancel: let HR take its approval back before the settlement is published."""
	before = row_now("Incentive Settlement", settlement.name, ["stage"])
	if before and before.stage == PUBLISHED:
		frappe.throw(
			_(
				"Settlement {0} is published and cannot be changed. Corrections are made in the next month."
			).format(settlement.name),
			SettlementFrozenError,
			title=_("Published"),
		)
	_check_hr(settlement)
	set_stage(settlement, CANCELLED)


def refuse_delete(settlement: IncentiveSettlement) -> None:
	"""Event on_trash: refuse to delete what somebody has signed."""
	if settlement.docstatus or settlement.stage not in (DRAFT, RETURNED):
		frappe.throw(
			_("Settlement {0} is signed and cannot be deleted.").format(settlement.name),
			SettlementFrozenError,
		)


def _check_manager(settlement: IncentiveSettlement) -> None:
	if not manages_centre(frappe.session.user, settlement.centre):
		frappe.throw(
			_("Only the department manager can approve {0} of {1}.").format(
				settlement.month, settlement.centre
			),
			SettlementSignatureError,
			title=_("Not Your Signature"),
		)


def _check_hr(settlement: IncentiveSettlement) -> None:
	if not _is_hr(frappe.session.user):
		frappe.throw(
			_("Only HR can approve or return {0} of {1}.").format(settlement.month, settlement.centre),
			SettlementSignatureError,
			title=_("Not Your Signature"),
		)


def _is_hr(user: str) -> bool:
	return user == "Administrator" or roles.HR in frappe.get_roles(user)


@frappe.whitelist(methods=["POST"])
def return_settlement(settlement: str, reason: str) -> None:
	"""Give a settlement back to the manager with a reason (R31). Raises SettlementSignatureError, SettlementError."""
	doc = frappe.get_doc("Incentive Settlement", settlement)
	doc.check_permission("write")
	doc.return_reason = reason
	set_stage(doc, RETURNED)
	doc.save()
	doc.add_comment("Comment", text=_("Returned: {0}").format(frappe.utils.escape_html(reason)))
