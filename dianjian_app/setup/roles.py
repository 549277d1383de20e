"""The app's roles on a site: made before its DocTypes and removed with it."""

from __future__ import annotations

import frappe

from dianjian_app import roles
from dianjian_app.setup import fixtures


def make_roles() -> None:
	"""Make the roles that are missing, as `fixtures/` has them. Idempotent."""
	fixtures.make_missing("Role")


def remove_roles() -> None:
	"""On uninstall: take the roles from users and from permissions, then delete them."""
	for doctype in ("Has Role", "Custom DocPerm", "DocPerm"):
		frappe.db.delete(doctype, {"role": ("in", roles.ALL)})
	for name in roles.ALL:
		if frappe.db.exists("Role", name):
			frappe.delete_doc("Role", name, force=True, ignore_permissions=True)  # uninstall: no user acts
