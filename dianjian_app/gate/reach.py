"""Asking for the right to everything that the fields, filters and order of a request reach (R47)."""

from __future__ import annotations

from collections.abc import Mapping

import frappe
from frappe import _

from dianjian_app.gate.request_fields import Named, UnreadableArgumentError, columns
from dianjian_app.permissions import scope_of
from dianjian_app.row_ownership import NOBODY, has_owned_rows


class OutOfReachError(frappe.PermissionError):
	"""A field, filter or order that goes into documents which the reader may not read."""


class UnreadableRequestError(frappe.ValidationError):
	"""Arguments that are no JSON, or no fields and filters."""


def check_reach(doctype: str, form: Mapping[str, object]) -> None:
	"""Ask for the right to each column that the form names. Raises OutOfReachError, UnreadableRequestError.

	doctype: what the request reads; where there is none of that name Frappe itself says so.
	"""
	try:
		named = list(columns(form))
	except UnreadableArgumentError as error:
		frappe.throw(
			_("{0} cannot be read: send JSON with the names of fields.").format(str(error)),
			UnreadableRequestError,
			title=_("Not Readable"),
		)
	if not doctype or not frappe.db.exists("DocType", doctype):
		return
	for column in named:
		_check(doctype, column)


def _check(doctype: str, named: Named) -> None:
	meta = frappe.get_meta(doctype)
	children = {field.options: field.fieldname for field in meta.get_table_fields()}
	if named.link:
		field = meta.get_field(named.link)
		if field and field.fieldtype == "Link":
			_check_joined(field.options, named.column)
			_check_level(field.options, named.column)
		elif field and field.options in children:
			_check_level(field.options, named.column)
		else:
			_refuse(f"{named.link}.{named.column}")
	elif named.table and named.table != doctype:
		if named.table not in children and not _is_parent(named.table, doctype):
			_refuse(f"{named.table} {named.column}")
		_check_level(named.table, named.column)
	else:
		_check_level(doctype, named.column)


def _is_parent(table: str, child: str) -> bool:
	"""Whether a DocType holds rows of a child table."""
	if not frappe.db.exists("DocType", table):
		return False
	return child in {field.options for field in frappe.get_meta(table).get_table_fields()}


def _check_joined(doctype: str, column: str) -> None:
	"""A joined DocType's rows are not held to its conditions: only who sees all of them joins it.

	The title that stands for the link is shown to whoever sees the link; every list of the desk asks for it this way.
	"""
	if doctype in NOBODY or not frappe.has_permission(doctype, "read"):
		_refuse(_(doctype))
	meta = frappe.get_meta(doctype)
	if meta.show_title_field_in_link and column == meta.get_title_field():
		return
	if has_owned_rows(doctype) and not scope_of(frappe.session.user, doctype).everything:
		_refuse(_(doctype))


def _check_level(doctype: str, column: str) -> None:
	"""A field of a higher level of permission is neither read nor filtered or ordered by without it."""
	meta = frappe.get_meta(doctype)
	field = meta.get_field(column)
	if not field:
		return
	if field.fieldtype == "Password":
		_refuse(f"{_(doctype)} {column}")
	if field.permlevel and not meta.istable and field.permlevel not in meta.get_permlevel_access():
		_refuse(f"{_(doctype)} {column}")


def _refuse(what: str) -> None:
	frappe.throw(
		_("{0} is not yours to read, filter, order or group by.").format(what),
		OutOfReachError,
		title=_("Out of Reach"),
	)
