"""Which documents a request names: by its path, by a DocType with a name beside it, whole as JSON, or by an argument of
a method that the policy says to hold one (R47).

`entry.py` asks for each of the app's before anything is called, so that a document which is not there and one that the
asker may not see are answered alike. Nothing here needs a site.
"""

from __future__ import annotations

import json
from collections.abc import Iterable, Iterator, Mapping

from dianjian_app.gate.web_call import Call

PAIRS: Mapping[str, tuple[str, ...]] = {
	"doctype": ("name", "docname", "doc_name", "old", "old_name", "docnames", "names"),
	"dt": ("dn", "docs"),
	"reference_doctype": ("reference_name",),
	"ref_doctype": ("docname", "ref_docname"),
	"document_type": ("document_name",),
	"attached_to_doctype": ("attached_to_name",),
}
"""argument with a DocType → arguments with names of its documents, one or a list as JSON"""
DELETED_IN_BULK = "frappe.desk.reportview.delete_items"
WHOLE = ("doc", "docs", "document")
"""arguments that carry a document as JSON"""
NEW = "new-"
"""how the desk calls a document that is not saved yet"""
ALIKE = frozenset(
	(
		*("dianjian_app.overrides.desk_search.validate_link", "frappe.client.validate_link_and_fetch"),
		*("dianjian_app.overrides.desk_search.get_link_title", "frappe.desk.link_preview.get_preview_data"),
		"frappe.desk.reportview.save_report",
	)
)
"""methods that answer the same by themselves, without an error; the last takes the name of a report"""
MAKES_NEW = frozenset(("frappe.client.insert", "frappe.client.insert_many"))
MOST = 500
"""documents that one request may name in a list; of more the first are asked for"""


def named_documents(calls: Iterable[Call], form: Mapping[str, object]) -> set[tuple[str, str]]:
	"""(DocType, name) of each document that a request is about. form: query and body as Frappe merges them."""
	found: set[tuple[str, str]] = set()
	for call in calls:
		if call.doctype and call.document:
			found.add((call.doctype, call.document))
		if call.kind in ("method", "document method") and call.name not in MAKES_NEW:
			found |= set(_of_form(form))
		if call.name == DELETED_IN_BULK:
			found |= {(str(form.get("doctype")), name) for name in _names(form.get("items"))}
	return {(doctype, name) for doctype, name in found if not name.startswith(NEW)}


def documents_in(arguments: Mapping[str, str], form: Mapping[str, object]) -> dict[str, set[str]]:
	"""DocType → names that a method's own arguments hold. arguments: argument → DocType, as in the policy."""
	found: dict[str, set[str]] = {}
	for argument, doctype in arguments.items():
		names = {name for name in _names(form.get(argument)) if not name.startswith(NEW)}
		if names:
			found.setdefault(doctype, set()).update(names)
	return found


def _of_form(form: Mapping[str, object]) -> Iterator[tuple[str, str]]:
	for key, keys_of_names in PAIRS.items():
		doctype = form.get(key)
		if isinstance(doctype, str) and doctype:
			yield from ((doctype, name) for of in keys_of_names for name in _names(form.get(of)))
	for key in WHOLE:
		yield from _whole(form.get(key))


def _names(value: object) -> list[str]:
	"""One name, or a list of them as JSON."""
	if isinstance(value, str) and value.strip()[:1] == "[":
		value = _read(value)
	if isinstance(value, list | tuple):
		return [str(one) for one in value if isinstance(one, str | int)][:MOST]
	return [value] if isinstance(value, str) and value and value[:1] != "{" else []


def _whole(value: object) -> Iterator[tuple[str, str]]:
	document = _read(value) if isinstance(value, str) else value
	for one in document[:MOST] if isinstance(document, list) else [document]:
		if not isinstance(one, Mapping) or one.get("__islocal"):
			continue
		doctype, name = one.get("doctype"), one.get("name") or one.get("docname")
		if isinstance(doctype, str) and isinstance(name, str) and doctype and name:
			yield doctype, name


def _read(text: str) -> object:
	try:
		return json.loads(text)
	except ValueError:
		return None
