"""The entry of every web request: may this user ask for what the request calls? (R47)

Hook auth_hooks: it runs after the session's user is known and before Frappe calls anything. The policy
(`policy/*.json`) binds the holders of this app's roles who are no System Managers; other users only where a request
names a DocType of this app.
"""

from __future__ import annotations

import json
from collections.abc import Callable, Iterator, Mapping

import frappe
from frappe import _
from frappe.model.base_document import get_controller

from dianjian_app import roles
from dianjian_app.gate.inventory import path_of
from dianjian_app.gate.method_policy import Rule, shipped_policy
from dianjian_app.gate.named_documents import ALIKE, documents_in, named_documents
from dianjian_app.gate.reach import check_reach
from dianjian_app.gate.web_call import SHORT_NAMES, Call, calls_of
from dianjian_app.overrides.document_access import check_all_readable, check_readable
from dianjian_app.row_ownership import has_owned_rows

LOG_ONLY = "Log Only"
OWN_APPS = ("frappe", "dianjian_app")
MOST_LEVELS = 8
"""how deep into JSON arguments the search for DocTypes of this app goes"""


SAFE = ("GET", "HEAD")
"""verbs that a link, an image or a page of somebody else's makes a browser send, with the user's own session"""


class ClosedMethodError(frappe.PermissionError):
	"""A method that users of this app's roles have no use for, or that nobody has classified."""


class LinkedChangeError(frappe.PermissionError):
	"""A request that only reads by its verb calls what changes something."""


def check_request() -> None:
	"""Refuse what the policy closes to the session's user. Raises ClosedMethodError."""
	user = frappe.session.user
	if not getattr(frappe.local, "request", None):
		return
	request, form = frappe.local.request, frappe.local.form_dict
	calls = calls_of(request.method, request.path, form)
	if request.method in SAFE:
		_refuse_changes(calls)
	if not calls or user == "Administrator":
		return
	mine = set(frappe.get_roles(user))
	if "System Manager" in mine:
		return
	bound = bool(mine & set(roles.ALL))
	for call in calls:
		for method, function in _methods_of(call, form):
			reason = _why_closed(method, function, bound=bound, form=form)
			if reason:
				_close(method, reason)
		_check_reach(call, form)
	_check_named(calls, form)


def _refuse_changes(calls: list[Call]) -> None:
	"""What changes something is not called by a link, whoever asks. Raises LinkedChangeError."""
	for call in calls:
		function = _function_of(call)
		rule = shipped_policy().rule_of(path_of(function)) if function is not None else None
		asked = shipped_policy().rule_of(call.name)
		if (rule and rule.writes) or (asked and asked.writes):
			frappe.throw(
				_("{0} changes something and is not called by a link.").format(call.name),
				LinkedChangeError,
				title=_("Not by a Link"),
			)


def _check_named(calls: list[Call], form: Mapping[str, object]) -> None:
	"""Ask for each of the app's documents that the request names; one that is not there is answered alike.

	Those of methods that take a bare name stand in the policy.
	"""
	asked = [
		call for call in calls if (function := _function_of(call)) is None or path_of(function) not in ALIKE
	]
	for doctype, name in sorted(named_documents(asked, form)):
		if has_owned_rows(doctype):
			check_readable(doctype, name)
	for call in calls:
		for _method, function in _methods_of(call, form):
			rule = shipped_policy().rule_of(path_of(function))
			for doctype, names in documents_in(rule.documents if rule else {}, form).items():
				check_all_readable(doctype, names)


def _check_reach(call: Call, form: Mapping[str, object]) -> None:
	"""Look through fields, filters and order of what reads a DocType, by REST or by a method that takes them."""
	if call.kind in ("list", "count", "read"):
		check_reach(call.doctype, form)
	elif call.kind == "method" and (function := _function_of(call)) is not None:
		rule = shipped_policy().rule_of(path_of(function))
		if rule and rule.fields:
			doctype = form.get("doctype")
			check_reach(doctype if isinstance(doctype, str) else "", form)


def _methods_of(call: Call, form: Mapping[str, object]) -> Iterator[tuple[str, Callable]]:
	"""What a call runs, under the path that it was asked by, with those that its arguments name."""
	function = _function_of(call)
	if function is None:
		return
	yield call.name, function
	rule = shipped_policy().rule_of(path_of(function))
	for argument in rule.method_arguments if rule else ():
		named = form.get(argument)
		if isinstance(named, str) and (inner := _get(named)) is not None:
			yield named, inner


def _function_of(call: Call) -> Callable | None:
	"""The function behind a call after overrides; None where Frappe itself will find nothing to run."""
	if call.kind == "document method":
		try:
			return getattr(get_controller(call.doctype), call.name, None)
		except (ImportError, frappe.DoesNotExistError):
			return None
	if call.kind != "method":
		return None
	if call.doctype:
		return _get_of_doctype(call.doctype, call.name)
	return _get(_overriding(call.name))


def _overriding(method: str) -> str:
	"""What the hook override_whitelisted_methods puts in a method's place."""
	overrides = frappe.get_hooks("override_whitelisted_methods", {}).get(method, [])
	return overrides[-1] if overrides else method


def _get(path: str) -> Callable | None:
	"""A function by the path that a request names; None where there is none."""
	path = SHORT_NAMES.get(path, path)
	if "." not in path:
		return None
	try:
		found = frappe.get_attr(path)
	except (ImportError, AttributeError, ValueError, frappe.ValidationError):
		return None
	return found if callable(found) else None


def _get_of_doctype(doctype: str, method: str) -> Callable | None:
	from frappe.modules.utils import load_doctype_module

	try:
		return getattr(load_doctype_module(doctype), method, None)
	except (ImportError, frappe.DoesNotExistError):
		return None


def _why_closed(asked: str, function: Callable, *, bound: bool, form: Mapping[str, object]) -> str:
	"""Why a function is closed to the user, in words for the log; an empty text: it is open."""
	if getattr(function, "__func__", function) not in frappe.whitelisted:
		return ""  # Frappe refuses it
	path = path_of(function)
	rule = shipped_policy().rule_of(path)
	theirs = path.split(".")[0] not in OWN_APPS
	if not bound:
		if rule and rule.everybody:
			return "System Managers' alone"
		closed = rule and rule.method_class in ("refused", "overridden")
		return "names a DocType of this app" if closed and _names_ours(form) else ""
	if theirs and not _strict():
		return "names a DocType of this app" if _names_ours(form) else ""
	return _why_rule_closes(rule, form)


def _why_rule_closes(rule: Rule | None, form: Mapping[str, object]) -> str:
	if rule is None:
		return "nobody has classified it"
	if rule.method_class == "refused":
		return "refused by the policy"
	if rule.method_class == "overridden":
		return "asked past the method that the app puts in its place"
	if any(form.get(name) not in (None, "", frappe.session.user) for name in rule.own_user_arguments):
		return "names another user"
	return ""


def _names_ours(form: Mapping[str, object]) -> bool:
	"""Whether any argument of the request names a DocType whose rows belong to somebody."""
	return any(has_owned_rows(text) for text in _texts(form, MOST_LEVELS))


def _texts(value: object, levels: int) -> Iterator[str]:
	if isinstance(value, str):
		yield value
		if levels and value[:1] in "[{":
			try:
				yield from _texts(json.loads(value), levels - 1)
			except ValueError:
				return
	elif isinstance(value, Mapping) and levels:
		for inner in value.values():
			yield from _texts(inner, levels - 1)
	elif isinstance(value, list | tuple) and levels:
		for inner in value:
			yield from _texts(inner, levels - 1)


def _strict() -> bool:
	return bool(frappe.get_cached_value("Telesales Settings", "Telesales Settings", "gate_strict"))


def _close(method: str, why: str) -> None:
	"""Refuse, or only write it down where an administrator has set so."""
	frappe.logger("dianjian.gate").warning(f"{frappe.session.user}: {method}: {why}")
	if frappe.get_cached_value("Telesales Settings", "Telesales Settings", "gate_mode") == LOG_ONLY:
		return
	frappe.throw(
		_("{0} is not open to you. Ask a System Manager if you need it.").format(method),
		ClosedMethodError,
		title=_("Not Open"),
	)
