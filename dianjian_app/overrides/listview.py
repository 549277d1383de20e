"""frappe.desk.listview: the counts of a list's side bar over the reader's rows (R47, decision 22)."""

from __future__ import annotations

import frappe
from frappe.desk import listview

from dianjian_app.row_ownership import has_owned_rows
from dianjian_app.value_lists import among


@frappe.whitelist()
def get_group_by_count(doctype: str, current_filters: str, field: str) -> list[dict]:
	"""The list's side bar: counts by a field; assignments only of documents that the reader sees. (R47)"""
	if not has_owned_rows(doctype) or field != "assigned_to":
		return listview.get_group_by_count(doctype, current_filters, field)
	assigned = frappe.get_all(
		"ToDo",
		filters={"reference_type": doctype, "status": ("!=", "Cancelled")},
		fields=["allocated_to", "reference_name"],
	)
	filters = frappe.parse_json(current_filters) or []
	if isinstance(filters, dict):
		filters = [[doctype, name, *(v if isinstance(v, list) else ("=", v))] for name, v in filters.items()]
	filters = [*filters, [doctype, "name", "in", among(a.reference_name for a in assigned)]]
	seen = set(frappe.get_list(doctype, filters=filters, pluck="name", limit_page_length=0))
	counts: dict[str, int] = {}
	for a in assigned:
		if a.reference_name in seen:
			counts[a.allocated_to] = counts.get(a.allocated_to, 0) + 1
	return [{"name": user, "count": n} for user, n in sorted(counts.items(), key=lambda c: -c[1])]
