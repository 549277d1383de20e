"""What the overridden methods ask before anything is written beside a document: comments, tags, likes, to-dos (R47)."""

from __future__ import annotations

import frappe
from frappe import _

from dianjian_app import roles


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
