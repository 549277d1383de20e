"""What the SMS provider reports: that a text arrived, and what customers reply; a refusal is taken at its word (R10, R14)."""

from __future__ import annotations

import hmac

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.utils import now_datetime

from dianjian_app.calls.sms_batch import DELIVERED, FAILED, SENDING, SENT, UNKNOWN
from dianjian_app.calls.sms_text import REFUSAL_WORDS, refuses
from dianjian_app.clean_text import clean
from dianjian_app.resources.numbers import refusal, vault
from dianjian_app.resources.numbers.phone import read_numbers

ARRIVED = {"delivered", "delivrd", "success", "ok", "0", "1", "true"}
SETTINGS = "Telesales Settings"


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=6000, seconds=60 * 60)
def report(secret: str = "", reference: str = "", message_id: str = "", state: str = "") -> dict:
	"""A report of delivery. secret: of the site's settings; reference: our message, or message_id: the provider's.

	Gives {"known": whether there is such a message}. Raises PermissionError.
	"""
	_check(secret)
	name = _message(reference, message_id)
	if not name:
		return {"known": False}
	arrived = str(state).strip().lower() in ARRIVED
	values = (
		{"status": DELIVERED, "delivered_at": now_datetime()}
		if arrived
		else {"status": FAILED, "error": clean(str(state)[:140], 140)}
	)
	current = frappe.db.get_value("Message Log", name, "status", for_update=True)
	if current in (SENT, SENDING, UNKNOWN):
		frappe.db.set_value("Message Log", name, values)
	return {"known": True}


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=6000, seconds=60 * 60)
def reply(secret: str = "", mobile: str = "", content: str = "") -> dict:
	"""A customer's reply. One that refuses puts the number on the do-not-call list of the whole site.

	Gives {"refused": bool}. Raises PermissionError.
	"""
	_check(secret)
	words = frappe.db.get_single_value(SETTINGS, "refusal_words") or REFUSAL_WORDS
	numbers = read_numbers(str(mobile)).numbers
	if not numbers or not refuses(str(content), words):
		return {"refused": False}
	_record_refusal(numbers)
	return {"refused": True}


def _record_refusal(numbers: tuple[str, ...]) -> None:
	"""Record the refusal; a number that is not known yet is kept, so that it is refused when it comes."""
	hashes = list(vault.store(numbers).values())
	leads, _numbers = vault.customers_of(hashes)
	lead = frappe.get_doc("Call Lead", leads[0]) if leads else None
	refusal.refuse(hashes, _("Refused by reply to a text"), "SMS Reply", lead)


def _check(secret: str) -> None:
	settings = frappe.get_cached_doc(SETTINGS)
	known = settings.get_password("sms_callback_secret", raise_exception=False) or ""
	if not known or not hmac.compare_digest(known.encode(), str(secret).encode()):
		frappe.throw(_("Not permitted"), frappe.PermissionError)


def _message(reference: str, message_id: str) -> str | None:
	if reference and (found := frappe.db.get_value("Message Log", {"name": str(reference)}, "name")):
		return found
	return (
		frappe.db.get_value("Message Log", {"provider_id": str(message_id)}, "name") if message_id else None
	)
