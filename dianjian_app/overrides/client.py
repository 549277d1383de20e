"""frappe.client, with the row conditions of the app's DocTypes (R47, decision 22)."""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.desk import reportview

from dianjian_app.overrides import secret_fields
from dianjian_app.row_ownership import has_owned_rows


@frappe.whitelist()
def get_count(
	doctype: str,
	filters: str | list | dict | None = None,
	debug: str | int | bool = False,
	cache: str | int | bool = False,
) -> int:
	"""frappe.client.get_count over the reader's rows. Raises PermissionError where the DocType is closed. (R47)"""
	if not has_owned_rows(doctype) and not secret_fields.guarded(doctype):
		from frappe.client import get_count as count

		return frappe.call(count, doctype=doctype, filters=filters, debug=debug, cache=cache)
	if not frappe.has_permission(doctype):
		frappe.throw(_("No permission for {0}").format(_(doctype)), frappe.PermissionError)
	frappe.local.form_dict = frappe._dict(
		doctype=doctype, filters=filters if isinstance(filters, str) else json.dumps(filters or [])
	)
	return reportview.get_count()
