"""What a customer wants, what keeps them from it, and why one was lost: noted on the lead, read by who receives them (R11, R12)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import cint, now_datetime

from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.call_lead.call_lead import CallLead


SPANS = (("budget_from", "budget_to"), ("area_from", "area_to"))
NEEDS = (
	*("budget_from", "budget_to", "area_from", "area_to", "rooms", "payment", "purpose", "decision_makers"),
	*("contact_way", "resistance", "resistance_reason", "lost_reason", "needs_note"),
)
"""the fields of a Call Lead that hold them, in the order of the form"""
FREE_TEXT = ("decision_makers", "needs_note")


class NeedsError(frappe.ValidationError):
	"""Needs that contradict each other, or that nobody can note."""


@frappe.whitelist()
def needs_of(lead: str) -> dict[str, Any]:
	"""A customer's needs as they stand, for who may read the lead (R11).

	Gives {"values": {field: value}, "words": `in_words`, "may_edit": bool}. Raises PermissionError.
	"""
	doc = frappe.get_doc("Call Lead", lead)
	doc.check_permission("read")
	return _answer(doc)


@frappe.whitelist(methods=["POST"])
def note_needs(lead: str, needs: dict | str) -> dict[str, Any]:
	"""Note a customer's needs, for who may write the lead (R11).

	needs: {field of NEEDS: value}, as JSON from the web; fields that are left out stay. Gives `needs_of`. Raises
	PermissionError, NeedsError.
	"""
	said = json.loads(needs) if isinstance(needs, str) else needs
	unknown = sorted(set(said) - set(NEEDS)) if isinstance(said, dict) else [str(said)]
	if unknown:
		frappe.throw(_("{0} is no need of a customer.").format(", ".join(unknown)), NeedsError)
	doc = frappe.get_doc("Call Lead", lead, for_update=True)  # calls write the lead without saving it
	doc.check_permission("write")
	doc.update(said)
	doc.save()
	return _answer(doc)


def check(lead: CallLead, before: CallLead | None) -> None:
	"""Part of the event validate of Call Lead: spans in order, numbers of phones masked, and when it was noted. Raises
	NeedsError."""
	for field in FREE_TEXT:
		if lead.get(field):
			lead.set(field, hide_numbers(lead.get(field)))
	for low, high in SPANS:
		if cint(lead.get(high)) and cint(lead.get(low)) > cint(lead.get(high)):
			frappe.throw(
				_("{0} is above {1}.").format(_(lead.meta.get_label(low)), _(lead.meta.get_label(high))),
				NeedsError,
			)
	if lead.resistance not in ("Some", "Strong"):
		lead.resistance_reason = None
	changed = any((lead.get(f) or None) != ((before and before.get(f)) or None) for f in NEEDS)
	lead.needs_noted_at = now_datetime() if changed else before and before.needs_noted_at


def in_words(lead: CallLead) -> list[list[str]]:
	"""[[label, text]] of what is known, in the reader's language; phone numbers are masked once more."""
	reason = _(lead.resistance_reason or "")
	resistance = _(lead.resistance or "")
	found = [
		(_("Budget"), _span(lead.budget_from, lead.budget_to, _("{0} × 10,000 yuan"))),
		(_("Area"), _span(lead.area_from, lead.area_to, _("{0} m²"))),
		(_("Bedrooms"), str(lead.rooms) if lead.rooms else ""),
		(_("Way of Payment"), _(lead.payment or "")),
		(_("Purpose of Buying"), _(lead.purpose or "")),
		(_("Decision Makers"), hide_numbers(lead.decision_makers or "")),
		(_("How Contacted"), _(lead.contact_way or "")),
		(_("Resistance"), " · ".join(filter(None, (resistance, reason)))),
		(_("Reason Lost"), _(lead.lost_reason or "")),
		(_("In the Customer's Words"), hide_numbers(lead.needs_note or "")),
	]
	return [[label, text] for label, text in found if text]


def _span(low: int, high: int, unit: str) -> str:
	if low and high and low != high:
		return unit.format(f"{low}–{high}")
	if low and not high:
		return _("from {0}").format(unit.format(low))
	if high and not low:
		return _("up to {0}").format(unit.format(high))
	return unit.format(low) if low else ""


def _answer(lead: CallLead) -> dict[str, Any]:
	return {
		"values": {field: lead.get(field) for field in NEEDS},
		"words": in_words(lead),
		"may_edit": bool(frappe.has_permission("Call Lead", "write", doc=lead)),
	}
