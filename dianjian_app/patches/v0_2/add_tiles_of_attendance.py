"""Workspaces that a site has since before get the tiles, figures and links that 0.2 brings (R33, R34).

Only what no row of the workspace leads to; what administrators made stays where it is. A patch runs once, so what is taken
away afterwards does not come back. Idempotent.
"""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import frappe

from dianjian_app.setup.seeds import workspace as spaces
from dianjian_app.setup.workspace_parts import Space

if TYPE_CHECKING:
	from frappe.model.document import Document

SHORTCUTS = {
	"Telesales": ("Overtime and Corrections to Decide",),
	"My Day": ("My Attendance",),
	"My Group": (
		*("Who Is Here", "My Attendance", "Attendance Month Sheet", "Applications Open", "Daily Hand-in"),
	),
	"Front Office": ("Reception", "My Attendance", "Customer Question"),
	"My Centre": (
		*("Who Is Here", "Attendance Month Sheet", "Applications Open", "My Attendance"),
		*("Absences and Lateness", "Days to Be Decided", "Attendance Appeals", "Flags to Look At"),
	),
}
FIGURES = {"My Group": ("People Not Here Yet",), "My Centre": ("People Not Here Yet",)}
CARDS = {"Telesales": ("Clocking In and Out",)}


def execute() -> None:
	"""Add what is missing to the workspaces that are there."""
	spaces.seed()  # the figures that do not exist yet
	for space in spaces.SPACES:
		if frappe.db.exists("Workspace", space.name):
			_add(space)


def _add(space: Space) -> None:
	"""Add rows and blocks; the workspace itself is not saved anew, so what stands in it stays as it was written."""
	workspace = frappe.get_doc("Workspace", space.name)
	there = {row.link_to for row in workspace.links if row.link_to}
	rows: list[tuple[str, dict]] = []
	blocks: list[tuple[str, dict]] = []
	for figure in space.figures:
		if figure.label in FIGURES.get(space.name, ()) and figure.label not in _labels(
			workspace.number_cards
		):
			rows.append(("number_cards", {"number_card_name": figure.label, "label": figure.label}))
			blocks.append(("number_card", {"number_card_name": figure.label, "col": 4}))
	for tile in space.shortcuts:
		wanted = tile.label in SHORTCUTS.get(space.name, ()) and frappe.db.exists(tile.kind, tile.to)
		if wanted and tile.to not in {row.link_to for row in workspace.shortcuts}:
			rows.append(("shortcuts", spaces.shortcut_row(tile)))
			blocks.append(("shortcut", {"shortcut_name": tile.label, "col": 3}))
	for card in space.cards:
		if card.label in CARDS.get(space.name, ()) and card.label not in _labels(workspace.links):
			rows += [("links", link) for link in spaces.link_rows(card) if link.get("link_to") not in there]
			blocks.append(("card", {"card_name": card.label, "col": 4}))
	for field, values in rows:
		row = workspace.append(field, values)
		row.db_insert()
	if blocks:
		new = [{"id": f"attendance{n}", "type": kind, "data": data} for n, (kind, data) in enumerate(blocks)]
		content = json.dumps(_in_place(json.loads(workspace.content or "[]"), new))
		frappe.db.set_value("Workspace", space.name, "content", content, update_modified=False)


def _labels(rows: list[Document]) -> set[str]:
	return {row.label for row in rows}


def _in_place(blocks: list[dict], new: list[dict]) -> list[dict]:
	"""Each new block behind the last one of its kind, else at the end."""
	for block in new:
		same = [n for n, each in enumerate(blocks) if each.get("type") == block["type"]]
		blocks.insert((same[-1] if same else len(blocks) - 1) + 1, block)
	return blocks
