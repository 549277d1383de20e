"""What somebody asks for, and somebody else decides: one way for leave, outings, overtime and corrections (R34).

Who may act and what is frozen is enforced here on every path; the workflow is only the way (decision 20). Code hangs on
docstatus and on the field `decision`, which the workflow's states write; never on a state's label.
"""

from __future__ import annotations

from collections.abc import Iterable
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt, now_datetime, to_timedelta

from dianjian_app import permissions, roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.authority import decides_for, manages_centre, stands_over
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.workflow_stages import code_of_state, set_state_of_code

if TYPE_CHECKING:
	from typing import TypeAlias

	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest
	from dianjian_app.dianjian_app.doctype.working_time_request.working_time_request import WorkingTimeRequest

	Request: TypeAlias = TimeOffRequest | WorkingTimeRequest

APPROVED, CANCELLED, REJECTED, WITHDRAWN = "Approved", "Cancelled", "Rejected", "Withdrawn"
CLOSED = (REJECTED, WITHDRAWN)
SIGNED = ("decided_by", "decided_at")


class RequestError(frappe.ValidationError):
	"""A request that cannot be."""


class RequestDecidedError(RequestError):
	"""The request is decided and no longer changes."""


class NotTheApproverError(frappe.PermissionError):
	"""Somebody decides who may not: the person concerned, or nobody above them."""


def follow(request: Request, asked: tuple[str, ...]) -> bool:
	"""Event validate, once the person's place is filled in: signature and decision are those of who acts now.

	asked: the fields that say what is asked for. Gives whether those are still to be checked: not where the request is
	rejected or withdrawn. Raises RequestError, RequestDecidedError, NotTheApproverError, OutOfScopeError.
	"""
	before = request.get_doc_before_save()
	_keep_signature(request, before)
	_follow_state(request, before)
	if before and before.decision in CLOSED:
		refuse_closed(request)
	permissions.check_in_scope(request)
	if before and request.decision != before.decision and request.docstatus == 0:
		_close(request, before, asked)
		return False
	_check_who_asks(request, before, asked)
	return True


def approve(request: Request) -> None:
	"""Event before_submit: somebody who may decide approves; the signature is the session's."""
	check_may_decide(request)
	_check_length(request)
	_sign(request, APPROVED)


def cancel(request: Request) -> None:
	"""Event before_cancel: who may approve may cancel."""
	check_may_decide(request)
	_check_length(request)
	_sign(request, CANCELLED)
	set_state_of_code(request, CANCELLED)


def keep_decision(request: Request) -> None:
	"""Event before_update_after_submit: an approved request changes by nothing but its cancellation."""
	before = request.get_doc_before_save()
	_keep_signature(request, before)
	request.decision, request.workflow_state = before.decision, before.workflow_state
	if request.decision_note != before.decision_note:
		check_may_decide(request)


def refuse_delete(request: Request) -> None:
	"""Event on_trash: what has been decided is kept. Raises RequestDecidedError."""
	if request.decision or request.docstatus:
		refuse_closed(request)


def check_may_decide(request: Request, user: str | None = None) -> None:
	"""Only the group's leader, the centre's manager or its Administration decide, and never on their own request.

	Raises NotTheApproverError.
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return
	me = staff_of_user(user)
	if me and me == request.staff:
		frappe.throw(_("Nobody decides on their own request."), NotTheApproverError, title=_("Own Request"))
	if not (
		stands_over(user, request.sales_group, request.centre)
		or decides_for(user, request.centre, roles.ADMINISTRATION)
	):
		frappe.throw(
			_(
				"{0} of {1} is decided by the leader of {2}, the department manager or Administration of {3}."
			).format(
				_(request.doctype),
				request.staff_name,
				request.sales_group or _("the group"),
				request.centre,
			),
			NotTheApproverError,
			title=_("Not the Approver"),
		)


def beyond_leader(request: Request) -> float:
	"""Up to how many days the leader decides at the centre, where the request takes more; 0: the leader decides (R34)."""
	most = flt(frappe.db.get_value("Sales Centre", request.centre, "leader_decides_days"))
	return most if most and flt(request.get("days")) > most else 0


def _check_length(request: Request) -> None:
	"""Beyond the days that the centre leaves to leaders the manager or Administration decides. Raises NotTheApproverError."""
	user, most = frappe.session.user, beyond_leader(request)
	if (
		not most
		or manages_centre(user, request.centre)
		or decides_for(user, request.centre, roles.ADMINISTRATION)
	):
		return
	frappe.throw(
		_(
			"Leaders decide up to {0} days; to these {1} they agree, and the department manager or Administration decides."
		).format(f"{most:g}", f"{flt(request.get('days')):g}"),
		NotTheApproverError,
		title=_("Not the Approver"),
	)


def tell_deciders(request: Request) -> None:
	"""Event after_insert: the desk of who decides first, the group's leader, else of manager and Administration."""
	group = None if beyond_leader(request) else request.sales_group
	leader = group and frappe.db.get_value("Sales Group", group, "leader")
	user = leader and leader != request.staff and _user_of(leader)
	above = [user] if user else deciders(request.centre, roles.MANAGER, roles.ADMINISTRATION)
	subject = _("{0} of {1} waits for your decision.").format(_(request.doctype), request.staff_name)
	tell(request, {*above} - {_user_of(request.staff)}, subject)


def tell_person(request: Request) -> None:
	"""Events of a decision: the desks of the person concerned and of who asked."""
	subject = _("{0} {1} of {2}: {3}.").format(
		_(request.doctype), request.name, request.staff_name, _(request.decision)
	)
	tell(request, {request.owner, _user_of(request.staff)}, subject)


def tell(request: Request, users: Iterable[str | None], subject: str) -> None:
	"""Put a notice about the request on these desks, except the session's own."""
	me = frappe.session.user
	there = sorted(user for user in users if user and user not in (me, "Administrator"))
	put_on_desks(there, request.doctype, request.name, subject, from_user=me)


def _keep_signature(request: Request, before: Request | None) -> None:
	"""Who decided and when is written by the app alone, whatever the caller sent."""
	for field in SIGNED:
		request.set(field, before.get(field) if before else None)
	if not before:
		request.decision = ""


def _follow_state(request: Request, before: Request | None) -> None:
	"""A state set past the transition counts as that transition, with all its checks; and a code set past the
	state brings its state along, which Frappe then checks."""
	if not before:
		return
	if request.workflow_state != before.workflow_state:
		request.decision = code_of_state(request)
	elif request.decision != before.decision:
		set_state_of_code(request, request.decision)


def _close(request: Request, before: Request, asked: tuple[str, ...]) -> None:
	"""Rejected by somebody above, or withdrawn by whoever asked."""
	if request.decision == WITHDRAWN:
		if frappe.session.user not in (request.owner, _user_of(request.staff), "Administrator"):
			frappe.throw(_("Only who made the request withdraws it."), NotTheApproverError)
	elif request.decision == REJECTED:
		check_may_decide(request)
	else:
		frappe.throw(
			_("A request is approved by submitting it, and cancelled only once it is approved."), RequestError
		)
	for field in asked:
		request.set(field, before.get(field))
	_sign(request, request.decision)
	if request.decision == REJECTED:
		tell_person(request)


def _sign(request: Request, decision: str) -> None:
	request.decision = decision
	request.decided_by, request.decided_at = frappe.session.user, now_datetime()


def refuse_closed(request: Request) -> None:
	"""Say that the request is decided. Raises RequestDecidedError."""
	frappe.throw(
		_("{0} {1} is decided and cannot be changed; make a new one.").format(
			_(request.doctype), request.name
		),
		RequestDecidedError,
		title=_("Already Decided"),
	)


def _check_who_asks(request: Request, before: Request | None, asked: tuple[str, ...]) -> None:
	"""What is asked for is changed by who asked, not by who decides."""
	fields = changed(request, before, asked)
	if fields and frappe.session.user not in (request.owner, _user_of(request.staff), "Administrator"):
		labels = ", ".join(_(request.meta.get_label(f)) for f in fields)
		frappe.throw(
			_("{0} of this request can be changed only by who asked for it. Reject it instead.").format(
				labels
			),
			NotTheApproverError,
		)


def changed(request: Request, before: Request | None, fields: tuple[str, ...]) -> list[str]:
	"""Which of the fields say something else than they did; none for a new request."""
	return [f for f in fields if before and _said(before, f) != _said(request, f)]


def _said(request: Request, field: str) -> object:
	"""A field's value to compare, whether it comes from the database or from a form."""
	value = request.get(field)
	if not value:
		return ""
	kind = request.meta.get_field(field).fieldtype
	if kind == "Float":
		return flt(value)
	return to_timedelta(str(value)) if kind == "Time" else str(value)


def _user_of(staff: str) -> str | None:
	return frappe.db.get_value("Sales Staff", staff, "user")
