"""frappe.desk.form.assign_to: who may read a document assigns it, in the own name, to who may read it, too (R47)."""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.desk.form import assign_to as frappes

from dianjian_app.overrides.document_access import check_readable, check_writes_beside


class NotTheirAssignmentError(frappe.PermissionError):
	"""Somebody closes or withdraws an assignment that neither is theirs nor was made by them."""


@frappe.whitelist(methods=["POST"])
def add(args: str | dict | None = None) -> list:
	"""Assign a document to people. Raises PermissionError for the assigner and for each of them. (R47)"""
	form = _arguments(args)
	_check(form, [form.get("name")])
	return frappes.add(form)


@frappe.whitelist(methods=["POST"])
def add_multiple(args: str | dict | None = None) -> None:
	"""Assign several documents of a DocType, all or none. Raises PermissionError. (R47)"""
	form = _arguments(args)
	names = frappe.parse_json(form.get("name") or "[]")
	_check(form, names)
	form["name"] = json.dumps(names)
	frappes.add_multiple(form)


@frappe.whitelist(methods=["POST"])
def remove(doctype: str, name: str, assign_to: str) -> list:
	"""Withdraw an assignment: the assigner, the assignee, or who may write the document. Raises PermissionError. (R47)"""
	_check_theirs(doctype, name, assign_to)
	return frappes.remove(doctype, name, assign_to)


@frappe.whitelist(methods=["POST"])
def remove_multiple(doctype: str, names: str | list) -> None:
	"""Withdraw all assignments of several documents that one may write. Raises PermissionError. (R47)"""
	wanted = frappe.parse_json(names)
	for name in wanted:
		check_writes_beside(doctype, name)
		frappe.get_doc(doctype, name).check_permission("write")
	for name in wanted:
		for assigned in frappes.get({"doctype": doctype, "name": name}):
			frappes.remove(doctype, name, assigned.owner)


@frappe.whitelist(methods=["POST"])
def close(doctype: str, name: str, assign_to: str) -> list:
	"""Tick one's own assignment off. Raises PermissionError. (R47)"""
	if assign_to != frappe.session.user:
		frappe.throw(_("Only who has the task ticks it off."), NotTheirAssignmentError)
	check_readable(doctype, name)
	return frappes.set_status(doctype, name, "", assign_to, status="Closed")


def _arguments(args: str | dict | None) -> frappe._dict:
	"""What was sent, without what the caller does not decide: who assigns is the session's user."""
	form = frappe._dict(frappe.parse_json(args) if args else frappe.local.form_dict)
	for decided in ("cmd", "assigned_by", "ignore_permissions"):
		form.pop(decided, None)
	return form


def _check(form: dict, names: list) -> None:
	people = frappe.parse_json(form.get("assign_to") or "[]")
	for name in names:
		check_writes_beside(form.get("doctype", ""), name)
		for person in people:
			check_readable(form.get("doctype", ""), name, person)


def _check_theirs(doctype: str, name: str, person: str) -> None:
	check_readable(doctype, name)
	assigned_by = frappe.db.get_value(
		"ToDo", {"reference_type": doctype, "reference_name": name, "allocated_to": person}, "assigned_by"
	)
	if frappe.session.user not in (person, assigned_by):
		check_writes_beside(doctype, name)
		frappe.get_doc(doctype, name).check_permission("write")
