"""Leave: asked for, decided by somebody else, counted from approval on (R34, R36, R22).

Who may act and what is frozen is enforced here on every path; the workflow is only the way (decision 20). Code
hangs on docstatus and on the field `decision`, which the workflow's states write; never on a state's label.
"""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app import permissions, roles
from dianjian_app.people import leave_balance, time_off_check
from dianjian_app.people.authority import decides_for, stands_over
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.people.time_off_check import CLOSED, REJECTED, WITHDRAWN, TimeOffError
from dianjian_app.workflow_stages import code_of_state, set_state_of_code

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest


APPROVED, CANCELLED = "Approved", "Cancelled"
ASKED = ("staff", "leave_type", "from_date", "to_date", "half_day", "half_day_part", "reason")
SIGNED = ("decided_by", "decided_at")


class TimeOffDecidedError(TimeOffError):
	"""The request is decided and no longer changes."""


class NotTheApproverError(frappe.PermissionError):
	"""Somebody decides who may not: the person concerned, or nobody above them."""


def validate(request: TimeOffRequest) -> None:
	"""Events validate: fill in the person's place, follow the state, and check what is asked for (R34)."""
	before = request.get_doc_before_save()
	time_off_check.fill_place(request)
	_keep_signature(request, before)
	_follow_state(request, before)
	if before and before.decision in CLOSED:
		_refuse_closed(request)
	permissions.check_in_scope(request)
	if before and request.decision != before.decision and request.docstatus == 0:
		_close(request)
		return
	_check_who_asks(request, before)
	time_off_check.check(request)


def approve(request: TimeOffRequest) -> None:
	"""Event before_submit: somebody who may decide approves; the signature is the session's (R34)."""
	check_may_decide(request)
	_sign(request, APPROVED)


def post_leave_taken(request: TimeOffRequest) -> None:
	"""Event on_submit: leave with a balance reduces it. Raises LeaveOverdrawnError (R22)."""
	if request.leave_type in leave_balance.WITH_BALANCE:
		leave_balance.post(
			request.staff,
			leave_balance.TAKEN,
			-Decimal(str(request.days)),
			getdate(request.from_date),
			f"{request.name}:taken",
			reference=(request.doctype, request.name),
			leave_type=request.leave_type,
		)


def cancel(request: TimeOffRequest) -> None:
	"""Event before_cancel: who may approve may cancel (R34)."""
	check_may_decide(request)
	_sign(request, CANCELLED)
	set_state_of_code(request, CANCELLED)


def post_leave_returned(request: TimeOffRequest) -> None:
	"""Event on_cancel: what was taken from a balance returns, less what came back by itself (R22)."""
	if request.leave_type in leave_balance.WITH_BALANCE and request.days:
		leave_balance.post(
			request.staff,
			leave_balance.RETURNED,
			Decimal(str(request.days)),
			getdate(request.from_date),
			f"{request.name}:returned",
			reference=(request.doctype, request.name),
			leave_type=request.leave_type,
		)


def keep_decision(request: TimeOffRequest) -> None:
	"""Event before_update_after_submit: an approved request changes by nothing but its cancellation."""
	before = request.get_doc_before_save()
	_keep_signature(request, before)
	request.decision, request.workflow_state = before.decision, before.workflow_state
	if request.decision_note != before.decision_note:
		check_may_decide(request)


def refuse_delete(request: TimeOffRequest) -> None:
	"""Event on_trash: what has been decided is kept. Raises TimeOffDecidedError."""
	if request.decision or request.docstatus:
		_refuse_closed(request)


def check_may_decide(request: TimeOffRequest, user: str | None = None) -> None:
	"""Only the group's leader, the centre's manager or its Administration decide, and never on their own leave.

	Raises NotTheApproverError (R34).
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return
	me = staff_of_user(user)
	if me and me == request.staff:
		frappe.throw(_("Nobody decides on their own leave."), NotTheApproverError, title=_("Own Request"))
	if not (
		stands_over(user, request.sales_group, request.centre)
		or decides_for(user, request.centre, roles.ADMINISTRATION)
	):
		frappe.throw(
			_(
				"Leave of {0} is decided by the leader of {1}, the department manager or Administration of {2}."
			).format(request.staff_name, request.sales_group or _("the group"), request.centre),
			NotTheApproverError,
			title=_("Not the Approver"),
		)


def _keep_signature(request: TimeOffRequest, before: TimeOffRequest | None) -> None:
	"""Who decided and when is written by the app alone, whatever the caller sent."""
	for field in SIGNED:
		request.set(field, before.get(field) if before else None)
	if not before:
		request.decision = ""


def _follow_state(request: TimeOffRequest, before: TimeOffRequest | None) -> None:
	"""A state set past the transition counts as that transition, with all its checks; and a code set past the
	state brings its state along, which Frappe then checks."""
	if not before:
		return
	if request.workflow_state != before.workflow_state:
		request.decision = code_of_state(request)
	elif request.decision != before.decision:
		set_state_of_code(request, request.decision)


def _close(request: TimeOffRequest) -> None:
	"""Rejected by somebody above, or withdrawn by whoever asked."""
	if request.decision == WITHDRAWN:
		if frappe.session.user not in (request.owner, _user_of(request.staff), "Administrator"):
			frappe.throw(_("Only who asked for the leave withdraws it."), NotTheApproverError)
	elif request.decision == REJECTED:
		check_may_decide(request)
	else:
		frappe.throw(
			_("A request is approved by submitting it, and cancelled only once it is approved."), TimeOffError
		)
	before = request.get_doc_before_save()
	for field in ASKED:
		request.set(field, before.get(field))
	_sign(request, request.decision)


def _sign(request: TimeOffRequest, decision: str) -> None:
	request.decision = decision
	request.decided_by, request.decided_at = frappe.session.user, now_datetime()


def _refuse_closed(request: TimeOffRequest) -> None:
	frappe.throw(
		_("Time off request {0} is decided and cannot be changed; make a new one.").format(request.name),
		TimeOffDecidedError,
		title=_("Already Decided"),
	)


def _check_who_asks(request: TimeOffRequest, before: TimeOffRequest | None) -> None:
	"""What is asked for is changed by who asked, not by who decides."""
	changed = [f for f in ASKED if before and str(before.get(f) or "") != str(request.get(f) or "")]
	if changed and frappe.session.user not in (request.owner, _user_of(request.staff), "Administrator"):
		labels = ", ".join(_(request.meta.get_label(f)) for f in changed)
		frappe.throw(
			_("{0} of this request can be changed only by who asked for it. Reject it instead.").format(
				labels
			),
			NotTheApproverError,
		)


def _user_of(staff: str) -> str | None:
	return frappe.db.get_value("Sales Staff", staff, "user")
