"""frappe.desk.search and link titles, with the row conditions of the app's DocTypes (R47, decision 22).

Frappe 15.0 lists every row to a link search that says `ignore_user_permissions` and shows titles unasked. For the app's
DocTypes these answer only what the reader sees; for all others they are Frappe's. Named in hooks.py.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import Any

import frappe
from frappe import client
from frappe.desk import search

from dianjian_app.overrides import secret_fields
from dianjian_app.overrides.document_access import may_read
from dianjian_app.row_ownership import CHILD_TABLES, has_owned_rows


@frappe.whitelist()
def search_link(doctype: str, txt: str, **options: Any) -> Any:
	"""Link search that nobody can tell to leave the row conditions out. (R47)"""
	return _search(search.search_link, doctype, txt, options)


@frappe.whitelist()
def search_widget(doctype: str, txt: str, **options: Any) -> Any:
	"""The search behind the link fields' dialog, likewise. (R47)"""
	return _search(search.search_widget, doctype, txt, options)


def _search(asked: Callable, doctype: str, txt: str, options: dict) -> Any:
	secret_fields.check_named(options)
	if has_owned_rows(doctype) or secret_fields.guarded(doctype):
		options.pop("ignore_user_permissions", None)
	return frappe.call(asked, doctype=doctype, txt=txt, **options)


@frappe.whitelist()
def validate_link(doctype: str, docname: str, fields: str | list | None = None) -> Any:
	"""frappe.client.validate_link: a document that the reader may not see answers as one that is not there. (R47)"""
	secret_fields.check_named({"doctype": doctype, "fields": fields})
	if has_owned_rows(doctype) and not _may_link(doctype, docname):
		return frappe._dict(name=None)
	frappes = getattr(client, "validate_link", None)  # version 16 has another way
	return (
		frappes(doctype, docname, fields)
		if frappes
		else client.validate_link_and_fetch(doctype, docname, fields)
	)


def _may_link(doctype: str, docname: str) -> bool:
	"""Nothing links to a row in a document; who may not read the DocType at all is refused by Frappe."""
	frappe.has_permission(doctype, throw=True)
	return doctype not in CHILD_TABLES and may_read(doctype, docname, frappe.session.user)


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str | None:
	"""A document's title for those who may read it, its name for others. (R47)"""
	if has_owned_rows(doctype) and not frappe.has_permission(doctype, doc=docname):
		return docname
	return search.get_link_title(doctype, docname)
