"""The app's roles, made before its DocTypes and removed with it."""

from __future__ import annotations

import frappe

from dianjian_app import roles


def make_roles() -> None:
	"""Make the roles that are missing, with access to the desk. Idempotent."""
	for name in roles.ALL:
		if not frappe.db.exists("Role", name):
			frappe.get_doc(doctype="Role", role_name=name, desk_access=1).insert(
				ignore_permissions=True  # install: no user acts
			)


def remove_roles() -> None:
	"""On uninstall: take the roles from users and from permissions, then delete them."""
	for doctype in ("Has Role", "Custom DocPerm", "DocPerm"):
		frappe.db.delete(doctype, {"role": ("in", roles.ALL)})
	for name in roles.ALL:
		if frappe.db.exists("Role", name):
			frappe.delete_doc("Role", name, force=True, ignore_permissions=True)  # uninstall: no user acts
