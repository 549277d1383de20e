"""Frappe's sessions: nobody acts as a disabled user (R47)."""

from __future__ import annotations

import frappe
from frappe import _


class LeaverError(frappe.AuthenticationError):
	"""Somebody whose user is disabled still holds a session, a key or a token."""


def refuse_leavers() -> None:
	"""Hook auth_hooks, each request: a disabled user gets nothing, whatever session or key it still holds (R47).

	A request that was running while the user was shut out writes its session back into the cache; this is what
	stops the next one. Raises LeaverError.
	"""
	user = frappe.session.user
	if user in ("Guest", "Administrator"):
		return
	if not frappe.db.get_value("User", user, "enabled"):
		frappe.throw(_("User {0} is disabled.").format(user), LeaverError)
