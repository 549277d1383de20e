"""frappe.desk.like: documents are liked by who may read them (R47)."""

from __future__ import annotations

import frappe
from frappe.desk import like

from dianjian_app.overrides.document_access import check_writes_beside


@frappe.whitelist(methods=["POST"])
def toggle_like(doctype: str, name: str, add: str | bool = False) -> None:
	"""Like a document, or take that back. Raises PermissionError. (R47)"""
	check_writes_beside(doctype, name)
	like.toggle_like(doctype, name, add)
