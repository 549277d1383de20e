"""Leave: asked for, decided by somebody else, counted from approval on (R34, R36, R22).

Who may act and what is frozen is enforced here on every path; the workflow is only the way (decision 20). Code
hangs on docstatus and on the field `decision`, which the workflow's states write; never on a state's label.
"""

from __future__ import annotations

from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app import permissions, roles
from dianjian_app.people import leave
from dianjian_app.people.period import Period
from dianjian_app.people.presence import OffTime
from dianjian_app.people.staffing import part_of, read_staffing, staff_of_user

APPROVED, REJECTED, WITHDRAWN, CANCELLED = "Approved", "Rejected", "Withdrawn", "Cancelled"
CLOSED = (REJECTED, WITHDRAWN)
ASKED = ("staff", "leave_type", "from_date", "to_date", "half_day", "half_day_part", "reason")
SIGNED = ("decided_by", "decided_at")
LONGEST_DAYS = 366


class TimeOffError(frappe.ValidationError):
	"""A request that cannot be."""


class OverlappingTimeOffError(TimeOffError):
	"""The person has asked for the same time already."""


class NothingTakenError(TimeOffError):
	"""The request takes no working time."""


class TimeOffDecidedError(TimeOffError):
	"""The request is decided and no longer changes."""


class NotTheApproverError(frappe.PermissionError):
	"""Somebody decides who may not: the person concerned, or nobody above them."""


def validate(request) -> None:
	"""Events validate: fill in the person's place, follow the state, and check what is asked for (R34)."""
	before = request.get_doc_before_save()
	_fill_place(request)
	_keep_signature(request, before)
	_follow_state(request, before)
	if before and before.decision in CLOSED:
		_refuse_closed(request)
	permissions.check_in_scope(request)
	if before and request.decision != before.decision and request.docstatus == 0:
		_close(request)
		return
	_check_who_asks(request, before)
	_check_times(request)
	_check_overlap(request)
	request.days = float(_days_taken(request))
	if not request.days:
		_refuse_empty(request)
	if request.leave_type in leave.WITH_BALANCE:
		leave.check_enough(
			request.staff, leave.balance(request.staff, request.leave_type), Decimal(str(request.days))
		)


def approve(request) -> None:
	"""Event before_submit: somebody who may decide approves; the signature is the session's (R34)."""
	check_may_decide(request)
	_sign(request, APPROVED)


def take(request) -> None:
	"""Event on_submit: leave with a balance reduces it. Raises LeaveOverdrawnError (R22)."""
	if request.leave_type in leave.WITH_BALANCE:
		leave.post(
			request.staff,
			leave.TAKEN,
			-Decimal(str(request.days)),
			getdate(request.from_date),
			f"{request.name}:taken",
			reference=(request.doctype, request.name),
			leave_type=request.leave_type,
		)


def cancel(request) -> None:
	"""Event before_cancel: who may approve may cancel (R34)."""
	check_may_decide(request)
	_sign(request, CANCELLED)
	_show_state(request)


def give_back(request) -> None:
	"""Event on_cancel: what was taken from a balance returns (R22)."""
	if request.leave_type in leave.WITH_BALANCE:
		leave.post(
			request.staff,
			leave.RETURNED,
			Decimal(str(request.days)),
			getdate(request.from_date),
			f"{request.name}:returned",
			reference=(request.doctype, request.name),
			leave_type=request.leave_type,
		)


def keep(request) -> None:
	"""Event before_update_after_submit: an approved request changes by nothing but its cancellation."""
	before = request.get_doc_before_save()
	_keep_signature(request, before)
	request.decision, request.workflow_state = before.decision, before.workflow_state
	if request.decision_note != before.decision_note:
		check_may_decide(request)


def refuse_delete(request) -> None:
	"""Event on_trash: what has been decided is kept. Raises TimeOffDecidedError."""
	if request.decision or request.docstatus:
		_refuse_closed(request)


def check_may_decide(request, user: str | None = None) -> None:
	"""Only the group's leader, the centre's manager or its Administration decide, and never on their own leave.

	Raises NotTheApproverError (R34).
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return
	me = staff_of_user(user)
	if me and me == request.staff:
		frappe.throw(_("Nobody decides on their own leave."), NotTheApproverError, title=_("Own Request"))
	if not me or not _stands_above(me, user, request):
		frappe.throw(
			_(
				"Leave of {0} is decided by the leader of {1}, the department manager or Administration of {2}."
			).format(request.staff_name, request.sales_group or _("the group"), request.centre),
			NotTheApproverError,
			title=_("Not the Approver"),
		)


def _stands_above(me: str, user: str, request) -> bool:
	mine = set(frappe.get_roles(user))
	if roles.LEADER in mine and request.sales_group:
		if frappe.db.get_value("Sales Group", request.sales_group, "leader") == me:
			return True
	if not mine & {roles.MANAGER, roles.ADMINISTRATION}:
		return False
	return frappe.db.get_value("Sales Staff", me, "centre") == request.centre


def _fill_place(request) -> None:
	if not request.staff:
		request.staff = staff_of_user(frappe.session.user)
	if not request.staff or not request.from_date:
		frappe.throw(_("Say whose leave it is and from which date."), TimeOffError)
	if not request.to_date:
		request.to_date = request.from_date
	if request.half_day and not request.half_day_part:
		frappe.throw(_("Say which half of the day: morning or afternoon."), TimeOffError)
	if not request.half_day:
		request.half_day_part = ""
	staffing = read_staffing([request.staff])
	if request.staff not in staffing.staff:
		frappe.throw(_("There is no staff {0}.").format(request.staff), TimeOffError)
	person, day = staffing.staff[request.staff], getdate(request.from_date)
	request.staff_name = person.staff_name
	request.centre = staffing.centre_on(request.staff, day)
	request.sales_group = person.group_on(day)


def _keep_signature(request, before) -> None:
	"""Who decided and when is written by the app alone, whatever the caller sent."""
	for field in SIGNED:
		request.set(field, before.get(field) if before else None)
	if not before:
		request.decision = ""


def _follow_state(request, before) -> None:
	"""A state set past the transition counts as that transition, with all its checks; and a code set past the
	state brings its state along, which Frappe then checks."""
	if not before:
		return
	if request.workflow_state != before.workflow_state:
		request.decision = next(
			(s.update_value for s in _states(request) if s.state == request.workflow_state), ""
		)
	elif request.decision != before.decision:
		_show_state(request)


def _states(request) -> list:
	workflow = request.meta.get_workflow()
	return frappe.get_cached_doc("Workflow", workflow).states if workflow else []


def _show_state(request) -> None:
	"""The state that stands for the decision, when the workflow still has one."""
	for state in _states(request):
		if state.update_value == request.decision:
			request.workflow_state = state.state


def _close(request) -> None:
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


def _sign(request, decision: str) -> None:
	request.decision = decision
	request.decided_by, request.decided_at = frappe.session.user, now_datetime()


def _refuse_closed(request) -> None:
	frappe.throw(
		_("Time off request {0} is decided and cannot be changed; make a new one.").format(request.name),
		TimeOffDecidedError,
		title=_("Already Decided"),
	)


def _check_who_asks(request, before) -> None:
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


def _check_times(request) -> None:
	start, end = getdate(request.from_date), getdate(request.to_date)
	if end < start:
		frappe.throw(
			_("The leave ends on {0}, before it starts on {1}.").format(request.to_date, request.from_date),
			TimeOffError,
		)
	if request.half_day and start != end:
		frappe.throw(_("Half a day lies on one day; make one request for each day."), TimeOffError)
	if (end - start).days >= LONGEST_DAYS:
		frappe.throw(_("A request covers at most {0} days.").format(LONGEST_DAYS), TimeOffError)


def _check_overlap(request) -> None:
	"""Refuse a second request for the same half day; two requests at once wait for each other."""
	frappe.db.get_value("Sales Staff", request.staff, "name", for_update=True)
	other = frappe.qb.DocType("Time Off Request")
	rows = (
		frappe.qb.from_(other)
		.where((other.staff == request.staff) & (other.docstatus < 2) & (other.name != (request.name or "")))
		.where((other.from_date <= request.to_date) & (other.to_date >= request.from_date))
		.select(
			other.name, other.from_date, other.to_date, other.half_day, other.half_day_part, other.decision
		)
		.for_update()
		.run(as_dict=True)
	)
	for row in rows:
		if row.decision not in CLOSED and part_of(row).halves & part_of(request).halves:
			frappe.throw(
				_("{0} already has leave {1} from {2} to {3}.").format(
					request.staff_name, row.name, row.from_date, row.to_date
				),
				OverlappingTimeOffError,
				title=_("Asked For Already"),
			)


def _days_taken(request) -> Decimal:
	"""Working days that the request takes by the person's calendar, in halves (R34)."""
	staffing = read_staffing([request.staff])
	off = OffTime(getdate(request.from_date), getdate(request.to_date), part_of(request))
	centre = staffing.centre_on(request.staff, off.start)
	return staffing.employment_roster(request.staff, centre).days_taken(off)


def _refuse_empty(request) -> None:
	days = Period(getdate(request.from_date), getdate(request.to_date))
	frappe.throw(
		_(
			"{0} does not work on {1}: rest day, holiday, already off, or not employed. No leave is needed."
		).format(request.staff_name, days),
		NothingTakenError,
		title=_("No Working Time"),
	)


def _user_of(staff: str) -> str | None:
	return frappe.db.get_value("Sales Staff", staff, "user")
