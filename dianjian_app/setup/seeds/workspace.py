"""The workspaces and their number cards, made when missing as records of the site.

Administrators may change them in the desk; migrate leaves their changes alone (a standard workspace would come back).
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import frappe

from dianjian_app.framework_compat import workspaces_of_boot
from dianjian_app.setup.role_workspaces import ROLE_SPACES
from dianjian_app.setup.workspace_parts import Card, Chart, Figure, Shortcut, Space
from dianjian_app.setup.workspaces import SPACES as COMMON

if TYPE_CHECKING:
	from frappe.model.document import Document


ORDER = 90
MODULE = "Dianjian App"
SPACES = (*COMMON, *ROLE_SPACES)
FIRST_LIST = "What Waits for You"
"""the block that `public/js/waiting.js` draws; no words of its own stand in it"""
FIRST_BLOCK = ("custom_block", {"custom_block_name": FIRST_LIST, "col": 12})


def seed() -> None:
	"""Make the figures and workspaces that are missing. Idempotent."""
	make_first_list()
	for space in SPACES:
		for figure in space.figures:
			if not frappe.db.exists("Number Card", figure.label):
				_number_card(figure).insert(ignore_permissions=True)  # install: no user acts
				count_without_currency(figure.label)
		for chart in space.charts:
			if frappe.db.exists("Report", chart.report) and not frappe.db.exists(
				"Dashboard Chart", chart.label
			):
				_chart(chart).insert(ignore_permissions=True)  # install: no user acts
		if not frappe.db.exists("Workspace", space.name):
			_workspace(space).insert(ignore_permissions=True)  # install: no user acts


def make_first_list() -> None:
	"""Make the block of the first list where it is missing."""
	if frappe.db.exists("Custom HTML Block", FIRST_LIST):
		return
	frappe.get_doc(
		doctype="Custom HTML Block",
		name=FIRST_LIST,
		html="<div></div>",
		script="dianjian.show_what_waits(root_element);",
	).insert(ignore_permissions=True)  # install: no user acts


def count_without_currency(card: str) -> None:
	"""Take the currency off a figure: released Frappe gives a new one the site's, and shows 12 customers as ¥ 12.00."""
	if frappe.get_meta("Number Card").has_field("currency"):
		frappe.db.set_value("Number Card", card, "currency", None, update_modified=False)


def unseed() -> None:
	"""On uninstall: take them away."""
	for space in SPACES:
		frappe.delete_doc(
			"Workspace", space.name, force=True, ignore_missing=True, ignore_permissions=True
		)  # uninstall
		for chart in space.charts:
			frappe.delete_doc(
				"Dashboard Chart", chart.label, force=True, ignore_missing=True, ignore_permissions=True
			)  # uninstall
		for figure in space.figures:
			frappe.delete_doc(
				"Number Card", figure.label, force=True, ignore_missing=True, ignore_permissions=True
			)  # uninstall
	frappe.delete_doc(
		"Custom HTML Block", FIRST_LIST, force=True, ignore_missing=True, ignore_permissions=True
	)  # uninstall


def lead_from_forms(bootinfo: frappe._dict) -> None:
	"""Boot hook: the way back from the app's forms and lists leads to its workspace.

	The workspaces carry no module, so that developer mode does not write an administrator's change into the app.
	"""
	names = [space.name for space in SPACES]
	pages = [page for page in workspaces_of_boot(bootinfo) if page.get("name") in names]
	for page in pages:
		page["module"] = MODULE
	bootinfo.module_wise_workspaces[MODULE] = [page["name"] for page in pages]


def _number_card(figure: Figure) -> Document:
	return frappe.get_doc(
		doctype="Number Card",
		name=figure.label,
		label=figure.label,
		type="Custom" if figure.method else "Document Type",
		method=figure.method or None,
		document_type=figure.doctype or None,
		function="Sum" if figure.sum_of else "Count",
		aggregate_function_based_on=figure.sum_of or None,
		filters_json=json.dumps([[figure.doctype, *f] for f in figure.filters]),
		color=figure.color or None,
		is_public=1,
		show_percentage_stats=0,
	)


def _chart(chart: Chart) -> Document:
	return frappe.get_doc(
		doctype="Dashboard Chart",
		name=chart.label,
		chart_name=chart.label,
		chart_type="Report",
		report_name=chart.report,
		use_report_chart=1,
		filters_json=json.dumps(chart.filters),
		dynamic_filters_json=json.dumps(chart.moving),
		type="Bar",
		is_public=1,
	)


def _workspace(space: Space) -> Document:
	workspace = frappe.get_doc(
		doctype="Workspace",
		label=space.name,
		title=space.name,
		icon=space.icon,
		public=1,
		sequence_id=space.order,
		hide_custom=1,
		roles=[{"role": role} for role in (*space.roles, "System Manager")],
		content=json.dumps(_blocks(space)),
	)
	if space.first_list:
		workspace.append("custom_blocks", first_list_row())
	for figure in space.figures:
		workspace.append("number_cards", {"number_card_name": figure.label, "label": figure.label})
	for chart in space.charts:
		if frappe.db.exists("Dashboard Chart", chart.label):
			workspace.append("charts", {"chart_name": chart.label, "label": chart.label})
	for shortcut in space.shortcuts:
		if frappe.db.exists(shortcut.kind, shortcut.to):
			workspace.append("shortcuts", shortcut_row(shortcut))
	for card in space.cards:
		for link in link_rows(card):
			workspace.append("links", link)
	return workspace


def _blocks(space: Space) -> list[dict]:
	blocks = [FIRST_BLOCK] if space.first_list else []
	blocks += [("number_card", {"number_card_name": f.label, "col": 4}) for f in space.figures]
	blocks += [("chart", {"chart_name": c.label, "col": 6}) for c in space.charts]
	blocks += [("shortcut", {"shortcut_name": s.label, "col": 3}) for s in space.shortcuts]
	blocks += [("spacer", {"col": 12})] if blocks else []
	blocks += [("card", {"card_name": c.label, "col": 4}) for c in space.cards]
	return [{"id": f"dianjian{n}", "type": kind, "data": data} for n, (kind, data) in enumerate(blocks)]


def first_list_row() -> dict:
	"""The first list as a row of a workspace."""
	return {"custom_block_name": FIRST_LIST, "label": FIRST_LIST}


def shortcut_row(shortcut: Shortcut) -> dict:
	"""A tile as a row of a workspace."""
	return {
		"label": shortcut.label,
		"type": shortcut.kind,
		"link_to": shortcut.to,
		"doc_view": shortcut.view or ("List" if shortcut.kind == "DocType" else ""),
		"stats_filter": json.dumps({f: [operator, value] for f, operator, value in shortcut.filters})
		if shortcut.filters
		else "",
		"format": shortcut.format,
		"color": shortcut.color,
	}


def link_rows(card: Card) -> list[dict]:
	"""A card's links as rows of a workspace, those that the site has."""
	links = [link if isinstance(link, tuple) else ("DocType", link, link) for link in card.links]
	links = [link for link in links if frappe.db.exists(link[0], link[1])]
	return [
		{"type": "Card Break", "label": card.label, "link_count": len(links)},
		*(
			{
				"type": "Link",
				"label": label,
				"link_type": kind,
				"link_to": name,
				"is_query_report": int(kind == "Report"),
			}
			for kind, name, label in links
		),
	]
