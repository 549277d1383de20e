"""frappe.desk.form.linked_with: the linked documents that the reader sees (R47, decision 22)."""

from __future__ import annotations

import frappe
from frappe.desk.form import linked_with

from dianjian_app.row_ownership import has_owned_rows


@frappe.whitelist()
def get_linked_documents(doctype: str, docname: str) -> dict[str, list]:
	"""The documents that link to one, as far as the reader sees them. Raises PermissionError on the one itself. (R47)"""
	if has_owned_rows(doctype):
		frappe.get_doc(doctype, docname).check_permission("read")
	found = linked_with.get(doctype, docname)
	return {linked: rows for linked, all_rows in found.items() if (rows := _readable(linked, all_rows))}


def _readable(doctype: str, rows: list) -> list:
	if not has_owned_rows(doctype) or not rows:
		return rows
	if not frappe.has_permission(doctype):
		return []
	names = [row.name for row in rows]
	seen = set(frappe.get_list(doctype, filters={"name": ("in", names)}, pluck="name", limit_page_length=0))
	return [row for row in rows if row.name in seen]


@frappe.whitelist()
def get_submitted_linked_docs(
	doctype: str, name: str, ignore_doctypes_on_cancel_all: str | list | None = None
) -> dict:
	"""The submitted documents that hang on one, as far as the reader sees them. Raises PermissionError. (R47)"""
	frappe.get_doc(doctype, name).check_permission("read")
	options = {"ignore_doctypes_on_cancel_all": ignore_doctypes_on_cancel_all}
	found = frappe.call(linked_with.get_submitted_linked_docs, doctype=doctype, name=name, **options)
	named: dict[str, list] = {}
	for doc in found["docs"]:
		named.setdefault(doc["doctype"], []).append(frappe._dict(doc))
	seen = [doc for linked, rows in named.items() for doc in _readable(linked, rows)]
	return {**found, "docs": seen, "count": len(seen)}
