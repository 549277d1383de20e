"""Do-not-call: everybody who works with a customer records a refusal; only an administrator lifts it, with a reason (R10).

A refusal holds for all numbers of the customer, on the whole site, and through every later import. Each refusal is kept as
a Refusal Record.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.utils import now_datetime
from pypika import Case

from dianjian_app import roles
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.resources.numbers.reveal import WITH_NUMBER

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.refusal_record.refusal_record import RefusalRecord

REFUSED, LIFTED = "Refused", "Lifted"
WHO_REFUSES = {*roles.ALL} - {roles.AUDITOR}
HOW = ("Call", "Incoming Call", "SMS Reply", "In Person", "In Writing", "Other")


class RefusalError(frappe.ValidationError):
	"""A refusal without a reason, or of a customer who has no number."""


@frappe.whitelist(methods=["POST"])
def refuse_calls(doctype: str, name: str, reason: str, how: str = "Call") -> int:
	"""Record that the customer of a document refuses calls, for the whole site; gives how many leads are out (R10).

	doctype: one of reveal.WITH_NUMBER, whose document the user may read; how: one of HOW. Safe to repeat. Raises
	RefusalError, frappe.PermissionError.
	"""
	if doctype not in WITH_NUMBER:
		frappe.throw(_("{0} has no phone number.").format(_(doctype)), frappe.PermissionError)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	if frappe.session.user != "Administrator" and not WHO_REFUSES & set(frappe.get_roles()):
		frappe.throw(_("An auditor can only read."), frappe.PermissionError)
	if how not in HOW or not (reason or "").strip():
		frappe.throw(
			_("Enter how and why the customer refused calls."), RefusalError, title=_("Reason Needed")
		)
	phone_hash = doc.get("phone_hash") or (
		doc.get("lead") and frappe.db.get_value("Call Lead", doc.lead, "phone_hash")
	)
	if not phone_hash:
		frappe.throw(_("No number is kept for this customer."), RefusalError)
	return len(refuse([phone_hash], reason, how, doc))


def refuse(hashes: Iterable[str], reason: str, how: str, doc: Document | None = None) -> list[str]:
	"""Record a refusal of numbers with its Refusal Record; gives the leads that are out.

	doc: the document about which it was said; the record gets its centre, group and agent.
	"""
	hashes = [h for h in hashes if h]
	already = vault.refused(hashes)
	vault.refuse_calls(hashes, reason)
	for phone_hash in hashes:
		if phone_hash not in already:
			_add_record(REFUSED, phone_hash, reason, how, doc)
	leads, _numbers = vault.customers_of(hashes)
	return leads


@frappe.whitelist(methods=["POST"])
def lift(lead: str, reason: str) -> None:
	"""Lift a refusal on all numbers of a customer (R10); only for administrators, with a reason.

	Raises frappe.PermissionError, RefusalError.
	"""
	user = frappe.session.user
	if user != "Administrator" and roles.ADMIN not in frappe.get_roles(user):
		frappe.throw(_("Only the telesales administrator can lift a refusal."), frappe.PermissionError)
	doc = frappe.get_doc("Call Lead", lead)
	doc.check_permission("read")
	if not (reason or "").strip():
		frappe.throw(_("Enter why the refusal is lifted."), RefusalError, title=_("Reason Needed"))
	if doc.erased_on:
		frappe.throw(_("{0} was erased. There is nobody to call.").format(lead), RefusalError)
	if not doc.do_not_call:
		return
	refused_at = frappe.db.get_value("Phone Vault", doc.phone_hash, "do_not_call_at")
	leads = _allow(doc.phone_hash)
	# what had been promised before the refusal is not due again
	if leads and refused_at:
		frappe.db.set_value(
			"Call Lead",
			{"name": ("in", leads)},
			"promises_answered_at",
			refused_at,
			update_modified=False,
		)
	_add_record(LIFTED, doc.phone_hash, reason, "Other", doc)


def take_back(phone_hash: str, since: datetime, doc: Document) -> list[str]:
	"""Undo a refusal that the session's user recorded by mistake since a moment; gives the leads that may be called again.

	Who calls this decides how long that may be. Another's refusal stays, and so does an earlier one. doc: as of `refuse`.
	"""
	said = frappe.db.get_value("Phone Vault", phone_hash, ["do_not_call_at", "do_not_call_by"], as_dict=True)
	if not said or said.do_not_call_by != frappe.session.user:
		return []
	if not said.do_not_call_at or said.do_not_call_at < since:
		return []
	leads = _allow(phone_hash)
	_add_record(LIFTED, phone_hash, _("Recorded by mistake and taken back at once"), "Other", doc)
	return leads


def _allow(phone_hash: str) -> list[str]:
	leads, hashes = vault.customers_of([phone_hash])
	vault.allow_calls(hashes)
	_reopen_leads(leads)
	return leads


def _reopen_leads(leads: list[str]) -> None:
	"""Make the leads due today, except those that are out by their grade."""
	if not leads:
		return
	lead, grade = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Intent Grade")
	invalid_grades = [
		r[0] for r in frappe.qb.from_(grade).select(grade.grade).distinct().where(grade.is_invalid == 1).run()
	]
	held = lead.agent.isnotnull() & (lead.agent != "")
	stays = lead.status != "Out"
	if invalid_grades:
		stays |= lead.grade.isin(invalid_grades)
	(
		frappe.qb.update(lead)
		.set(lead.do_not_call, 0)
		.set(lead.status, Case().when(stays, lead.status).when(held, "Held").else_("Pool"))
		.set(lead.due_on, frappe.utils.today())
		.where(lead.name.isin(leads))
		.run()
	)


def _add_record(act: str, phone_hash: str, reason: str, how: str, doc: Document | None) -> None:
	place = {f: doc.get(f) for f in ("centre", "sales_group", "agent")} if doc else {}
	found = frappe.db.get_value(
		"Call Lead", {"phone_hash": phone_hash}, ["name", "customer_name"], as_dict=True
	)
	frappe.get_doc(
		doctype="Refusal Record",
		act=act,
		how=how,
		reason=hide_numbers(reason),
		lead=doc.name if doc and doc.doctype == "Call Lead" else (found and found.name),
		customer_name=(doc and doc.get("customer_name")) or (found and found.customer_name),
		phone_mask=frappe.db.get_value("Phone Vault", phone_hash, "phone_mask"),
		at=now_datetime(),
		date=now_datetime().date(),
		user=frappe.session.user,
		**place,
	).insert(ignore_permissions=True)  # the act writes its record; nobody may write it by hand


def refuse_change(record: RefusalRecord) -> None:
	"""Events on_update and on_trash of Refusal Record: it cannot be changed. Raises frappe.PermissionError."""
	frappe.throw(_("A refusal record cannot be changed."), frappe.PermissionError)
