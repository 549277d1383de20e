"""The stage of a document beside its workflow's state: the code the app hangs on, whatever the state is called.

A workflow state writes its code into the field `stage` (setup/workflows.py); an administrator may rename the state,
and a state set past the transition meets the same checks (decision 20).
"""

from __future__ import annotations

from collections.abc import Mapping

import frappe
from frappe import _


class StepError(frappe.ValidationError):
	"""A document cannot go from its stage to the wanted one."""


def follow(doc, before, steps: Mapping[str, tuple[str, ...]], first: str) -> str:
	"""Set doc.stage from a changed workflow state and keep it otherwise; gives the stage before.

	steps: stage → stages that may follow. Raises StepError for a step that does not exist.
	"""
	if not before:
		show(doc, first)
		return first
	was = before.stage or first
	if doc.workflow_state != before.workflow_state:
		doc.stage = next((s.update_value for s in _states(doc) if s.state == doc.workflow_state), was)
	elif doc.stage != was:
		show(doc, doc.stage)
	if doc.stage != was and doc.stage not in steps[was]:
		frappe.throw(
			_("{0} {1} is {2} and cannot become {3}.").format(
				_(doc.doctype), doc.name, _(was), _(doc.stage or "?")
			),
			StepError,
		)
	return was


def show(doc, stage: str) -> None:
	"""Set the stage and the workflow state that stands for it."""
	doc.stage = stage
	for state in _states(doc):
		if state.update_value == stage:
			doc.workflow_state = state.state
			return


def _states(doc) -> list:
	workflow = doc.meta.get_workflow()
	return frappe.get_cached_doc("Workflow", workflow).states if workflow else []
