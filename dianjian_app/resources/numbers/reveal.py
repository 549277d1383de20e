"""Showing one phone number to one person: a single logged act with an hourly limit (R47, decision 23)."""

from __future__ import annotations

from datetime import timedelta

import frappe
from frappe import _
from frappe.query_builder.functions import Count, Sum
from frappe.utils import cint, now_datetime

from dianjian_app import roles
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers import limit_alerts, vault
from dianjian_app.value_lists import among

WITH_NUMBER = ("Call Lead", "Visit Confirmation", "Inbound Call", "Sales Deal")
MAY_REVEAL = (roles.AGENT, roles.CONSULTANT, roles.LEADER, roles.SERVICE, roles.MANAGER)
DEFAULT_LIMIT = 120
DEFAULT_BULK_LIMIT = 600


class RevealNotAllowedError(frappe.PermissionError):
	"""The user's roles never see a full number."""


class BulkLimitError(frappe.ValidationError):
	"""More numbers at once than one person may take out in a day."""


class ReasonMissingError(frappe.ValidationError):
	"""The site asks for a reason with every reveal."""


@frappe.whitelist(methods=["POST"])
def reveal_number(doctype: str, name: str, reason: str | None = None, row: str | None = None) -> dict:
	"""The full number of a document the user may read, logged (R47).

	doctype: one of WITH_NUMBER; name: the document; reason: asked for when the settings say so; row: a further number
	of a Call Lead, by its row. Gives {"number": E.164} or, past the hourly limit, {"number": None, "message": …}: the
	refusal is an answer and not an error, because its log line must stay. Raises frappe.PermissionError,
	RevealNotAllowedError, ReasonMissingError.
	"""
	doc = _readable(doctype, name)
	phone_hash = _hash_of(doc, row)
	settings = frappe.get_cached_doc("Telesales Settings")
	if cint(settings.reveal_needs_reason) and not (reason or "").strip():
		frappe.throw(
			_("Enter why you need the number of {0}.").format(doc.get("customer_name") or doc.name),
			ReasonMissingError,
			title=_("Reason Needed"),
		)
	limit = limit_alerts.allowed("reveal_limit_per_hour", DEFAULT_LIMIT)
	if _revealed_in_the_last_hour(frappe.session.user) >= limit:
		limit_alerts.past_the_limit(limit_alerts.REVEALS, limit)
		write_log("Reveal", doctype, name, 1, reason, refused=True, doc=doc)
		message = _(
			"You have revealed {0} numbers within an hour, which is the limit. Wait, or ask your leader."
		)
		return {"number": None, "message": message.format(limit)}
	number = vault.numbers_of([phone_hash]).get(phone_hash)
	if number is None:
		return {"number": None, "message": _("The number of this customer is no longer kept.")}
	write_log("Reveal", doctype, name, 1, reason, doc=doc)
	return {"number": number}


def bulk_reveal(leads, doctype: str, name: str, *, reason: str) -> dict[str, str]:
	"""The full numbers of Call Leads that the user may read, for a workbook: one logged act with a daily limit (R47).

	leads: names of Call Leads; doctype, name: the document the workbook is of. Gives lead → E.164 of its first number.
	Raises RevealNotAllowedError (role), BulkLimitError (past the limit of a day), frappe.PermissionError (a lead that
	the user may not see); then nothing is told.
	"""
	if frappe.session.user != "Administrator" and not set(frappe.get_roles()) & set(MAY_REVEAL):
		frappe.throw(
			_("Your role cannot see full phone numbers."), RevealNotAllowedError, title=_("Number Hidden")
		)
	wanted = sorted({lead for lead in leads if lead})
	seen = frappe.get_list(
		"Call Lead",
		filters={"name": ("in", among(wanted))},
		fields=["name", "phone_hash"],
		limit_page_length=0,
	)
	if len(seen) < len(wanted):
		frappe.throw(_("You are not allowed to see some of these customers."), frappe.PermissionError)
	limit = limit_alerts.allowed("bulk_reveal_limit_per_day", DEFAULT_BULK_LIMIT)
	before = _taken_out_today(frappe.session.user)
	if before + len(wanted) > limit:
		frappe.throw(
			_(
				"You may export {0} numbers a day to workbooks. You have exported {1} today and asked for {2} more."
			).format(limit, before, len(wanted)),
			BulkLimitError,
			title=_("Daily Limit"),
		)
	write_log("Bulk Reveal", doctype, name, len(wanted), reason, doc=_place_of(doctype, name))
	numbers = vault.numbers_of(lead.phone_hash for lead in seen)
	return {lead.name: numbers[lead.phone_hash] for lead in seen if lead.phone_hash in numbers}


def _place_of(doctype: str, name: str):
	"""centre and group of the document that a workbook is of, as far as it has them."""
	if doctype == "Sales Centre":
		return frappe._dict(centre=name)
	has = [f for f in ("centre", "sales_group") if frappe.get_meta(doctype).has_field(f)]
	return frappe.db.get_value(doctype, name, has, as_dict=True) if has else None


def _taken_out_today(user: str) -> int:
	"""Numbers in workbooks this user took today; the user's row is locked so that two requests count one by one."""
	frappe.db.get_value("User", user, "name", for_update=True)
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


def _hash_of(doc, row: str | None) -> str:
	if not row:
		return doc.phone_hash
	found = [n.phone_hash for n in doc.get("numbers") or [] if n.name == row]
	if not found:
		frappe.throw(_("{0} has no such number.").format(doc.name), frappe.PermissionError)
	return found[0]


def _readable(doctype: str, name: str):
	"""The document, when the user may read it and numbers are for them."""
	if doctype not in WITH_NUMBER:
		frappe.throw(_("{0} has no phone number to show.").format(_(doctype)), frappe.PermissionError)
	doc = frappe.get_doc(doctype, name)
	doc.check_permission("read")
	if frappe.session.user != "Administrator" and not set(frappe.get_roles()) & set(MAY_REVEAL):
		frappe.throw(
			_("Your role cannot see full phone numbers."), RevealNotAllowedError, title=_("Number Hidden")
		)
	return doc


def _revealed_in_the_last_hour(user: str) -> int:
	"""Numbers this user saw within the hour; the user's row is locked so that two requests count one by one."""
	frappe.db.get_value("User", user, "name", for_update=True)
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
	name: str,
	count: int,
	reason: str | None = None,
	*,
	refused: bool = False,
	doc=None,
) -> None:
	"""One line of the reveal log: who, what, how many, when, why. kind: Reveal, Bulk Reveal, Export or Search. (R47)"""
	staff = staff_of_user(frappe.session.user)
	frappe.get_doc(
		doctype="Phone Reveal Log",
		user=frappe.session.user,
		staff=staff,
		centre=doc and doc.get("centre"),
		sales_group=doc and doc.get("sales_group"),
		revealed_at=now_datetime(),
		kind=kind,
		refused=int(refused),
		row_count=count,
		reference_doctype=doctype,
		reference_name=name,
		reason=reason,
	).insert(ignore_permissions=True)  # the app writes its log; nobody may write it by hand
