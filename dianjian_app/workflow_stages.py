"""The stage of a document beside its workflow's state: the code the app hangs on, whatever the state is called.

A workflow state writes its code into a field of the document, mostly `stage` (setup/workflows.py). An administrator may
rename the state, and a state set past the transition meets the same checks (decision 20).
"""

from __future__ import annotations

from collections.abc import Mapping
from typing import TYPE_CHECKING

import frappe
from frappe import _

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
