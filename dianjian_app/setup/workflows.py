"""Workflows as the app seeds them: made when missing, never rewritten (an administrator's change stays).

A workflow is a way, not a guard (decision 20): the controllers enforce actors and states on every path.
"""

from __future__ import annotations

import importlib
import pkgutil
from dataclasses import dataclass

import frappe

from dianjian_app.setup import workflow_definitions


@dataclass(frozen=True)
class State:
	"""A state of a workflow: its docstatus (0, 1, 2), who may edit the form in it, and its colour
	(Primary, Info, Success, Warning, Danger, Inverse).

	code_field, code: a field of the document and the app's own code that entering the state writes into it;
	controllers read the code, so that an administrator may rename the state (decision 20)."""

	name: str
	docstatus: int
	edit: str
	style: str = "Primary"
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
	"""Make what is missing: states, actions, then workflows. Idempotent."""
	for flow in all_flows():
		if not frappe.db.exists("DocType", flow.doctype):
			continue
		_seed_states_and_actions(flow)
		if not frappe.db.exists("Workflow", {"document_type": flow.doctype}):
			_make_workflow(flow)


def _seed_states_and_actions(flow: Flow) -> None:
	for state in flow.states:
		if not frappe.db.exists("Workflow State", state.name):
			frappe.get_doc(
				doctype="Workflow State", workflow_state_name=state.name, style=state.style
			).insert(ignore_permissions=True)  # install: no user acts
	for action in {t.action for t in flow.transitions}:
		if not frappe.db.exists("Workflow Action Master", action):
			frappe.get_doc(doctype="Workflow Action Master", workflow_action_name=action).insert(
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
	"""On uninstall: the app's workflows, then the states and actions nothing else uses."""
	doctypes = [flow.doctype for flow in all_flows()]
	for name in frappe.get_all("Workflow", filters={"document_type": ("in", doctypes)}, pluck="name"):
		frappe.delete_doc("Workflow", name, force=True, ignore_permissions=True)  # uninstall: no user acts
	for doctype, names, child, fieldnames in (
		(
			"Workflow State",
			{s.name for f in all_flows() for s in f.states},
			"Workflow Document State",
			("state",),
		),
		(
			"Workflow Action Master",
			{t.action for f in all_flows() for t in f.transitions},
			"Workflow Transition",
			("action",),
		),
	):
		used = {v for f in fieldnames for v in frappe.get_all(child, pluck=f, distinct=True)}
		if doctype == "Workflow State":
			used |= set(frappe.get_all("Workflow Transition", pluck="next_state", distinct=True))
		for name in names - used - _OF_FRAPPE:
			if frappe.db.exists(doctype, name):
				frappe.delete_doc(
					doctype, name, force=True, ignore_permissions=True
				)  # uninstall: no user acts


_OF_FRAPPE = {"Pending", "Approved", "Rejected", "Approve", "Reject", "Review"}
