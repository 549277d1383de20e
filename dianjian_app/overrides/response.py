"""No answer of the web holds a number's fingerprint (phone_hash): it lets a number be recognised (R47, decision 62).

Queries refuse to read, filter, order or group by it (`secret_fields`). What carries whole documents, such as a form, its
saving or its versions, is looked through on its way out; a form that is saved gets its fingerprints back from the database.
"""

from __future__ import annotations

import functools
import re
from collections.abc import Callable
from typing import Any

import frappe
from frappe.model.document import Document

from dianjian_app.overrides.secret_fields import FINGERPRINTS, trusted

NAMES = frozenset(name for names in FINGERPRINTS.values() for name in names)
_ANY = "|".join(sorted(NAMES))
_VALUE = r'(?:\\?"[^"\\]*\\?"|null)'
_OF_KEY = re.compile(rf'("(?:{_ANY})\\?"\s*:\s*){_VALUE}')
_OF_LIST = re.compile(rf'("(?:{_ANY})\\?"\s*,\s*){_VALUE}(?:\s*,\s*{_VALUE})?')
"""a fingerprint inside a text that is JSON itself, as a Version keeps rows and what changed"""


def install() -> None:
	"""Look through answers, and fill in what forms send back, once a process."""
	from frappe.utils import response

	if not hasattr(response.as_json, "__wrapped__"):
		response.as_json = _looking_through(response.as_json)
		Document.run_before_save_methods = _filling_in(Document.run_before_save_methods)


def _looking_through(original: Callable) -> Callable:
	@functools.wraps(original)
	def as_json(*args: Any, **kwargs: Any) -> Any:
		# an answer without a session or a database is Frappe's own about that
		if getattr(frappe.local, "session", None) and frappe.db and not trusted(frappe.session.user):
			for key, value in list(frappe.local.response.items()):
				frappe.local.response[key] = without_fingerprints(value)
		return original(*args, **kwargs)

	return as_json


def without_fingerprints(value: Any) -> Any:
	"""A value of an answer without fingerprints: documents, lists, dicts and texts that are JSON."""
	if isinstance(value, Document):
		value = value.as_dict()
	if isinstance(value, dict):
		return {k: without_fingerprints(v) for k, v in value.items() if k not in NAMES}
	if isinstance(value, list | tuple):
		return [without_fingerprints(v) for v in value]
	if isinstance(value, str) and any(name in value for name in NAMES):
		return _OF_LIST.sub(r'\1""', _OF_KEY.sub(r'\1""', value))
	return value


def _filling_in(original: Callable) -> Callable:
	@functools.wraps(original)
	def run_before_save_methods(doc: Document, *args: Any, **kwargs: Any) -> Any:
		if not doc.is_new() and not trusted(frappe.session.user):
			restore(doc)
		return original(doc, *args, **kwargs)

	return run_before_save_methods


def restore(doc: Document) -> None:
	"""Give a document and its rows the fingerprints that its form was not told."""
	lacking: dict[str, list[Document]] = {}
	for part in (doc, *doc.get_all_children()):
		for fieldname in FINGERPRINTS.get(part.doctype, ()):
			if part.name and not part.get(fieldname):
				lacking.setdefault(part.doctype, []).append(part)
				break
	for doctype, parts in lacking.items():
		fields = sorted(FINGERPRINTS[doctype])
		stored = frappe.get_all(
			doctype, {"name": ("in", [p.name for p in parts])}, ["name", *fields], limit=0
		)
		by_name = {row.name: row for row in stored}
		for part in parts:
			for fieldname in fields if part.name in by_name else ():
				part.set(fieldname, part.get(fieldname) or by_name[part.name][fieldname])
