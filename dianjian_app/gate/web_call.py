"""What a web request calls: the methods and documents that its path and its form name (R47).

Frappe has several ways to name a method: `cmd` in the form, `/api/method/…` in two versions, `run_method` of a document,
`run_doc_method`, and methods that take another method's name as an argument. All of them become `Call`s here. Nothing
here needs a site.
"""

from __future__ import annotations

import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from typing import Literal
from urllib.parse import unquote

Kind = Literal["method", "document method", "list", "count", "read", "create", "update", "delete", "meta"]

_READ_BY_VERB: Mapping[str, Kind] = {
	"GET": "read",
	"HEAD": "read",
	"PUT": "update",
	"PATCH": "update",
	"DELETE": "delete",
}
RUN_DOC_METHOD = (
	"run_doc_method",
	"runserverobj",
	"frappe.handler.run_doc_method",
	"frappe.handler.runserverobj",
	"frappe.desk.form.run_method.runserverobj",
	"frappe.api.v2.run_doc_method",
)
# what the web calls by a short name
SHORT_NAMES = {
	"login": "frappe.handler.login",
	"logout": "frappe.handler.logout",
	"web_logout": "frappe.handler.web_logout",
	"upload_file": "frappe.handler.upload_file",
	"uploadfile": "frappe.handler.uploadfile",
	"download_file": "frappe.handler.download_file",
	"ping": "frappe.handler.ping",
	"version": "frappe.handler.get_attr_version",
}


@dataclass(frozen=True)
class Call:
	"""One thing that a request asks for.

	kind: what is asked; name: dotted path of a method, or the name of a document's method; doctype, document: which
	document or list it is about, where the path or the form says so.
	"""

	kind: Kind
	name: str = ""
	doctype: str = ""
	document: str = ""


def calls_of(verb: str, path: str, form: Mapping[str, object]) -> list[Call]:
	"""Everything that a request names by its path and form, in the order in which Frappe looks.

	verb: HTTP verb; path: the request's path, still quoted or not; form: query and body as Frappe merges them.
	An empty list: a page, a file, or nothing that can be called.
	"""
	if cmd := _text(form.get("cmd")):
		return [*_method(cmd, form)]
	parts = [unquote(part) for part in path.split("/")[1:]]
	if not parts or parts[0] != "api":
		return []
	parts = parts[1:]
	version = parts.pop(0) if parts and parts[0] in ("v1", "v2") else "v1"
	if len(parts) < 2:
		return []
	kind, first, rest = parts[0], parts[1], [part for part in parts[2:] if part]
	if kind == "method":
		if version == "v2" and rest:
			return [Call("method", rest[0], doctype=first)]
		return [*_method(first, form)]
	if kind == "doctype" and version == "v2":
		return [Call("count" if rest[:1] == ["count"] else "meta", doctype=first)]
	if kind in ("resource", "document"):
		return [*_resource(verb, first, rest, form)]
	return []


def _method(name: str, form: Mapping[str, object]) -> Iterator[Call]:
	name = SHORT_NAMES.get(name, name)
	if name in RUN_DOC_METHOD:
		yield from _document_method(form)
	else:
		yield Call("method", name)


def _document_method(form: Mapping[str, object]) -> Iterator[Call]:
	"""run_doc_method: the document by doctype and name, or whole as JSON; the method in the form."""
	doc = _as_dict(form.get("docs") or form.get("document"))
	yield Call(
		"document method",
		_text(form.get("method")),
		_text(form.get("dt") or doc.get("doctype")),
		_text(form.get("dn") or doc.get("name")),
	)


def _resource(verb: str, doctype: str, rest: list[str], form: Mapping[str, object]) -> Iterator[Call]:
	document = "/".join(rest)
	if rest[-2:-1] == ["method"] and len(rest) > 2:
		yield Call("document method", rest[-1], doctype, "/".join(rest[:-2]))
	elif document and (method := _text(form.get("run_method"))):
		yield Call("document method", method, doctype, document)
	elif document:
		yield Call(_READ_BY_VERB.get(verb, "update"), doctype=doctype, document=document)
	else:
		yield Call("list" if verb in ("GET", "HEAD") else "create", doctype=doctype)


def _as_dict(value: object) -> Mapping[str, object]:
	if isinstance(value, str):
		try:
			value = json.loads(value)
		except ValueError:
			return {}
	return value if isinstance(value, Mapping) else {}


def _text(value: object) -> str:
	return value if isinstance(value, str) else ""
