"""Complaints that were open before they had deadlines get theirs; a solved one is open to who tells the customer (R41)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.people.deadlines import deadline
from dianjian_app.service.customer_complaint_events import DAYS, MAJOR, SOLVED, WORK_ON_IT
from dianjian_app.service.overdue_complaints import COMPLAINTS


def execute() -> None:
	"""Fill in what lacks it. Idempotent."""
	_set_deadlines()
	for name in frappe.get_all("Workflow", {"document_type": "Customer Complaint"}, pluck="name"):
		_open_solved_to_those_who_tell(name)


def _set_deadlines() -> None:
	filters = {"stage": ("in", COMPLAINTS.open_stages), "due_on": ("is", "not set")}
	for row in frappe.get_all(
		"Customer Complaint", filters, ["name", "centre", "severity", "creation"], order_by="name"
	):
		field, default = DAYS[row.severity == MAJOR]
		day = deadline(row.centre, getdate(row.creation), field, default)
		frappe.db.set_value("Customer Complaint", row.name, "due_on", day, update_modified=False)


def _open_solved_to_those_who_tell(name: str) -> None:
	workflow = frappe.get_doc("Workflow", name)
	solved = [state for state in workflow.states if state.update_value == SOLVED]
	missing = [role for role in (*WORK_ON_IT, roles.HR) if role not in {state.allow_edit for state in solved}]
	if not solved or not missing:
		return
	# past the document: a save would write every state and transition anew
	kept = solved[0].as_dict(no_default_fields=True)
	for at, role in enumerate(missing, len(workflow.states) + 1):
		place = {"parent": name, "parenttype": "Workflow", "parentfield": "states", "idx": at}
		frappe.get_doc(
			{**kept, **place, "doctype": "Workflow Document State", "allow_edit": role}
		).db_insert()
	frappe.clear_document_cache("Workflow", name)
