"""Sales staff see the work of the centre in the desk's side bar, not Frappe's own workspaces.

A Module Profile, made when missing; an administrator may change it, or take a user out of it. It hides, it does not
forbid: what one may read stays with the roles.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from dianjian_app import roles
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from frappe.core.doctype.user.user import User


ORDER = 80
PROFILE = "Telesales"


def seed() -> None:
	"""Make the profile when it is missing: it leaves out the modules of Frappe itself."""
	if frappe.db.exists("Module Profile", PROFILE):
		return
	modules = frappe.get_all("Module Def", filters={"app_name": "frappe"}, order_by="name", pluck="name")
	frappe.get_doc(
		doctype="Module Profile",
		module_profile_name=PROFILE,
		block_modules=[{"module": module} for module in modules],
	).insert(ignore_permissions=True)  # install: no user acts


def unseed() -> None:
	"""On uninstall: users keep what they saw before, the profile goes."""
	users = frappe.get_all("User", filters={"module_profile": PROFILE}, pluck="name")
	frappe.db.set_value("User", {"module_profile": PROFILE}, "module_profile", None)
	frappe.db.delete("Block Module", {"parent": ("in", among(users)), "parenttype": "User"})
	frappe.delete_doc(
		"Module Profile", PROFILE, force=True, ignore_missing=True, ignore_permissions=True
	)  # uninstall


def tidy(user: User, method: str | None = None) -> None:
	"""Event before_validate of User: whoever gets a first role of the app gets the profile.

	Left alone: who has a profile or hides modules already, who looks after the site, and whose profile an
	administrator took away again.
	"""
	if (
		user.module_profile
		or user.block_modules
		or not _works_here(user)
		or _works_here(user.get_doc_before_save())
	):
		return
	if "System Manager" not in {row.role for row in user.roles} and frappe.db.exists(
		"Module Profile", PROFILE
	):
		user.module_profile = PROFILE


def _works_here(user: User | None) -> bool:
	return user is not None and any(row.role in roles.ALL for row in user.roles)
