"""The stage of a document beside its workflow's state: the code the app hangs on, whatever the state is called.

A workflow state writes its code into a field of the document, mostly `stage` (setup/workflows.py). An administrator may
rename the state, and a state set past the transition meets the same checks (decision 20).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model.workflow import is_transition_condition_satisfied

from dianjian_app.bulk_writer import insert_rows

if TYPE_CHECKING:
	from frappe.model.document import Document
	from frappe.workflow.doctype.workflow_document_state.workflow_document_state import WorkflowDocumentState


class StepError(frappe.ValidationError):
	"""A document cannot go from its stage to the wanted one."""


def sync_stage_from_workflow(
	doc: Document, before: Document | None, steps: Mapping[str, tuple[str, ...]], first: str
) -> str:
	"""Set doc.stage from a changed workflow state and keep it otherwise; give the stage before.

	before: the document as stored, None for a new one, which gets the stage `first`. steps: stage → the stages that may
	follow. A stage that was set past the state brings its state along. Raises StepError for a step that does not exist.
	"""
	if not before:
		set_stage(doc, first)
		return first
	was = before.stage or first
	if doc.workflow_state != before.workflow_state:
		doc.stage = code_of_state(doc, was)
	elif doc.stage != was:
		set_stage(doc, doc.stage)
	if doc.stage != was and doc.stage not in steps[was]:
		frappe.throw(
			_("{0} {1} is {2} and cannot become {3}.").format(
				_(doc.doctype), doc.name, _(was), _(doc.stage or "?")
			),
			StepError,
		)
	return was


def set_stage(doc: Document, stage: str) -> None:
	"""Set the stage and the workflow state that stands for it."""
	doc.stage = stage
	set_state_of_code(doc, stage)


def code_of_state(doc: Document, unknown: str = "") -> str:
	"""The code that the document's workflow state writes, empty for a state that writes none.

	unknown: what is given for a state that the workflow does not have.
	"""
	return next((s.update_value or "" for s in _states(doc) if s.state == doc.workflow_state), unknown)


def set_state_of_code(doc: Document, code: str) -> None:
	"""Set the workflow state that writes the code; the state stays where the workflow has none for it."""
	for state in _states(doc):
		if state.update_value == code:
			doc.workflow_state = state.state
			return


def _states(doc: Document) -> list[WorkflowDocumentState]:
	workflow = doc.meta.get_workflow()
	return frappe.get_cached_doc("Workflow", workflow).states if workflow else []


def note_next_step(doc: Document) -> None:
	"""Note on the Workflow Action of a new document who may take its next step, as Frappe notes it after each saving.

	For a document that went into the database by `db_insert`. Without the note Frappe looks, at the first step, for one of
	an older kind; in a table where none is, that locks what neighbours write, and many who save at once break each other off.
	"""
	workflow = doc.meta.get_workflow()
	if not workflow:
		return
	rules = frappe.get_cached_doc("Workflow", workflow)
	optional = {state.state for state in rules.states if state.is_optional_state}
	allowed = {
		step.allowed
		for step in rules.transitions
		if step.state == doc.workflow_state
		and step.next_state not in optional
		and is_transition_condition_satisfied(step, doc)
	}
	if not allowed:
		return
	note = frappe.generate_hash(length=10)
	columns = ("name", "reference_doctype", "reference_name", "workflow_state", "status")
	insert_rows("Workflow Action", columns, [(note, doc.doctype, doc.name, doc.workflow_state, "Open")])
	insert_rows(
		"Workflow Action Permitted Role",
		("name", "parent", "idx", "role"),
		[(frappe.generate_hash(length=10), note, idx, role) for idx, role in enumerate(sorted(allowed), 1)],
		{"parenttype": "Workflow Action", "parentfield": "permitted_roles"},
	)
