"""A customer's request about personal data: one person takes it, another one decides, a job carries it out (R47)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_days, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.framework_compat import in_test
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.permissions import in_scope
from dianjian_app.privacy import request_execution
from dianjian_app.privacy.customer_rows import find_customer_rows
from dianjian_app.privacy.erase import remove_unused_numbers
from dianjian_app.resources.numbers import asking, vault
from dianjian_app.resources.numbers.phone import hide_numbers, mask, read_numbers
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.personal_data_request.personal_data_request import (
		PersonalDataRequest,
	)

CORRECT, ERASE = "Correct", "Erase"
RECEIVED, IN_WORK, REFUSED, WITHDRAWN = "Received", "In Work", "Refused", "Withdrawn"
DAYS_TO_ANSWER = 15
DECIDES = (roles.MANAGER, roles.ADMIN)
# may be changed until somebody has decided
OPEN_FIELDS = ("due_date", "identity_proof", "wish", "correct_name", "keep_do_not_call")


class RequestError(frappe.ValidationError):
	"""The request has no number or nothing to correct, or is no longer open."""


class SecondPersonError(frappe.PermissionError):
	"""The person who took a request approves its erasure."""


def take(doc: PersonalDataRequest) -> None:
	"""Event before_insert: replace the number by mask and hash, and find the customers. Raises RequestError."""
	number = _number(doc, "number_input", _("Enter the customer's number."))
	doc.phone_mask, doc.phone_hash = mask(number), vault.hash_of(number)
	doc.taken_by, doc.stage = frappe.session.user, RECEIVED
	staff = staff_of_user(frappe.session.user)
	doc.centre = staff and frappe.db.get_value("Sales Staff", staff, "centre")
	doc.due_date = _due_date(doc, getdate())
	for fieldname in (*request_execution.RESULT_FIELDS, "correct_mask", "correct_hash"):
		doc.set(fieldname, None)
	doc.set("steps", [])
	_fill_leads(doc)
	if doc.number_to_correct:
		right = _number(doc, "number_to_correct", "")
		doc.correct_mask, doc.correct_hash = mask(right), vault.store([right])[right]
	request_execution.add_step(
		doc, _("Request taken"), _("{0} customers have this number").format(len(doc.leads))
	)


def _due_date(doc: PersonalDataRequest, arrived: date) -> date:
	"""The day of the deadline: no later than the arrival gives; a letter of before may make it earlier."""
	latest = getdate(add_days(min(getdate(doc.requested_on), arrived), DAYS_TO_ANSWER))
	return min(getdate(doc.due_date), latest) if doc.due_date else latest


def _number(doc: PersonalDataRequest, fieldname: str, missing: str) -> str:
	"""The one number (E.164) of a field, which is cleared at once: only the vault stores numbers. Raises RequestError."""
	written = (doc.get(fieldname) or "").strip()
	doc.set(fieldname, None)
	staff = staff_of_user(frappe.session.user)
	centre = staff and frappe.db.get_value("Sales Staff", staff, "centre")
	area = centre and frappe.db.get_value("Sales Centre", centre, "area_code")
	numbers = read_numbers(written, area or "").numbers
	if len(numbers) != 1:
		frappe.throw(
			missing or _("Enter one full phone number, with the area code if it is a landline."),
			RequestError,
			title=_("Check the Number"),
		)
	asking.check(doc.doctype, numbers, place=frappe._dict(centre=centre) if centre else None)
	return numbers[0]


def _fill_leads(doc: PersonalDataRequest) -> None:
	"""Find every customer of the site with the number; only customers of the user's centre are shown by name."""
	with_number = {"phone_hash": doc.phone_hash, "parenttype": "Call Lead"}
	names = frappe.get_all("Call Lead Number", with_number, pluck="parent")
	leads = frappe.get_all(
		"Call Lead",
		{"name": ("in", among(names)), "erased_on": ("is", "not set")},
		["name as lead", "customer_name", "centre", "status"],
		order_by="creation",
	)
	doc.set("leads", [])
	for lead in leads:
		own = not doc.centre or lead.centre == doc.centre
		doc.append("leads", {**lead, "customer_name": lead.customer_name if own else None, "include": 1})


def check_changes(doc: PersonalDataRequest) -> None:
	"""Event validate: mask numbers in free text; refuse changes after the decision. Raises RequestError."""
	doc.wish = hide_numbers(doc.wish or "")
	doc.correct_name = hide_numbers((doc.correct_name or "").strip())
	before = doc.get_doc_before_save()
	if doc.flags.by_act:
		return
	if not before:
		return _check_correction(doc)
	if before.stage != RECEIVED:
		frappe.throw(_("{0} is {1} and stays as it is.").format(doc.name, _(before.stage)), RequestError)
	kept = {row.name: row for row in before.leads}
	doc.leads = [row for row in doc.leads if row.name in kept]
	for row in doc.leads:
		row.update({f: kept[row.name].get(f) for f in ("lead", "customer_name", "centre", "status")})
	for df in doc.meta.fields:
		if df.fieldname not in (*OPEN_FIELDS, "leads") and df.fieldtype not in (
			"Section Break",
			"Column Break",
		):
			doc.set(df.fieldname, before.get(df.fieldname))
	doc.due_date = _due_date(doc, getdate(doc.creation))
	_check_correction(doc)


def _check_correction(doc: PersonalDataRequest) -> None:
	if doc.kind == CORRECT and not (doc.correct_name or doc.correct_hash):
		frappe.throw(_("Enter the correct name, the correct number, or both."), RequestError)
	if doc.kind == CORRECT and doc.correct_hash == doc.phone_hash:
		frappe.throw(_("The correct number is the same as the number on record."), RequestError)


def refuse_delete(doc: PersonalDataRequest) -> None:
	"""Event on_trash: requests stay on record. Raises RequestError."""
	frappe.throw(_("Requests cannot be deleted. Withdraw the request instead."), RequestError)


@frappe.whitelist(methods=["GET", "POST"])
def what_is_held(request: str) -> dict:
	"""What the app holds about the request's customers, for the person who decides.

	Gives {"counts": [[DocType, label, rows]], "warnings": [text], "leads": how many, "may": {"approve", "refuse",
	"withdraw"}}, and no content. Raises frappe.PermissionError.
	"""
	doc = frappe.get_doc("Personal Data Request", request)
	doc.check_permission("read")
	leads = request_execution.included_leads(doc)
	found = find_customer_rows(leads)
	open_ = doc.stage == RECEIVED
	decides = open_ and _may_decide(doc, frappe.session.user)
	second = doc.kind != ERASE or doc.taken_by != frappe.session.user
	return {
		"counts": [[d, _(d), n] for d, n in found.count().items()],
		"warnings": _warnings(doc, leads) if open_ else [],
		"leads": len(leads),
		"may": {
			"approve": bool(decides and second),
			"refuse": bool(decides),
			"withdraw": bool(open_ and (decides or doc.taken_by == frappe.session.user)),
		},
	}


def _warnings(doc: PersonalDataRequest, leads: list[str]) -> list[str]:
	said = []
	if not leads:
		said.append(_("No customer has this number. At most the number itself is stored."))
	if doc.kind == ERASE and leads:
		said.append(_("Erasing cannot be undone, not even by an administrator."))
		said.append(_("Earlier backups contain the data until they are rotated."))
		said.append(_("The source and rejects workbooks of these customers' batches are removed completely."))
		under_way = {"lead": ("in", leads), "stage": ("in", ("Expected", "Arrived", "Signed"))}
		if frappe.db.exists("Visit Confirmation", under_way):
			said.append(
				_("A visit of this customer is in progress. Finish it first, or it remains without a name.")
			)
		if frappe.db.exists("Sales Deal", {"lead": ("in", leads), "docstatus": 1}):
			said.append(
				_(
					"There is a confirmed deal. Records that contract and tax law require must be kept outside this app."
				)
			)
	return said


@frappe.whitelist(methods=["POST"])
def approve(request: str) -> str:
	"""Approve a request, which a background job carries out; gives the stage. A second person approves an erasure.

	Raises frappe.PermissionError, SecondPersonError, RequestError (also when it has been decided).
	"""
	doc = _lock_open_request(request)
	_check_may_decide(doc)
	if doc.kind == ERASE and doc.taken_by == frappe.session.user:
		frappe.throw(
			_("You took this request. Somebody else must approve the erasure."),
			SecondPersonError,
			title=_("Second Person Needed"),
		)
	if doc.kind == CORRECT:
		request_execution.check_correction(doc)
	doc.update({"stage": IN_WORK, "decided_by": frappe.session.user, "decided_at": now_datetime()})
	doc.error_message = None
	request_execution.add_step(
		doc, _("Approved"), _("{0} customers").format(len(request_execution.included_leads(doc)))
	)
	request_execution.save_request(doc)
	_enqueue(doc)
	return IN_WORK


@frappe.whitelist(methods=["POST"])
def try_again(request: str) -> None:
	"""Start the job of an approved request again after a failure. Raises frappe.PermissionError, RequestError."""
	doc = _lock_request(request)
	_check_may_decide(doc)
	if doc.stage != IN_WORK:
		frappe.throw(_("{0} is {1}.").format(doc.name, _(doc.stage)), RequestError)
	_enqueue(doc)


def _enqueue(doc: PersonalDataRequest) -> None:
	frappe.enqueue(
		request_execution.run,
		queue="long",
		timeout=3600,
		job_id=f"personal_data::{doc.name}",
		deduplicate=True,
		enqueue_after_commit=True,
		now=in_test(),
		request=doc.name,
		language=frappe.local.lang,
	)


@frappe.whitelist(methods=["POST"])
def refuse(request: str, reason: str) -> None:
	"""Refuse a request, with the reason for the customer. Raises frappe.PermissionError, RequestError."""
	doc = _lock_open_request(request)
	_check_may_decide(doc)
	if not (reason or "").strip():
		frappe.throw(_("Enter why the request is refused. The customer has a right to know."), RequestError)
	doc.update({"stage": REFUSED, "decided_by": frappe.session.user, "decided_at": now_datetime()})
	doc.refusal_reason = hide_numbers(reason.strip())
	_close(doc, _("Refused"))


@frappe.whitelist(methods=["POST"])
def withdraw(request: str, reason: str = "") -> None:
	"""Record that the customer withdraws the request. Raises frappe.PermissionError, RequestError."""
	doc = _lock_open_request(request)
	if doc.taken_by != frappe.session.user:
		_check_may_decide(doc)
	doc.stage = WITHDRAWN
	_close(doc, _("Withdrawn"), hide_numbers((reason or "").strip()))


def _close(doc: PersonalDataRequest, step: str, what: str = "") -> None:
	remove_unused_numbers([doc.correct_hash])
	request_execution.add_step(doc, step, what)
	request_execution.save_request(doc)


def _lock_request(request: str) -> PersonalDataRequest:
	doc = frappe.get_doc("Personal Data Request", request, for_update=True)
	doc.check_permission("read")
	return doc


def _lock_open_request(request: str) -> PersonalDataRequest:
	doc = _lock_request(request)
	if doc.stage != RECEIVED:
		frappe.throw(_("{0} is {1} already.").format(doc.name, _(doc.stage)), RequestError)
	return doc


def _may_decide(doc: PersonalDataRequest, user: str) -> bool:
	"""Whether the user is manager or administrator and all the customers are within the user's scope."""
	if user != "Administrator" and not {*DECIDES} & set(frappe.get_roles(user)):
		return False
	names = request_execution.included_leads(doc)
	leads = frappe.get_all(
		"Call Lead", {"name": ("in", among(names))}, ["name", "centre", "sales_group", "agent"]
	)
	return all(in_scope(frappe._dict(lead, doctype="Call Lead"), user) for lead in leads)


def _check_may_decide(doc: PersonalDataRequest) -> None:
	if not _may_decide(doc, frappe.session.user):
		frappe.throw(
			_(
				"The department manager decides on customers of their own centre, the telesales administrator on all others."
			),
			NotYourPartError,
			title=_("Not Your Part"),
		)
