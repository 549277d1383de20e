"""Frappe's own lists of what stands beside documents and of what people did: each shows what its reader may see (R47).

Comments, tags, to-dos, versions and files name a document; of the app's documents only those about one that the reader
sees are listed. What people did, e.g. when they logged in or what they exported, is each one's
own. System Managers see all, as Frappe has it.
"""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import frappe
from pypika.terms import Term

from dianjian_app import permissions, roles
from dianjian_app.beside_rows import BESIDE
from dianjian_app.row_ownership import CHILD_TABLES, NOBODY, ROW_FIELDS, conditions_name, has_owned_rows

if TYPE_CHECKING:
	from frappe.model.document import Document


def bound(user: str) -> bool:
	"""Whether a user is one of the app's people, and no System Manager."""
	mine = set(frappe.get_roles(user))
	return user != "Administrator" and "System Manager" not in mine and bool(mine & set(roles.ALL))


def condition(user: str | None, doctype: str) -> str:
	"""SQL text over the table of one of Frappe's DocTypes; empty: no limit."""
	user = user or frappe.session.user
	if not bound(user):
		return ""
	beside = BESIDE[doctype]
	table = frappe.qb.DocType(doctype)
	own = [_sql(table[field] == user) for field in beside.own]
	if beside.personal:
		return "(" + " or ".join(own) + ")"
	about, name = (_sql(table[field]) for field in (beside.doctype_field, beside.name_field))
	ours = ", ".join(permissions.literal(of) for of in (*ROW_FIELDS, *CHILD_TABLES, *NOBODY))
	clauses = [*own, f"ifnull({about}, '') not in ({ours})"]
	for of in ROW_FIELDS:
		if not frappe.has_permission(of, "read", user=user):
			continue
		rows = permissions.query_conditions(user, of)  # names are the registry's, values literals
		if rows != "1=0":
			where = f" where {rows}" if rows else ""
			clauses.append(
				f"({about} = {permissions.literal(of)} and {name} in (select `name` from `tab{of}`{where}))"  # noqa: S608
			)
	return "(" + " or ".join(clauses) + ")"


def _sql(term: Term) -> str:
	return str(term.get_sql(quote_char="`", with_namespace=True))


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""The same for one document, beside Frappe's own conditions. (R47)"""
	user = user or frappe.session.user
	if not bound(user) or doc.get("__islocal") or not doc.name:
		return True
	beside = BESIDE[doc.doctype]
	if beside.frappes and ptype in ("create", "write", "delete"):
		return False
	if any(doc.get(field) == user for field in beside.own):
		return True
	if beside.personal:
		return False
	about, name = doc.get(beside.doctype_field), doc.get(beside.name_field)
	if not about or not has_owned_rows(about):
		return True
	if about not in ROW_FIELDS or not frappe.db.exists(about, name):
		return False
	return bool(frappe.has_permission(about, "read", doc=frappe.get_doc(about, name), user=user))


def _conditions_of(doctype: str) -> Callable[..., str]:
	def conditions(user: str | None = None, **kwargs: object) -> str:
		"""SQL text over the DocType's table; empty: no limit."""
		return condition(user, doctype)

	return conditions


globals().update({conditions_name(doctype): _conditions_of(doctype) for doctype in BESIDE})
