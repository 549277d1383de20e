"""The app's side bar on version 16: its workspaces, and below them the lists, pages and reports of its cards (R47).

Version 16 makes a side bar of each workspace's shortcuts and shows the first that leads to an open page, so an agent on
a call sheet would stand in "Audit". The app has one, and each reader sees of it what that reader may open.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe

from dianjian_app.framework_compat import has_sidebars, sidebars_of_boot
from dianjian_app.setup.seeds.workspace import MODULE, SPACES
from dianjian_app.setup.workspaces import DAILY
from dianjian_app.setup.workspaces import SPACES as COMMON

if TYPE_CHECKING:
	from frappe.model.document import Document

ORDER = 91
"""right after the workspaces"""
NAME = DAILY.name
ICONS = {
	"My Day": "user-round",
	"My Group": "users-round",
	"Front Office": "concierge-bell",
	"My Centre": "building-2",
	"Audit": "scan-eye",
	"Telesales": "phone",
	"Rules and Settings": "settings",
}


def seed() -> None:
	"""Make the side bar where there is none, or only the one that Frappe made of the workspace's shortcuts. Idempotent."""
	if not has_sidebars() or not frappe.db.exists("Workspace", NAME):
		return
	if frappe.db.exists("Workspace Sidebar", NAME):
		if not _is_made_by_frappe():
			return
		frappe.delete_doc(
			"Workspace Sidebar", NAME, force=True, ignore_permissions=True
		)  # install: no user acts
	_sidebar().insert(ignore_permissions=True)  # install: no user acts


def unseed() -> None:
	"""On uninstall: take it away."""
	if has_sidebars():
		frappe.delete_doc(
			"Workspace Sidebar", NAME, force=True, ignore_missing=True, ignore_permissions=True
		)  # uninstall


def show_one_sidebar(bootinfo: frappe._dict) -> None:
	"""Boot hook: of the side bars named after the app's workspaces, the reader gets the one that leads to all of them.

	Frappe makes the others again whenever any app is installed.
	"""
	sidebars = sidebars_of_boot(bootinfo)
	if NAME.lower() in sidebars:
		for space in SPACES:
			if space.name != NAME:
				sidebars.pop(space.name.lower(), None)


def _is_made_by_frappe() -> bool:
	"""Whether it is the one that Frappe made by itself, as it was made: it names no app, and nobody has edited it."""
	made = frappe.db.get_value("Workspace Sidebar", NAME, ("app", "creation", "modified"), as_dict=True)
	return not made.app and made.creation == made.modified


def _sidebar() -> Document:
	sidebar = frappe.get_doc(
		doctype="Workspace Sidebar", title=NAME, module=MODULE, app="dianjian_app", header_icon="phone"
	)
	for space in sorted(SPACES, key=lambda s: s.order):
		sidebar.append(
			"items",
			{
				"type": "Link",
				"label": space.name,
				"link_type": "Workspace",
				"link_to": space.name,
				"icon": ICONS[space.name],
			},
		)
	linked: set[tuple[str, str]] = set()
	for card in (card for space in COMMON for card in space.cards):
		links = [link if isinstance(link, tuple) else ("DocType", link, link) for link in card.links]
		links = [link for link in links if link[:2] not in linked and frappe.db.exists(*link[:2])]
		linked.update(link[:2] for link in links)
		if links:
			sidebar.append(
				"items", {"type": "Section Break", "label": card.label, "collapsible": 1, "keep_closed": 1}
			)
		for kind, name, label in links:
			sidebar.append(
				"items", {"type": "Link", "label": label, "link_type": kind, "link_to": name, "child": 1}
			)
	return sidebar
