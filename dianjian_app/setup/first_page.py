"""Where people land when they have logged in: on the first workspace of their role, on every version (R47)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.desk.desktop import get_workspace_sidebar_items
from frappe.desk.utils import slug

from dianjian_app.framework_compat import begins_with_tiles, desk_path, land_on
from dianjian_app.setup.role_workspaces import ROLE_SPACES
from dianjian_app.setup.workspaces import SPACES


def land_on_first_workspace(login_manager: Any = None) -> None:
	"""Hook of a new session: lead this login to the person's default workspace, else to the app's first one.

	A page that an administrator chose for a role or for the site comes before; people without a workspace of the app
	land where Frappe sends them.
	"""
	if frappe.session.user == "Guest" or not begins_with_tiles():
		return
	first = frappe.db.get_value("User", frappe.session.user, "default_workspace") or _first_workspace()
	if first:
		land_on(desk_path(slug(first)))


def _first_workspace() -> str | None:
	"""Name of the first of the app's workspaces, in their order, that this user may open."""
	names = [space.name for space in (*SPACES, *ROLE_SPACES)]
	pages = get_workspace_sidebar_items()["pages"]
	return next((page["name"] for page in pages if page and page["name"] in names), None)
