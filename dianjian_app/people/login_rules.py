"""Whose login is kept where: by who keeps the staff records, and only where all its roles are this app's (R2, R47).

HR keeps the logins of its centre. Those of managers and HR, who decide together, are kept by Telesales Administrators;
those of Telesales Administrators and auditors, and of whoever has roles of Frappe or another app, by System Managers.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import roles
from dianjian_app.in_words import listed
from dianjian_app.people.staffing import staff_of_user

if TYPE_CHECKING:
	from frappe.core.doctype.user.user import User

	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff

OF_EVERYBODY = ("All", "Guest", "Desk User")
DECIDING = (roles.MANAGER, roles.HR)
WATCHING = (roles.ADMIN, roles.AUDITOR)
SYSTEM_MANAGER = "System Manager"


class ForeignRolesError(frappe.PermissionError):
	"""A login has roles that are not for its keeper to give or to hand out a way in to."""


def roles_of(user: str) -> set[str]:
	"""The roles that a login was given, without those that everybody has."""
	held = frappe.get_all("Has Role", {"parent": user, "parenttype": "User"}, pluck="role")
	return set(held) - set(OF_EVERYBODY)


def check_kept_here(staff: SalesStaff, user: str | None = None) -> None:
	"""The session may keep this person's login, or link the user to the person. Raises ForeignRolesError."""
	me = frappe.session.user
	if staff_of_user(me) == staff.name:
		frappe.throw(
			_("Your own login is kept by somebody else."), ForeignRolesError, title=_("Your Own Login")
		)
	held = {staff.position, *(roles_of(user or staff.user) if user or staff.user else ())}
	foreign = held - set(roles.POSITIONS)
	if foreign and not is_system_manager(me):
		_refuse(foreign, _("a System Manager, in the list of users"))
	deciding = held & set(DECIDING)
	if deciding and not (roles.ADMIN in frappe.get_roles(me) or is_system_manager(me)):
		_refuse(deciding, _(roles.ADMIN))


def check_linked(staff: SalesStaff, before: SalesStaff | None) -> None:
	"""Who enters a login in a staff record has no way around the same: its roles are all this app's.

	Raises ForeignRolesError. A System Manager may link any user.
	"""
	if not staff.user or (before and before.user == staff.user) or is_system_manager(frappe.session.user):
		return
	foreign = roles_of(staff.user) - set(roles.POSITIONS)
	if foreign:
		_refuse(foreign, _("a System Manager, in the list of users"))


def is_system_manager(user: str) -> bool:
	"""Whether a user looks after the site's users."""
	return user == "Administrator" or SYSTEM_MANAGER in frappe.get_roles(user)


def may_be_shown(staff: SalesStaff) -> bool:
	"""Whether a one-time link may be shown, or only sent: somebody who decides and has logged in gets it by mail."""
	held = {staff.position, *roles_of(staff.user)}
	used = frappe.db.get_value("User", staff.user, "last_login")
	return not (used and held & {*DECIDING, *WATCHING})


def no_system_manager_by_chance(user: User, method: str | None = None) -> None:
	"""Event validate of User: people of this app do not become System Managers by a save that nobody meant so.

	Earlier builds of Frappe 15 make whoever is saved a System Manager where only Administrator is one: the first
	person with a login, and also a guest who sets a password by a link. A System Manager still gives the role.
	"""
	if is_system_manager(frappe.session.user) and not user.flags.login_of_staff:
		return
	added = [row for row in user.roles if row.role == SYSTEM_MANAGER and row.get("__islocal")]
	if added and {row.role for row in user.roles} & set(roles.ALL):
		user.set("roles", [row for row in user.roles if row not in added])
		if not frappe.flags.mute_messages:
			frappe.clear_last_message()  # Frappe said that it had added the role


def _refuse(held: set[str], keeper: str) -> None:
	frappe.throw(
		_("A login with the role {0} is kept by {1}.").format(
			listed(_(role) for role in sorted(held)), keeper
		),
		ForeignRolesError,
		title=_("Not Kept Here"),
	)
