"""Workflows as the app seeds them: made when missing, never rewritten (an administrator's change stays).

A workflow is a way, not a guard (decision 20): the controllers enforce actors and states on every path. The states and
actions that are this app's alone stand in `fixtures/made_when_missing`; the words that any app may have are here.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass, replace

import frappe

from dianjian_app.setup import fixtures, workflow_definitions

COMMON_STATES = {
	"Approved": "Success",
	"Cancelled": "Inverse",
	"Closed": "Success",
	"Confirmed": "Success",
	"Draft": "Primary",
	"In Progress": "Warning",
	"Published": "Success",
	"Received": "Danger",
	"Rejected": "Danger",
	"Requested": "Warning",
	"Returned": "Danger",
}
"""state → its style where the site has no such state yet; Frappe or another app may bring it, and it stays on uninstall"""


@dataclass(frozen=True)
class State:
	"""A state of a workflow: its docstatus (0, 1, 2) and who may edit the form in it.

	code_field, code: a field of the document and the app's own code that entering the state writes into it;
	controllers read the code, so that an administrator may rename the state (decision 20)."""

	name: str
	docstatus: int
	edit: str
	optional: bool = False
	code_field: str = ""
	code: str = ""


@dataclass(frozen=True)
class Transition:
	"""One action from a state to the next by one role; `condition` as Frappe evaluates it."""

	state: str
	action: str
	next_state: str
	role: str
	own: bool = True
	"""may the document's owner act (Frappe's self approval)"""
	condition: str = ""


@dataclass(frozen=True)
class Flow:
	"""A workflow of one DocType."""

	doctype: str
	states: tuple[State, ...]
	transitions: tuple[Transition, ...]
	name: str = ""
	mail: bool = False

	@property
	def title(self) -> str:
		return self.name or self.doctype


def all_flows() -> list[Flow]:
	"""The FLOW of every module in setup/workflow_definitions."""
	modules = [
		importlib.import_module(f"{workflow_definitions.__name__}.{m.name}")
		for m in pkgutil.iter_modules(workflow_definitions.__path__)
	]
	return [m.FLOW for m in modules if hasattr(m, "FLOW")]


def seed_workflows() -> None:
	"""Make the workflows that are missing, and before each the states and actions that it names. Idempotent.

	A site that has the workflow already gets none of its states: one that an administrator renamed does not come back,
	and a workflow that a later version brings goes by the administrator's name for it.
	"""
	flows = [flow for flow in all_flows() if frappe.db.exists("DocType", flow.doctype)]
	seeded = set(frappe.get_all("Workflow", pluck="document_type"))
	renamed = _renamed_states([flow for flow in flows if flow.doctype in seeded])
	for flow in flows:
		if flow.doctype not in seeded:
			named = _by_the_sites_names(flow, renamed)
			_make_states_and_actions(named)
			_make_workflow(named)


def _renamed_states(flows: list[Flow]) -> dict[str, str]:
	"""Names of states that the site has no more → the states that write the same code in the workflows that are there."""
	ours = {(flow.doctype, s.code): s.name for flow in flows for s in flow.states if s.code}
	there = set(frappe.get_all("Workflow State", pluck="name"))
	workflow, row = frappe.qb.DocType("Workflow"), frappe.qb.DocType("Workflow Document State")
	query = (
		frappe.qb.from_(row)
		.join(workflow)
		.on(workflow.name == row.parent)
		.select(workflow.document_type, row.update_value, row.state)
		.orderby(workflow.name, row.idx)
	)
	renamed: dict[str, str] = {}
	for doctype, code, state in query.run():
		name = ours.get((doctype, code))
		if name and name not in there and state in there:
			renamed.setdefault(name, state)
	return renamed


def _by_the_sites_names(flow: Flow, renamed: dict[str, str]) -> Flow:
	"""The flow with the names that its states have on the site."""

	def name_of(state: str) -> str:
		return renamed.get(state, state)

	return replace(
		flow,
		states=tuple(replace(s, name=name_of(s.name)) for s in flow.states),
		transitions=tuple(
			replace(t, state=name_of(t.state), next_state=name_of(t.next_state)) for t in flow.transitions
		),
	)


def _make_states_and_actions(flow: Flow) -> None:
	states, actions = {s.name for s in flow.states}, {t.action for t in flow.transitions}
	fixtures.make_missing("Workflow State", states)
	fixtures.make_missing("Workflow Action Master", actions)
	for name in sorted(states):
		if not frappe.db.exists("Workflow State", name):
			frappe.get_doc(
				doctype="Workflow State", workflow_state_name=name, style=COMMON_STATES[name]
			).insert(ignore_permissions=True)  # install: no user acts
	for name in sorted(actions):
		if not frappe.db.exists("Workflow Action Master", name):
			frappe.get_doc(doctype="Workflow Action Master", workflow_action_name=name).insert(
				ignore_permissions=True  # install: no user acts
			)


def _make_workflow(flow: Flow) -> None:
	workflow = frappe.get_doc(
		doctype="Workflow",
		workflow_name=flow.title,
		document_type=flow.doctype,
		is_active=1,
		send_email_alert=int(flow.mail),
		workflow_state_field="workflow_state",
	)
	for s in flow.states:
		workflow.append(
			"states",
			{
				"state": s.name,
				"doc_status": str(s.docstatus),
				"allow_edit": s.edit,
				"is_optional_state": int(s.optional),
				"update_field": s.code_field,
				"update_value": s.code,
			},
		)
	for t in flow.transitions:
		workflow.append(
			"transitions",
			{
				"state": t.state,
				"action": t.action,
				"next_state": t.next_state,
				"allowed": t.role,
				"allow_self_approval": int(t.own),
				"condition": t.condition,
			},
		)
	workflow.insert(ignore_permissions=True)  # install: no user acts


def remove_workflows() -> None:
	"""On uninstall: the app's workflows, then those of its own states and actions that nothing else uses."""
	doctypes = [flow.doctype for flow in all_flows()]
	for name in frappe.get_all("Workflow", filters={"document_type": ("in", doctypes)}, pluck="name"):
		frappe.delete_doc("Workflow", name, force=True, ignore_permissions=True)  # uninstall: no user acts
	used = {
		"Workflow State": {
			*frappe.get_all("Workflow Document State", pluck="state", distinct=True),
			*frappe.get_all("Workflow Transition", pluck="state", distinct=True),
			*frappe.get_all("Workflow Transition", pluck="next_state", distinct=True),
		},
		"Workflow Action Master": set(frappe.get_all("Workflow Transition", pluck="action", distinct=True)),
	}
	for doctype, names in used.items():
		for name in sorted(set(fixtures.names_of(doctype)) - names):
			frappe.delete_doc(
				doctype, name, force=True, ignore_missing=True, ignore_permissions=True
			)  # uninstall: no user acts
