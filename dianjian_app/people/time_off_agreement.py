"""Leave beyond the days that a centre leaves to its leaders: the leader agrees, then manager or Administration decides (R34).

Where a group has no leader who can agree (none, the person themselves, nobody who logs in) the first step falls away; where
the leader cannot be waited for, who decides says why in the note of the decision.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app.people import approval
from dianjian_app.people.staffing import staff_of_user, user_of_staff

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest

REQUEST = "Time Off Request"
AGREED = ("agreed_by", "agreed_at")


class NotAgreedError(approval.NotTheApproverError):
	"""Long leave is to be approved, and the leader has neither agreed nor is it said why not."""


@frappe.whitelist(methods=["POST"])
def agree(request: str) -> None:
	"""The leader agrees to leave that the manager or Administration decides; they are told. Raises NotTheApproverError,
	RequestDecidedError, RequestError."""
	doc: TimeOffRequest = frappe.get_doc(REQUEST, request, for_update=True)
	doc.check_permission("read")
	approval.check_may_decide(doc)
	if doc.docstatus or doc.decision:
		approval.refuse_closed(doc)
	if frappe.session.user != waits_for(doc):
		frappe.throw(
			_("{0} of {1} does not wait for your agreement.").format(_(doc.doctype), doc.staff_name),
			approval.NotTheApproverError,
		)
	doc.flags.agreed = True
	doc.save()
	approval.tell_deciders(doc)


def waits_for(request: TimeOffRequest) -> str | None:
	"""The user of the leader who has to agree before others decide; None where nobody has to, or has agreed."""
	if request.agreed_by or not approval.beyond_leader(request):
		return None
	leader = request.sales_group and frappe.db.get_value("Sales Group", request.sales_group, "leader")
	if not leader or leader == request.staff:
		return None
	user = user_of_staff(leader)
	return user if user and frappe.db.get_value("User", user, "enabled") else None


def follow(request: TimeOffRequest, asked: tuple[str, ...]) -> None:
	"""Event validate, once the days are counted: the agreement is the app's word, given by who leads, to what is asked for.

	asked: the fields that say what is asked for; where they change, the leader agrees anew. What the leader asks for
	somebody is agreed to.
	"""
	before = request.get_doc_before_save()
	for field in AGREED:
		request.set(field, before.get(field) if before else None)
	changed = bool(before) and bool(approval.changed(request, before, asked))
	if changed:
		request.agreed_by = request.agreed_at = None
	user = waits_for(request)
	if user and user == frappe.session.user and (request.flags.agreed or not before or changed):
		request.agreed_by, request.agreed_at = user, now_datetime()
	elif changed and before and before.agreed_by:
		tell_first(request)


def check_there(request: TimeOffRequest) -> None:
	"""Event before_submit: the leader has agreed, or the note says why not. Raises NotAgreedError."""
	user = waits_for(request)
	if not user or frappe.session.user in (user, "Administrator") or (request.decision_note or "").strip():
		return
	frappe.throw(
		_(
			"{0} agrees to these {1} days first; where that cannot be waited for, say in the note of the decision why."
		).format(_name(user), f"{request.days:g}"),
		NotAgreedError,
		title=_("Not Agreed Yet"),
	)


def tell_first(request: TimeOffRequest) -> None:
	"""Event after_insert: the desk of whose turn it is, the leader's for their agreement, else of those who decide."""
	user = waits_for(request)
	if not user:
		approval.tell_deciders(request)
		return
	subject = _("{0} of {1} waits for your agreement.").format(_(request.doctype), request.staff_name)
	approval.tell(request, [user], subject)


def show(request: TimeOffRequest) -> None:
	"""Event onload: tell the form whose agreement is waited for, and whether it is the reader's."""
	is_open = request.docstatus == 0 and not request.decision and not request.is_new()
	if is_open and (user := waits_for(request)):
		waited = {"for": _name(user), "mine": user == frappe.session.user}
		request.set_onload("agreement", waited)


def _name(user: str) -> str:
	"""The person's name in the staff record."""
	return frappe.db.get_value("Sales Staff", staff_of_user(user), "staff_name") or user
