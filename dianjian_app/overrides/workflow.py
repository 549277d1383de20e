"""frappe.workflow.doctype.workflow: what hangs in a state is counted over the reader's rows (R47)."""

from __future__ import annotations

from collections import Counter

import frappe


@frappe.whitelist()
def get_workflow_state_count(doctype: str, workflow_state_field: str, states: str | list) -> list[dict]:
	"""How many documents stand in states other than these. Raises PermissionError. (R47)"""
	frappe.has_permission(doctype, "read", throw=True)
	if not frappe.get_meta(doctype).has_field(workflow_state_field):
		frappe.throw(frappe._("{0} has no field {1}.").format(frappe._(doctype), workflow_state_field))
	rows = frappe.get_list(
		doctype,
		filters={workflow_state_field: ("not in", frappe.parse_json(states))},
		pluck=workflow_state_field,
		limit_page_length=0,
	)
	return [{workflow_state_field: state, "count": n} for state, n in Counter(filter(None, rows)).items()]
