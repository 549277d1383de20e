"""Do-not-call: one act by anybody who has the customer before them; only an administrator lifts it, with a reason (R10).

A refusal holds for all numbers of the customer, on the whole site, and survives every later import. Who refused what,
when and how is kept line by line.
"""

from __future__ import annotations

from collections.abc import Iterable

import frappe
from frappe import _
from frappe.utils import now_datetime
from pypika import Case

from dianjian_app import roles
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.resources.numbers.reveal import WITH_NUMBER
from dianjian_app.value_lists import among

REFUSED, LIFTED = "Refused", "Lifted"
WHO_REFUSES = {*roles.ALL} - {roles.AUDITOR}
HOW = ("Call", "Incoming Call", "SMS Reply", "In Person", "In Writing", "Other")


class RefusalError(frappe.ValidationError):
	"""A refusal without a reason, or of a customer who has no number."""


@frappe.whitelist(methods=["POST"])
def refuse_calls(doctype: str, name: str, reason: str, how: str = "Call") -> int:
	"""Record that the customer of a document refuses calls, for the whole site (R10).

	doctype: one of reveal.WITH_NUMBER that the user may read; how: one of HOW. Gives how many leads are out by it. Safe
	to repeat. Raises RefusalError, PermissionError.
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


def refuse(hashes: Iterable[str], reason: str, how: str, doc=None) -> list[str]:
	"""Record a refusal of numbers, with its line in the record. Gives the leads that are out.

	doc: the document it was said at, whose place the line carries.
	"""
	hashes = [h for h in hashes if h]
	already = vault.refused(hashes)
	vault.refuse_calls(hashes, reason)
	for phone_hash in hashes:
		if phone_hash not in already:
			_note(REFUSED, phone_hash, reason, how, doc)
	leads, _numbers = vault.customers_of(hashes)
	return leads


@frappe.whitelist(methods=["POST"])
def lift(lead: str, reason: str) -> None:
	"""Take a refusal back on all numbers of a customer; for the administrator alone, with a reason (R10).

	Raises PermissionError, RefusalError.
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
	leads, hashes = vault.customers_of([doc.phone_hash])
	vault.allow_calls(hashes)
	_bring_back(leads)
	_note(LIFTED, doc.phone_hash, reason, "Other", doc)


def _bring_back(leads: list[str]) -> None:
	"""Leads are called again from today on, but for those that their grade has put out."""
	lead, grade = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Intent Grade")
	out = [
		r[0] for r in frappe.qb.from_(grade).select(grade.grade).distinct().where(grade.is_invalid == 1).run()
	]
	held = lead.agent.isnotnull() & (lead.agent != "")
	stays = (lead.status != "Out") | lead.grade.isin(among(out))
	(
		frappe.qb.update(lead)
		.set(lead.do_not_call, 0)
		.set(lead.status, Case().when(stays, lead.status).when(held, "Held").else_("Pool"))
		.set(lead.due_on, frappe.utils.today())
		.where(lead.name.isin(among(leads)))
		.run()
	)


def _note(act: str, phone_hash: str, reason: str, how: str, doc) -> None:
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


def refuse_change(record) -> None:
	"""Events on_update of a kept record and on_trash: it stays as it is. Raises PermissionError."""
	frappe.throw(_("A refusal record cannot be changed."), frappe.PermissionError)
