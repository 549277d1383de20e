"""Lists of what stands beside documents: files, tags, workflow actions, of documents that the reader may see (R47).

Frappe's conditions for these lists ask for the DocType or the role alone, so a role of two centres saw the other's.
"""

from __future__ import annotations

from collections.abc import Callable

import frappe

from dianjian_app.permissions import query_conditions
from dianjian_app.row_ownership import BESIDE, CHILD_TABLES, NOBODY, ROW_FIELDS


def conditions(doctype: str, user: str | None = None) -> str:
	"""SQL text over the table of a DocType of `BESIDE`: rows about documents that the user may see, and about Frappe's own.

	Names in it are the registry's; values are escaped by `permissions`. (R47)
	"""
	user = user or frappe.session.user
	if user == "Administrator":
		return ""
	about, name = (f"`tab{doctype}`.`{field}`" for field in BESIDE[doctype])
	ours = ", ".join(frappe.db.escape(d) for d in (*ROW_FIELDS, *CHILD_TABLES, *NOBODY))
	seen = [f"ifnull({about}, '') not in ({ours})"]
	for owned in ROW_FIELDS:
		if not frappe.has_permission(owned, "read", user=user):
			continue
		mine = query_conditions(user, owned)
		which = f" and {name} in (select `tab{owned}`.name from `tab{owned}` where {mine})" if mine else ""  # noqa: S608
		seen.append(f"({about} = {frappe.db.escape(owned)}{which})")
	return f"({' or '.join(seen)})"


def _conditions_of(doctype: str) -> Callable[..., str]:
	def of_doctype(user: str | None = None, **kwargs: object) -> str:
		"""Hook permission_query_conditions."""
		return conditions(doctype, user)

	return of_doctype


rows_of_file = _conditions_of("File")
rows_of_tag_link = _conditions_of("Tag Link")
rows_of_workflow_action = _conditions_of("Workflow Action")
