"""frappe.desk.notifications: how many documents hang on one, counted over the reader's rows (R47)."""

from __future__ import annotations

import frappe
from frappe.desk import notifications

from dianjian_app.overrides.document_access import check_readable
from dianjian_app.row_ownership import has_owned_rows

MOST = 100
"""Frappe's form shows no more than so many"""


@frappe.whitelist()
def get_open_count(doctype: str, name: str, items: str | list | None = None) -> dict:
	"""What a form's connections count: only documents that the reader sees. Raises PermissionError. (R47)"""
	check_readable(doctype, name)
	answer = notifications.get_open_count(doctype, name, items)
	links = frappe.get_meta(doctype).get_dashboard_data()
	for group in (
		(answer.get("count"), (answer.get("count") or {}).get("external_links_found"))
		if isinstance(answer.get("count"), dict)
		else (answer.get("count"),)
	):
		for counted in group or []:
			linked = counted.get("name") or counted.get("doctype")
			if has_owned_rows(linked):
				field = links.get("non_standard_fieldnames", {}).get(linked, links.get("fieldname"))
				counted["count"] = _count(linked, {field: name})
				counted["open_count"] = min(counted.get("open_count") or 0, counted["count"])
	return answer


def _count(doctype: str, filters: dict) -> int:
	if not frappe.has_permission(doctype, "read"):
		return 0
	return len(frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=MOST))
