"""frappe.desk.doctype.tag: documents are tagged, and tags looked up, by who may read them (R47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe.desk.doctype.tag import tag as frappes
from frappe.model.document import Document

from dianjian_app.overrides.document_access import check_readable, check_writes_beside

if TYPE_CHECKING:
	from frappe.model.document import Document


@frappe.whitelist(methods=["POST"])
def add_tag(tag: str, dt: str, dn: str, color: str | None = None) -> str:
	"""Tag one document. Raises PermissionError. (R47)"""
	check_writes_beside(dt, dn)
	return frappes.add_tag(tag, dt, dn)


@frappe.whitelist(methods=["POST"])
def add_tags(tags: str | list, dt: str, docs: str | list, color: str | None = None) -> None:
	"""Tag several documents, all or none. Raises PermissionError. (R47)"""
	for name in frappe.parse_json(docs):
		check_writes_beside(dt, name)
	frappes.add_tags(tags, dt, docs)


@frappe.whitelist(methods=["POST"])
def remove_tag(tag: str, dt: str, dn: str) -> None:
	"""Take a tag from a document. Raises PermissionError. (R47)"""
	check_writes_beside(dt, dn)
	frappes.remove_tag(tag, dt, dn)


@frappe.whitelist()
def get_tags(doctype: str, txt: str) -> list[str]:
	"""Tags that begin alike and that stand on documents which the reader may see. (R47)"""
	seen = {row.tag for row in _readable_links({"tag": ("like", f"%{txt}%")})}
	return sorted(seen)


@frappe.whitelist()
def get_tags_list_for_awesomebar() -> list[str]:
	"""Tags that stand on documents which the reader may see, for the search on top of the desk. (R47)"""
	return sorted({row.tag for row in _readable_links({})})


@frappe.whitelist()
def get_documents_for_tag(tag: str) -> list[dict]:
	"""The documents with a tag that the reader may see; tag: with its # before it. (R47)"""
	return [
		{"doctype": row.document_type, "name": row.document_name, "content": row.title}
		for row in _readable_links({"tag": tag[1:]})
	]


@frappe.whitelist()
def get_tagged_docs(doctype: str, tag: str) -> list[tuple[str]]:
	"""Names of a DocType's documents with a tag, as far as the reader may see them. (R47)"""
	return [
		(name,)
		for name in frappe.get_list(
			doctype, filters={"_user_tags": ("like", tag)}, pluck="name", limit_page_length=0
		)
	]


def _readable_links(filters: dict) -> list:
	"""Tag Links of documents that the reader may see: one query for each DocType that has any."""
	links = frappe.get_all(
		"Tag Link", filters=filters, fields=["document_type", "document_name", "title", "tag"], limit=1000
	)
	named: dict[str, set[str]] = {}
	for link in links:
		named.setdefault(link.document_type, set()).add(link.document_name)
	seen = {
		(doctype, name)
		for doctype, names in named.items()
		if frappe.db.exists("DocType", doctype) and frappe.has_permission(doctype, "read")
		for name in frappe.get_list(
			doctype, filters={"name": ("in", sorted(names))}, pluck="name", limit_page_length=0
		)
	}
	return [link for link in links if (link.document_type, link.document_name) in seen]


def check_link(link: Document, method: str | None = None) -> None:
	"""Tag Link event validate: nobody tags by hand what they may not read. Raises PermissionError. (R47)"""
	if not link.flags.ignore_permissions and not frappe.flags.in_install and not frappe.flags.in_migrate:
		check_readable(link.document_type, link.document_name)
