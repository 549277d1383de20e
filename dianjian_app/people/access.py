"""What a person may log in to: the role of the position, and nothing any more after leaving (R2, R47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.framework_compat import forget_sessions
from dianjian_app.people.staffing import DEPARTED

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff


def sync_login(staff: SalesStaff) -> None:
	"""Event on_update: the login user has the role of the position; a leaver's user is shut out at once.

	Roles that an administrator gave stay. The role of a former position goes with the position.
	"""
	before = staff.get_doc_before_save()
	if before and before.user and (before.user, before.position) != (staff.user, staff.position):
		take_role(before.user, before.position)
	if not staff.user:
		return
	if staff.status == DEPARTED:
		if not before or before.status != DEPARTED or before.user != staff.user:
			shut_out(staff.user)
		return
	give_role(staff.user, staff.position)
	if before and before.status == DEPARTED and not frappe.db.get_value("User", staff.user, "enabled"):
		frappe.msgprint(
			_("User {0} is still disabled; enable it when the person works again.").format(staff.user)
		)


def give_role(user: str, role: str) -> None:
	"""Add one role to a user who lacks it. Raises nothing when it is there."""
	doc = frappe.get_doc("User", user)
	if role in {row.role for row in doc.roles}:
		return
	doc.append("roles", {"role": role})
	doc.flags.login_of_staff = True
	doc.save(ignore_permissions=True)  # the writer may change the staff record, which decides the role


def take_role(user: str, role: str) -> None:
	"""Take one role from a user, where both still exist."""
	if not frappe.db.exists("Has Role", {"parent": user, "parenttype": "User", "role": role}):
		return
	doc = frappe.get_doc("User", user)
	doc.set("roles", [row for row in doc.roles if row.role != role])
	doc.flags.login_of_staff = True
	doc.save(ignore_permissions=True)  # the writer may change the staff record, which decides the role


def shut_out(user: str) -> None:
	"""Disable a user and end every way in: sessions, API key, tokens. All in this transaction (R47).

	User.save would log out through a commit in the middle of this transaction; hence the statements, which
	keep what User does on disabling: notifications off, caches dropped. Frappe's toggle_notifications asks for a right
	that HR has not.
	"""
	frappe.db.set_value("User", user, {"enabled": 0, "api_key": None})
	frappe.db.set_value("OAuth Bearer Token", {"user": user}, "status", "Revoked")
	frappe.db.set_value("Notification Settings", {"name": user}, "enabled", 0)
	_end_sessions(user)
	frappe.clear_cache(user=user)


def let_in(user: str) -> None:
	"""Enable a user again, without the keys of before."""
	frappe.db.set_value("User", user, "enabled", 1)
	frappe.db.set_value("Notification Settings", {"name": user}, "enabled", 1)
	frappe.clear_cache(user=user)


def _end_sessions(user: str) -> None:
	sessions = frappe.qb.DocType("Sessions")
	sids = frappe.qb.from_(sessions).where(sessions.user == user).select(sessions.sid).run(pluck=True)
	frappe.db.delete("Sessions", {"user": user})
	# before the commit another request could read the session from the table again and cache it
	frappe.db.after_commit.add(lambda: forget_sessions(sids))
