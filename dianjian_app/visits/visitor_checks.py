"""What the front desk notes of a visitor, customer or not: document shown, security, areas, breaches (R40)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt

from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from frappe.model.document import Document

FIELDS = (
	*("document_kind", "document_tail", "security_check", "areas"),
	*("breach", "breach_outcome", "fine"),
)
CHOICES = ("document_kind", "security_check", "breach_outcome")
FINED = "Fined"
TAIL = re.compile(r"[0-9A-Za-z]{1,4}")


class VisitorError(frappe.ValidationError):
	"""A visitor's record that cannot be so, or an act at the wrong time."""


def check(doc: Document) -> None:
	"""Tidy the FIELDS of a document and refuse what may not be kept or says too little. Raises VisitorError."""
	for field in ("areas", "breach"):
		text = (doc.get(field) or "").strip()
		doc.set(field, hide_numbers(text) if text else None)
	for field in CHOICES:
		if (doc.get(field) or "") not in (doc.meta.get_options(field) or "").split("\n"):
			frappe.throw(_("{0} is none of the choices.").format(doc.get(field)), VisitorError)
	_check_document(doc)
	_check_conduct(doc)


def _check_document(doc: Document) -> None:
	tail = (doc.document_tail or "").strip()
	doc.document_tail = tail.upper() or None
	if tail and not (TAIL.fullmatch(tail) and doc.document_kind):
		frappe.throw(
			_("Of an identity document the kind is kept, and at most its last four characters."),
			VisitorError,
			title=_("Identity Document"),
		)


def _check_conduct(doc: Document) -> None:
	if doc.breach_outcome and not doc.breach:
		frappe.throw(_("Say what the breach was."), VisitorError, title=_("Breach"))
	if doc.breach_outcome != FINED:
		doc.fine = 0
	elif flt(doc.fine) <= 0:
		frappe.throw(_("Enter the fine."), VisitorError, title=_("Breach"))
