"""Texts that people or other programs send, freed of what a browser would run, however they come into the database (R47).

A document's texts go through Frappe's cleaning when it is saved. What is written by a set (imports, projections, status
texts of other programs) goes through the same cleaning here. Frappe passes over three kinds of text, which are cleaned
here as well: a tag that is not closed and closes with what a page puts behind it, a text within quotes, which it takes for
JSON, and the fields of a document that is submitted at once.
"""

from __future__ import annotations

import json
import re
from collections.abc import Collection, Mapping, Sequence
from copy import copy
from functools import lru_cache
from typing import TYPE_CHECKING, Any

import frappe
from frappe.utils.html_utils import sanitize_html

if TYPE_CHECKING:
	from frappe.model.document import Document

AS_THEY_ARE = frozenset(("Attach", "Attach Image", "Barcode", "Code", "JSON", "Password"))
FORMATTED = frozenset(("Text Editor", "HTML Editor", "Markdown Editor"))
SHORT = frozenset(("Data", "Select", "Link", "Dynamic Link", "Read Only", "Phone", "Autocomplete"))
LONGEST = 140
_TAG = re.compile(r"<(?=[A-Za-z!/?])")
_MARKS = re.compile(r"""[<>"'`]""")
_NO_ADDRESS = re.compile(r"""[<>"'`]|^\s*(javascript|vbscript|data)\s*:""", re.IGNORECASE)


def clean(text: Any, longest: int = 0) -> Any:
	"""A text without what a browser would run; what is no text comes back as it is.

	longest: of a column that takes no more, in characters; a text that cleaning made longer is cut.
	"""
	if not isinstance(text, str) or ("<" not in text and ">" not in text):
		return text
	cleaned = _cleaned(text)
	return cleaned[:longest] if longest and len(text) <= longest else cleaned


@lru_cache(maxsize=4096)
def _cleaned(text: str) -> str:
	cleaned = str(sanitize_html(text))
	if cleaned != text or not _TAG.search(text):
		return cleaned
	# without a whole tag, or within quotes: Frappe leaves it; whole and harmless markup stays
	return text if _is_markup(text) else _TAG.sub("&lt;", text)


def _is_markup(text: str) -> bool:
	"""Whether Frappe has looked at a text as markup and found nothing to take away."""
	from bs4 import BeautifulSoup

	try:
		json.loads(text)
	except ValueError:
		return bool(BeautifulSoup(text, "html.parser").find())
	return False


def columns_to_clean(doctype: str, fields: Sequence[str]) -> dict[int, int]:
	"""Places of the fields whose texts are cleaned → how many characters their column takes, 0: any number."""
	meta = frappe.get_meta(doctype)
	found: dict[int, int] = {}
	for at, name in enumerate(fields):
		field = meta.get_field(name)
		if field and (field.fieldtype in AS_THEY_ARE or field.ignore_xss_filter):
			continue
		short = not field or field.fieldtype in SHORT
		found[at] = (int((field and field.length) or 0) or LONGEST) if short else 0
	return found


def dirty(rows: Collection[Sequence[object]], width: int) -> list[int]:
	"""Places in which at least one row has a text with a mark of HTML."""
	return [
		at
		for at in range(width)
		if any(isinstance(row[at], str) and ("<" in row[at] or ">" in row[at]) for row in rows)  # type: ignore[operator]
	]


def clean_rows(doctype: str, fields: Sequence[str], rows: list[Sequence[object]]) -> list[Sequence[object]]:
	"""Rows of a set, their texts cleaned as a document's; asks for the DocType, so the database must be free."""
	columns = columns_to_clean(doctype, fields)
	return [
		[clean(value, columns[at]) if at in columns else value for at, value in enumerate(row)]
		for row in rows
	]


def clean_values(doctype: str, values: Mapping[str, object]) -> dict[str, object]:
	"""Values that go into one document past its saving."""
	fields = list(values)
	return dict(zip(fields, clean_rows(doctype, fields, [list(values.values())])[0], strict=True))


def clean_for_print(doc: Document, method: str | None = None, *_settings: Any) -> None:
	"""Every DocType's event before_print: what a print format puts into its page as it is holds nothing that runs. (R47)

	Formats of Frappe and of administrators escape nothing, and what makes PDFs runs scripts. The document is the print's.
	"""
	if doc.meta.module != "Dianjian App":
		return
	for part in (doc, *doc.get_all_children()):
		part.__dict__.update(_harmless(part))
	titles = doc.__dict__.get("__link_titles") or {}
	titles.update({key: clean(title) for key, title in titles.items()})
	if frappe.form_dict.get("name") == doc.name and _MARKS.search(str(doc.name)):
		# Frappe of 2023 puts it into an address of the page as it is
		frappe.form_dict["name"] = _MARKS.sub(lambda mark: f"%{ord(mark.group()):02X}", str(doc.name))


def fit_for_mail(doc: Document) -> Document:
	"""A document of the app whose texts can stand in a mail's markup: the same one where they can, else a copy."""
	parts = (doc, *doc.get_all_children())
	if doc.meta.module != "Dianjian App" or not any(_harmless(part) for part in parts):
		return doc
	fit = copy(doc)
	for table in doc.meta.get_table_fields():
		rows = [copy(row) for row in doc.get(table.fieldname) or ()]
		for row in rows:
			row.__dict__.update(_harmless(row))
		fit.__dict__[table.fieldname] = rows
	fit.__dict__.update(_harmless(fit))
	return fit


def _harmless(part: Document) -> dict[str, str]:
	"""Texts of a document or a row that would run or end an address, as they may stand in markup."""
	found = {}
	for name, value in list(part.__dict__.items()):
		if isinstance(value, str):
			field = part.meta.get_field(name)
			is_address = field is not None and field.fieldtype.startswith("Attach")
			safe = _NO_ADDRESS.sub("", value) if is_address else clean(value)
			if safe != value:
				found[name] = safe
	return found


def clean_document(doc: Document, method: str | None = None) -> None:
	"""Every DocType's event validate: the app's documents hold nothing that a browser runs, submitted at once or not. (R47)"""
	if doc.meta.module != "Dianjian App":
		return
	for part in (doc, *doc.get_all_children()):
		for name, value in list(part.__dict__.items()):
			if not isinstance(value, str) or ("<" not in value and ">" not in value):
				continue
			field = part.meta.get_field(name)
			if not field or field.fieldtype in (*AS_THEY_ARE, *FORMATTED) or field.ignore_xss_filter:
				continue
			part.set(name, clean(value))
