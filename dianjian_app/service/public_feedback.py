"""Complaints, opinions and suggestions that customers write by a public page, without a login (R41, R54).

The page is the same for everybody (`www/customer-feedback.html`); a centre's key stands behind the # of its address,
which no server log and no other site is told. It answers "taken" or nothing: neither what is there nor whose it is.
"""

from __future__ import annotations

import secrets
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.utils import get_url, getdate

from dianjian_app import roles
from dianjian_app.clean_text import clean
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.locking import count_now, hold
from dianjian_app.people.deadlines import deciders
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import hide_numbers, mask, read_numbers
from dianjian_app.service.customer_complaint_events import COMPLAINT, OPINION, SUGGESTION
from dianjian_app.service.public_text import one_line, some_lines
from dianjian_app.value_lists import NO_VALUE

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.customer_complaint.customer_complaint import CustomerComplaint
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre

KINDS = (COMPLAINT, OPINION, SUGGESTION)
MOST_A_DAY = 200
"""so many a centre takes in a day by the form; who writes more is a machine"""
PAGE = "/customer-feedback"


class FeedbackError(frappe.ValidationError):
	"""What a customer wrote cannot be taken so."""


class FeedbackClosedError(frappe.PermissionError):
	"""No centre takes anything by this address: unknown, switched off and closed are answered alike."""


def set_key(centre: SalesCentre) -> None:
	"""Event validate of a Sales Centre: the form has a key while it is open, which nobody chooses."""
	before = centre.get_doc_before_save()
	known = before.feedback_key if before and before.public_feedback else None
	centre.feedback_key = (known or secrets.token_urlsafe(12)) if centre.public_feedback else None


@frappe.whitelist(methods=["GET"])
def address(centre: str) -> str:
	"""The address of a centre's public form, empty where it has none. Raises PermissionError (not to be read)."""
	doc = frappe.get_doc("Sales Centre", centre)
	doc.check_permission("read")
	return f"{get_url(PAGE)}#{doc.feedback_key}" if doc.public_feedback else ""


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=20, seconds=60 * 60)
def write(key: str = "", kind: str = COMPLAINT, said: str = "", name: str = "", phone: str = "") -> dict:
	"""Take what a customer writes. Sent again on the same day it is taken once.

	key: of the centre's form; kind: Complaint, Opinion or Suggestion; said: at most 2,000 characters; name, phone: left out
	or whom to answer. Gives {"taken": True}. Raises FeedbackClosedError (which does not say why), FeedbackError.
	"""
	centre = _centre_of(key)
	text = clean(hide_numbers(some_lines(said)))
	if len(text) < 2:
		frappe.throw(_("Write what you want to tell us."), FeedbackError)
	known = {"kind": kind if kind in KINDS else COMPLAINT, "complaint": text, "centre": centre}
	values = {**known, **_whom_to_answer(centre, name, phone)}
	hold("Sales Centre", centre)  # those of one centre follow one another
	today = {"centre": centre, "by_public_form": 1, "received_on": getdate()}
	if not count_now("Customer Complaint", {**today, **known, "phone_hash": values.get("phone_hash") or ""}):
		if count_now("Customer Complaint", today) >= MOST_A_DAY:
			frappe.throw(_("Nothing more can be written here today. Please call us."), FeedbackError)
		_insert(values)
	return {"taken": True}


def _centre_of(key: object) -> str:
	wanted = key if isinstance(key, str) and 0 < len(key) <= 32 else NO_VALUE
	filters = {"feedback_key": wanted, "public_feedback": 1, "disabled": 0}
	centre = frappe.db.get_value("Sales Centre", filters, ["name", "feedback_key"], as_dict=True)
	# the column does not tell capital letters from small ones
	if not centre or not secrets.compare_digest(centre.feedback_key.encode(), wanted.encode()):
		frappe.throw(_("Nothing can be written by this address."), FeedbackClosedError)
	return centre.name


def _whom_to_answer(centre: str, name: object, phone: object) -> dict[str, str]:
	"""The name, and the number as a mask and a fingerprint; whether it is known is neither asked nor told."""
	values = {"customer_name": hide_numbers(one_line(name, 60)), "phone_hash": "", "phone_mask": ""}
	written = one_line(phone, 40)
	if not written:
		return values
	read = read_numbers(written, frappe.db.get_value("Sales Centre", centre, "area_code") or "")
	if not read.numbers:
		frappe.throw(_("We cannot call this number. Write it in full, or leave it out."), FeedbackError)
	number = read.numbers[0]
	return {**values, "phone_mask": mask(number), "phone_hash": vault.store([number])[number]}


def _insert(values: dict[str, str]) -> None:
	complaint: CustomerComplaint = frappe.get_doc(doctype="Customer Complaint", **values)
	complaint.flags.by_public_form = True
	complaint.insert(ignore_permissions=True)  # a customer has no login, and no right but to be heard
	subject = _("A customer has written: {0}").format(_(complaint.kind, context="Customer Complaint"))
	users = deciders(complaint.centre, roles.SERVICE, roles.MANAGER)
	put_on_desks(users, complaint.doctype, complaint.name, subject)
