"""What people write beside documents: comments, assignments, letters, notes; no phone number stays in it (R47)."""

from __future__ import annotations

import re

from dianjian_app.resources.numbers import vault
from dianjian_app.resources.numbers.phone import hide_numbers, read_numbers
from dianjian_app.row_ownership import has_owned_rows

_TAG = re.compile(r"(<[^>]*>)")
_DIGITS = re.compile(r"\d{3}")
# DocType → (the field that names the DocType it is about, the texts)
TEXTS = {
	"Comment": ("reference_doctype", ("content",)),
	"ToDo": ("reference_type", ("description",)),
	"Communication": ("reference_doctype", ("subject", "content", "text_content")),
	"Notification Log": ("document_type", ("subject", "email_content")),
	"Note": (None, ("title", "content")),
	"Event": (None, ("subject", "description")),
}


def hide(doc, method: str | None = None) -> None:
	"""Doc event before_validate: mask numbers, beside the app's documents all, elsewhere those of customers. (R47)"""
	about, texts = TEXTS[doc.doctype]
	everything = bool(about and doc.get(about) and has_owned_rows(doc.get(about)))
	for fieldname in texts:
		text = doc.get(fieldname)
		if text and isinstance(text, str) and _DIGITS.search(text):
			masked = hide_in_html(text, customers_only=not everything)
			if masked != text:
				doc.set(fieldname, masked)


def hide_in_html(text: str, *, customers_only: bool = False) -> str:
	"""HTML or plain text with the phone numbers in its words masked; tags and their attributes stay as they are.

	customers_only: only when the vault holds one of the numbers; a colleague's extension or a shop's number stays.
	"""
	parts = _TAG.split(text)
	return "".join(
		part
		if i % 2 or not _DIGITS.search(part) or (customers_only and not _of_a_customer(part))
		else hide_numbers(part)
		for i, part in enumerate(parts)
	)


def _of_a_customer(part: str) -> bool:
	numbers = read_numbers(part).numbers
	return bool(numbers) and bool(vault.known(vault.hashes_of(numbers).values()))
