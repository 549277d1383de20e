"""The workflow of visits asks the centre whether the front desk's lead-in is needed; an administrator's own condition stays."""

import frappe

from dianjian_app.setup.workflow_definitions.visit_confirmation import COMPLETE

BEFORE = "doc.contacted_by and doc.led_in_by"


def execute() -> None:
	workflows = frappe.get_all("Workflow", {"document_type": "Visit Confirmation"}, pluck="name")
	for workflow in workflows:
		rows = {"parent": workflow, "parenttype": "Workflow", "condition": BEFORE}
		frappe.db.set_value("Workflow Transition", rows, "condition", COMPLETE)
		frappe.clear_document_cache("Workflow", workflow)
