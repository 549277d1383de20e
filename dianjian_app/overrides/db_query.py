"""Frappe's queries name no field that their reader must not get hold of: `secret_fields` says which (R47).

Frappe has no hook that sees the columns of a query: its permission_query_conditions are told the user alone. Therefore the
check is put into the classes that make the queries.
"""

from __future__ import annotations

import functools
from collections.abc import Callable
from typing import Any

import frappe

from dianjian_app.overrides.secret_fields import (
	DIRECTORY,
	SECRET,
	check_query,
	guarded,
	hidden,
	refuse,
	trusted,
)


def before_request() -> None:
	"""Hook auth_hooks, each request: before anything asks."""
	install()


def before_job(**_job: object) -> None:
	"""Hook before_job: reports that a worker makes for a reader pass the same check."""
	install()


def install() -> None:
	"""Put the check into the classes that make Frappe's queries, once a process; sites without the app are left alone."""
	from frappe.database.query import Engine
	from frappe.model.db_query import DatabaseQuery
	from frappe.model.document import Document

	from dianjian_app.overrides import response

	response.install()
	if not getattr(DatabaseQuery, "_dianjian_checked", False):
		DatabaseQuery._dianjian_checked = True
		_permit_visible_only()
		_wrap(DatabaseQuery, "prepare_args", _check_database_query)
		_wrap(DatabaseQuery, "build_filter_conditions", _check_conditions)
		_wrap(DatabaseQuery, "get_permission_query_conditions", _hold_to_ours)
		_wrap(Document, "apply_fieldlevel_read_permissions", _empty_secrets)
		if hasattr(Engine, "add_permission_conditions"):  # version 16: lists are made by the engine
			_wrap(Engine, "get_query", _check_engine_query)


def _wrap(owner: type, method: str, around: Callable) -> None:
	original = getattr(owner, method)

	@functools.wraps(original)
	def wrapped(self: Any, *args: Any, **kwargs: Any) -> Any:
		return around(original, self, *args, **kwargs)

	setattr(owner, method, wrapped)


def _permit_visible_only() -> None:
	"""`*` becomes the columns that the reader sees; each module has the function under its own name."""
	from frappe import model
	from frappe.database import query
	from frappe.desk import reportview
	from frappe.model import db_query

	original = model.get_permitted_fields

	@functools.wraps(original)
	def permitted(
		doctype: str, parenttype: str | None = None, user: str | None = None, *args: Any, **kwargs: Any
	) -> Any:
		fields = original(doctype, parenttype, user, *args, **kwargs)
		virtual = {field.fieldname for field in frappe.get_meta(doctype).get("fields", {"is_virtual": 1})}
		if virtual:  # no column is behind them: a list that names one would fail
			fields = [f for f in fields if f not in virtual]
		if not guarded(doctype):
			return fields
		unseen = hidden(doctype, user or frappe.session.user)
		return [f for f in fields if f not in unseen] if unseen else fields

	for module in (model, reportview, db_query, query):
		if hasattr(module, "get_permitted_fields"):
			module.get_permitted_fields = permitted


def _check_database_query(original: Callable, query: Any) -> Any:
	args = original(query)
	if not query.flags.ignore_permissions:
		parts = (args.fields, args.conditions, args.order_by, args.group_by)
		aliases = {link.table_alias.strip("`"): link.doctype for link in query.link_tables}
		aliases |= {t.strip("`"): t.strip("`")[3:] for t in query.tables}
		check_query(" ".join(p or "" for p in parts), query.doctype, query.user, aliases)
	return args


def _hold_to_ours(original: Callable, query: Any) -> str:
	"""Several hooks' conditions; version 15 joins them by "and" without brackets, so that an "or" in one undoes the rest."""
	text = original(query)
	methods = frappe.get_hooks("permission_query_conditions", {}).get(query.doctype, [])
	if len(methods) < 2:
		return text
	held = [f"({text})"] if text else []
	for method in methods:
		if method.startswith("dianjian_app."):
			ours = frappe.call(frappe.get_attr(method), query.user, doctype=query.doctype)
			held += [f"({ours})"] if ours else []
	return " and ".join(held)


def _check_conditions(
	original: Callable, query: Any, filters: Any, conditions: Any, *args: Any, **kwargs: Any
) -> Any:
	"""Searches behind link fields write their own statement and have Frappe make the filters."""
	answer = original(query, filters, conditions, *args, **kwargs)
	if not query.flags.ignore_permissions:
		check_query(" and ".join(conditions), query.doctype, query.user)
	return answer


def _check_engine_query(
	original: Callable, engine: Any, table: Any, fields: Any = None, *args: Any, **kwargs: Any
) -> Any:
	if kwargs.get("ignore_permissions", True):
		return original(engine, table, fields, *args, **kwargs)
	user = kwargs.get("user") or frappe.session.user
	query = original(engine, table, fields, *args, **kwargs)
	check_query(query.get_sql(), engine.doctype, user)
	if (
		getattr(query, "_child_queries", None)
		and engine.doctype in DIRECTORY
		and hidden(engine.doctype, user)
	):
		refuse("*", engine.doctype)
	return query


def _empty_secrets(original: Callable, doc: Any, *args: Any, **kwargs: Any) -> Any:
	answer = original(doc, *args, **kwargs)
	if doc.doctype in SECRET and not trusted(frappe.session.user):
		for fieldname in SECRET[doc.doctype]:
			if doc.get(fieldname):
				doc.set(fieldname, None)
	return answer
