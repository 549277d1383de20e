"""What the overridden methods ask before anything is written beside a document: comments, tags, likes, to-dos (R47)."""

from __future__ import annotations

from collections.abc import Collection

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.row_ownership import CHILD_TABLES


class ReadsOnlyError(frappe.PermissionError):
	"""Somebody whose roles only read wants to write beside a document."""


def check_readable(doctype: str, name: str, user: str | None = None) -> None:
	"""Ask for a document as a user, the session's by default. Raises PermissionError, also where there is none.

	A name that does not exist is answered like one that the user may not see.
	"""
	user = user or frappe.session.user
	if not (isinstance(doctype, str) and isinstance(name, str | int) and doctype and name):
		frappe.throw(_("Say which document is meant."), frappe.PermissionError)
	if not frappe.db.exists("DocType", doctype) or not frappe.has_permission(doctype, "read", user=user):
		_refuse(doctype, name)
	if not frappe.db.exists(doctype, name):
		_refuse(doctype, name)
	if not frappe.has_permission(doctype, "read", doc=frappe.get_doc(doctype, name), user=user):
		_refuse(doctype, name)


def check_all_readable(doctype: str, names: Collection[str]) -> None:
	"""Ask for documents, or rows of a child table by their parents, as `check_readable` does: many by one query."""
	if doctype in CHILD_TABLES:
		for name in names:
			parent = frappe.db.get_value(doctype, name, ["parenttype", "parent"])
			if not parent or not may_read(str(parent[0]), str(parent[1]), frappe.session.user):
				_refuse(doctype, name)
	elif len(names) == 1:
		check_readable(doctype, *names)
	else:
		readable = set()
		if frappe.has_permission(doctype, "read"):
			readable = set(
				frappe.get_list(
					doctype, filters={"name": ("in", list(names))}, pluck="name", limit_page_length=0
				)
			)
		for name in sorted(set(names) - readable):
			_refuse(doctype, name)


def may_read(doctype: str, name: str, user: str) -> bool:
	"""Whether a user may read a document; one that does not exist is read by nobody."""
	said = len(frappe.local.message_log)
	try:
		check_readable(doctype, name, user)
	except frappe.PermissionError:
		del frappe.local.message_log[said:]
		return False
	return True


def check_writes_beside(doctype: str, name: str) -> None:
	"""Ask whether the session's user may leave something beside a document. Raises PermissionError, ReadsOnlyError.

	Whoever reads it may, but for people whose only role here is to audit.
	"""
	check_readable(doctype, name)
	mine = set(frappe.get_roles()) & set(roles.ALL)
	if mine == {roles.AUDITOR}:
		frappe.throw(_("An auditor reads and writes nothing."), ReadsOnlyError, title=_("Reading Only"))


def _refuse(doctype: str, name: str) -> None:
	frappe.throw(
		_("You may not see {0} {1}, or it does not exist.").format(_(doctype), name), frappe.PermissionError
	)
