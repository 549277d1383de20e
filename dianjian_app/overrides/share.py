"""frappe.share: with whom a document is shared is told to who may read it (R47)."""

from __future__ import annotations

import frappe
from frappe import share

from dianjian_app.overrides.document_access import check_readable


@frappe.whitelist()
def get_users(doctype: str, name: str) -> list:
	"""Users with whom a document is shared. Raises PermissionError. (R47)"""
	check_readable(doctype, name)
	return share.get_users(doctype, name)
