"""Masks phone numbers in comments, assignments, mails, notes and events (R47)."""

from __future__ import annotations

import re

import frappe
from frappe.model.document import Document

from dianjian_app import roles
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import hide_numbers, read_numbers
from dianjian_app.row_ownership import has_owned_rows

_TAG = re.compile(r"(<[^>]*>)")
_DIGITS = re.compile(r"\d{3}")
# DocType → (field with the DocType that the text is about, fields with text)
TEXTS = {
	"Comment": ("reference_doctype", ("content",)),
	"ToDo": ("reference_type", ("description",)),
	"Communication": ("reference_doctype", ("subject", "content", "text_content")),
	"Notification Log": ("document_type", ("subject", "email_content")),
	"Note": (None, ("title", "content")),
	"Event": (None, ("subject", "description")),
	"Training Evaluation": (None, ("words",)),
}


def mask_numbers(doc: Document, method: str | None = None) -> None:
	"""Doc event before_validate: mask every number about the app's documents, and customers' numbers elsewhere (R47).

	Of what the app's people write every number is masked: whether one stays would tell whether it is a customer's.
	"""
	about, texts = TEXTS[doc.doctype]
	all_numbers = _is_ours() or bool(about and doc.get(about) and has_owned_rows(doc.get(about)))
	for fieldname in texts:
		text = doc.get(fieldname)
		if text and isinstance(text, str) and _DIGITS.search(text):
			masked = mask_in_html(text, customers_only=not all_numbers)
			if masked != text:
				doc.set(fieldname, masked)


def _is_ours() -> bool:
	"""Whether the session's user is one of the app's people, and administers nothing."""
	held = set(frappe.get_roles())
	return bool(held & set(roles.ALL)) and "System Manager" not in held


def mask_in_html(text: str, *, customers_only: bool = False) -> str:
	"""HTML or plain text with its phone numbers masked; tags and their attributes stay unchanged.

	customers_only: mask only text with a number that the vault holds; a colleague's or a shop's number stays.
	"""
	parts = _TAG.split(text)
	return "".join(
		part
		if i % 2 or not _DIGITS.search(part) or (customers_only and not _has_customer_number(part))
		else hide_numbers(part)
		for i, part in enumerate(parts)
	)


def _has_customer_number(part: str) -> bool:
	numbers = read_numbers(part).numbers
	return bool(numbers) and bool(vault.known(vault.hashes_of(numbers).values()))
