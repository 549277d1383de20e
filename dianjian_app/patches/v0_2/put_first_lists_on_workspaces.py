"""Workspaces that a site has since before get the list of what waits on top; the administrator's is no more the audit (R48).

What administrators made of a workspace stays; a patch runs once, so what is taken away afterwards does not come back.
Idempotent.
"""

from __future__ import annotations

import json

import frappe

from dianjian_app import roles
from dianjian_app.setup.role_workspaces import AUDIT
from dianjian_app.setup.seeds import workspace as spaces


def execute() -> None:
	"""Put the block first where it is missing, and take the administrator from the audit."""
	spaces.make_first_list()
	for space in spaces.SPACES:
		if space.first_list and frappe.db.exists("Workspace", space.name):
			_put_first(space.name)
	frappe.db.delete("Has Role", {"parenttype": "Workspace", "parent": AUDIT.name, "role": roles.ADMIN})
	frappe.clear_cache()


def _put_first(name: str) -> None:
	"""Add row and block; the workspace itself is not saved anew, so what stands in it stays as it was written."""
	workspace = frappe.get_doc("Workspace", name)
	if any(row.custom_block_name == spaces.FIRST_LIST for row in workspace.custom_blocks):
		return
	workspace.append("custom_blocks", spaces.first_list_row()).db_insert()
	kind, data = spaces.FIRST_BLOCK
	blocks = [{"id": "dianjian_waits", "type": kind, "data": data}, *json.loads(workspace.content or "[]")]
	frappe.db.set_value("Workspace", name, "content", json.dumps(blocks), update_modified=False)
