"""Shows a full phone number to one user: each time logged, with an hourly limit (R47, decision 23)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from datetime import timedelta
from typing import Any

import frappe
from frappe import _
from frappe.model.document import Document
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, now_datetime

from dianjian_app import roles
from dianjian_app.locking import hold
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers import extensions, limit_alerts, vault
from dianjian_app.value_lists import among

WITH_NUMBER = ("Call Lead", "Visit Confirmation", "Inbound Call", "Sales Deal", "Customer Complaint")
ONLY_FOR = {"Customer Complaint": (roles.SERVICE, roles.MANAGER)}
"""DocTypes whose readers are more than those who speak to the customer; never whom the document is about"""
MAY_REVEAL = (roles.AGENT, roles.CONSULTANT, roles.LEADER, roles.SERVICE, roles.MANAGER)
DEFAULT_LIMIT = 120
DEFAULT_BULK_LIMIT = 600


class RevealNotAllowedError(frappe.PermissionError):
	"""The user's roles never see a full number."""


class BulkLimitError(frappe.ValidationError):
	"""More numbers than a user may export in a day."""


class ReasonMissingError(frappe.ValidationError):
	"""The site asks for a reason with every reveal."""


@frappe.whitelist(methods=["POST"])
def reveal_number(doctype: str, name: str, reason: str | None = None, row: str | None = None) -> dict:
	"""The full number of a document that the user may read; the act is logged (R47).

	doctype: one of WITH_NUMBER; reason: needed when the settings require it; row: the row of a Call Lead's further number.
	Gives {"number": E.164} or, beyond the hourly limit, {"number": None, "message": …}: a refusal is an answer and not an
	error, because its log line must be committed. Raises frappe.PermissionError, RevealNotAllowedError,
	ReasonMissingError.
	"""
	doc = _get_readable(doctype, name)
	phone_hash = _hash_of(doc, row)
	settings = frappe.get_cached_doc("Telesales Settings")
	if cint(settings.reveal_needs_reason) and not (reason or "").strip():
		frappe.throw(
			_("Enter why you need the number of {0}.").format(doc.get("customer_name") or doc.name),
			ReasonMissingError,
			title=_("Reason Needed"),
		)
	limit = limit_alerts.limit_of("reveal_limit_per_hour", DEFAULT_LIMIT)
	if _revealed_in_the_last_hour(frappe.session.user) >= limit:
		limit_alerts.report_limit_reached(limit_alerts.REVEALS, limit)
		write_log("Reveal", doctype, name, 1, reason, refused=True, place=doc)
		message = _(
			"You have revealed {0} numbers within an hour, which is the limit. Wait, or ask your leader."
		)
		return {"number": None, "message": message.format(limit)}
	number = vault.numbers_of([phone_hash]).get(phone_hash)
	if number is None:
		return {"number": None, "message": _("The number of this customer is no longer kept.")}
	write_log("Reveal", doctype, name, 1, reason, place=doc)
	return {"number": number}


def bulk_reveal(leads: Iterable[str], doctype: str, name: str, *, reason: str) -> dict[str, str]:
	"""The full numbers of Call Leads that the user may read, for a workbook: one logged act with a daily limit (R47).

	doctype, name: the document that the workbook is about. Gives lead → its first number as it is dialled. Raises
	RevealNotAllowedError (role), BulkLimitError (daily limit), frappe.PermissionError (a lead that the user may not see).
	"""
	if frappe.session.user != "Administrator" and not set(frappe.get_roles()) & set(MAY_REVEAL):
		frappe.throw(
			_("Your role cannot see full phone numbers."), RevealNotAllowedError, title=_("Number Hidden")
		)
	wanted = sorted({lead for lead in leads if lead})
	seen = _visible_leads(wanted)
	if len(seen) < len(wanted):
		frappe.throw(_("You are not allowed to see some of these customers."), frappe.PermissionError)
	limit = limit_alerts.limit_of("bulk_reveal_limit_per_day", DEFAULT_BULK_LIMIT)
	before = _exported_today(frappe.session.user)
	if before + len(wanted) > limit:
		frappe.throw(
			_(
				"You may export {0} numbers a day to workbooks. You have exported {1} today and asked for {2} more."
			).format(limit, before, len(wanted)),
			BulkLimitError,
			title=_("Daily Limit"),
		)
	write_log("Bulk Reveal", doctype, name, len(wanted), reason, place=_place_of(doctype, name))
	numbers = vault.numbers_of(lead.phone_hash for lead in seen)
	return {
		lead.name: extensions.as_dialled(numbers[lead.phone_hash])
		for lead in seen
		if lead.phone_hash in numbers
	}


def _visible_leads(names: list[str]) -> list[frappe._dict]:
	if not names:
		return []
	# fingerprints are read for nobody: first what the user may see, then theirs
	seen = frappe.get_list("Call Lead", filters={"name": ("in", names)}, pluck="name", limit_page_length=0)
	return frappe.get_all(
		"Call Lead", {"name": ("in", among(seen))}, ["name", "phone_hash"], limit_page_length=0
	)


def _place_of(doctype: str, name: str) -> frappe._dict | None:
	"""Centre and group of the document that a workbook is about, as far as it has them."""
	if doctype == "Sales Centre":
		return frappe._dict(centre=name)
	has = [f for f in ("centre", "sales_group") if frappe.get_meta(doctype).has_field(f)]
	return frappe.db.get_value(doctype, name, has, as_dict=True) if has else None


def _exported_today(user: str) -> int:
	"""Numbers that the user exported today. The user's row is locked, so that two requests are counted one by one."""
	hold("User", user)
	log = frappe.qb.DocType("Phone Reveal Log")
	query = (
		frappe.qb.from_(log)
		.for_update()
		.select(Sum(log.row_count))
		.where(
			(log.user == user)
			& (log.kind == "Bulk Reveal")
			& (log.refused == 0)
			& (log.revealed_at >= now_datetime().replace(hour=0, minute=0, second=0, microsecond=0))
		)
	)
	return cint(query.run()[0][0])


def _hash_of(doc: Document, row: str | None) -> str:
	if not row:
		return doc.phone_hash
	found = [n.phone_hash for n in doc.get("numbers") or [] if n.name == row]
	if not found:
		frappe.throw(_("{0} has no such number.").format(doc.name), frappe.PermissionError)
	return found[0]


def _get_readable(doctype: str, name: str) -> Document:
	"""The document, if the user may read it and see numbers."""
	if doctype not in WITH_NUMBER:
		frappe.throw(_("{0} has no phone number to show.").format(_(doctype)), frappe.PermissionError)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	if frappe.session.user == "Administrator":
		return doc
	about_oneself = doctype in ONLY_FOR and doc.get("agent") == (staff_of_user(frappe.session.user) or "")
	if about_oneself or not set(frappe.get_roles()) & set(ONLY_FOR.get(doctype, MAY_REVEAL)):
		frappe.throw(
			_("Your role cannot see full phone numbers."), RevealNotAllowedError, title=_("Number Hidden")
		)
	return doc


def _revealed_in_the_last_hour(user: str) -> int:
	"""Numbers that the user saw within the hour. The user's row is locked, so that two requests are counted one by one."""
	hold("User", user)
	log = frappe.qb.DocType("Phone Reveal Log")
	# a locking read: it sees what the request before this one has just written
	query = (
		frappe.qb.from_(log)
		.for_update()
		.select(Count("*"))
		.where(
			(log.user == user)
			& (log.kind == "Reveal")
			& (log.refused == 0)
			& (log.revealed_at > now_datetime() - timedelta(hours=1))
		)
	)
	return query.run()[0][0]


def write_log(
	kind: str,
	doctype: str,
	name: str | None,
	count: int,
	reason: str | None = None,
	*,
	refused: bool = False,
	place: Mapping[str, Any] | Document | None = None,
	number_key: str | None = None,
) -> Document:
	"""Add a line to the reveal log: who, what, how many, when and why; gives the line (R47).

	kind: Reveal, Bulk Reveal, Export or Search; doctype, name: which document; place: has centre and sales_group; number_key: of a Search,
	see `asking`.
	"""
	staff = staff_of_user(frappe.session.user)
	line = frappe.get_doc(
		doctype="Phone Reveal Log",
		user=frappe.session.user,
		staff=staff,
		centre=place and place.get("centre"),
		sales_group=place and place.get("sales_group"),
		revealed_at=now_datetime(),
		kind=kind,
		refused=int(refused),
		row_count=count,
		reference_doctype=doctype,
		reference_name=name,
		reason=reason,
		number_key=number_key,
	)
	return line.insert(ignore_permissions=True)  # the app writes its log; nobody may write it by hand
