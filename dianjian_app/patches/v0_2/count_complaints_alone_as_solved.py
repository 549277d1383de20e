"""What R28 rewards is a major complaint solved: a suggestion that was called major is none."""

from __future__ import annotations

import json

import frappe

METRIC = "解决重大投诉"
WAS = [["severity", "=", "Major"], ["stage", "in", ["Solved", "Closed"]]]


def execute() -> None:
	"""Give the shipped metric its filter, where nobody has given it others. Idempotent."""
	found = frappe.db.get_value(
		"Incentive Metric",
		{"metric_name": METRIC, "source_doctype": "Customer Complaint"},
		["name", "filters_json"],
	)
	if not found or json.loads(found[1] or "[]") != WAS:
		return
	wanted = json.dumps([["kind", "=", "Complaint"], *WAS], indent=1)
	frappe.db.set_value("Incentive Metric", found[0], "filters_json", wanted, update_modified=False)
