"""Documents of Frappe whose lists are each user's own, and whose single documents anybody could open by name (R47).

Frappe limits the lists of these DocTypes and leaves out the document itself; here a document is open to whoever finds
it in the list.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

if TYPE_CHECKING:
	from frappe.model.document import Document


def has_permission(doc: Document, ptype: str = "read", user: str | None = None) -> bool:
	"""Hook has_permission: whether the user's own list of the DocType has the document. A new one passes. (R47)"""
	user = user or frappe.session.user
	if user == "Administrator" or doc.get("__islocal") or not doc.name:
		return True
	return bool(
		frappe.get_list(doc.doctype, {"name": doc.name}, pluck="name", user=user, limit_page_length=1)
	)
