"""Frappe's own questions that answer past the row conditions, asked again with them (R47, decision 22).

Frappe 15.0 counts with `frappe.client.get_count` for whoever asks, lists every row to a link search that says
`ignore_user_permissions`, and shows linked documents and titles unasked. For the app's DocTypes these answer only
what the reader sees; for all others they are Frappe's. Named in hooks.py as override_whitelisted_methods.
"""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.desk import listview, reportview, search
from frappe.desk.form import linked_with

from dianjian_app.permissions import CHILD_TABLES, NOBODY, ROW_FIELDS, OutOfScopeError, in_scope


def guarded(doctype: str) -> bool:
	"""Whether the rows of a DocType belong to somebody."""
	return doctype in ROW_FIELDS or doctype in CHILD_TABLES or doctype in NOBODY


@frappe.whitelist()
def get_count(doctype: str, filters=None, debug=False, cache=False) -> int:
	"""frappe.client.get_count over the reader's rows. Raises PermissionError where the DocType is closed. (R47)"""
	if not guarded(doctype):
		from frappe.client import get_count as count

		return frappe.call(count, doctype=doctype, filters=filters, debug=debug, cache=cache)
	if not frappe.has_permission(doctype):
		frappe.throw(_("No permission for {0}").format(_(doctype)), frappe.PermissionError)
	frappe.local.form_dict = frappe._dict(
		doctype=doctype, filters=filters if isinstance(filters, str) else json.dumps(filters or [])
	)
	return reportview.get_count()


@frappe.whitelist()
def search_link(doctype: str, txt: str, **options):
	"""Link search that nobody can tell to leave the row conditions out. (R47)"""
	return _search(search.search_link, doctype, txt, options)


@frappe.whitelist()
def search_widget(doctype: str, txt: str, **options):
	"""The search behind the link fields' dialog, likewise. (R47)"""
	return _search(search.search_widget, doctype, txt, options)


def _search(asked, doctype: str, txt: str, options: dict):
	if guarded(doctype):
		options.pop("ignore_user_permissions", None)
	return frappe.call(asked, doctype=doctype, txt=txt, **options)


@frappe.whitelist()
def get_link_title(doctype: str, docname: str) -> str | None:
	"""A document's title for those who may read it, its name for others. (R47)"""
	if guarded(doctype) and not frappe.has_permission(doctype, doc=docname):
		return docname
	return search.get_link_title(doctype, docname)


@frappe.whitelist()
def get_linked_documents(doctype: str, docname: str) -> dict[str, list]:
	"""The documents that link to one, as far as the reader sees them. Raises PermissionError on the one itself. (R47)"""
	if guarded(doctype):
		frappe.get_doc(doctype, docname).check_permission("read")
	found = linked_with.get(doctype, docname)
	return {linked: rows for linked, all_rows in found.items() if (rows := _readable(linked, all_rows))}


def _readable(doctype: str, rows: list) -> list:
	if not guarded(doctype) or not rows:
		return rows
	if not frappe.has_permission(doctype):
		return []
	names = [row.name for row in rows]
	seen = set(frappe.get_list(doctype, filters={"name": ("in", names)}, pluck="name", limit_page_length=0))
	return [row for row in rows if row.name in seen]


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: str, field: str) -> list[dict]:
	"""The list's side bar: counts by a field; assignments only of documents that the reader sees. (R47)"""
	if not guarded(doctype) or field != "assigned_to":
		return listview.get_group_by_count(doctype, current_filters, field)
	assigned = frappe.get_all(
		"ToDo",
		filters={"reference_type": doctype, "status": ("!=", "Cancelled")},
		fields=["allocated_to", "reference_name"],
	)
	filters = frappe.parse_json(current_filters) or []
	if isinstance(filters, dict):
		filters = [[doctype, name, *(v if isinstance(v, list) else ("=", v))] for name, v in filters.items()]
	filters = [*filters, [doctype, "name", "in", [a.reference_name for a in assigned] or [""]]]
	seen = set(frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=0))
	counts: dict[str, int] = {}
	for a in assigned:
		if a.reference_name in seen:
			counts[a.allocated_to] = counts.get(a.allocated_to, 0) + 1
	return [{"name": user, "count": n} for user, n in sorted(counts.items(), key=lambda c: -c[1])]


def refuse_share(share, method: str | None = None) -> None:
	"""DocShare event validate: rows are seen by place; nothing of them is shared. Raises OutOfScopeError. (R47)

	A share of what its reader sees already would give rights that the role has not, and outlast a move to another
	group. An assignment to somebody within reach needs no share and stays possible.
	"""
	if share.share_doctype in NOBODY:
		frappe.throw(_("Phone numbers cannot be shared."), OutOfScopeError)
	if share.share_doctype not in ROW_FIELDS:
		return
	doc = frappe.get_doc(share.share_doctype, share.share_name)
	if share.user and in_scope(doc, share.user):
		message = _("{0} sees {1} {2} by role and group; it is not shared beside that.")
	else:
		message = _("{0} may not see {1} {2}, so it cannot be shared with or assigned to them.")
	frappe.throw(
		message.format(share.user or _("Everyone"), _(doc.doctype), doc.name),
		OutOfScopeError,
		title=_("Outside Their Work"),
	)
