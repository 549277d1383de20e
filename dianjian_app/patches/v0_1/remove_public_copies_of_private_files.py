"""Patch: public copies of private attachments go (R47).

Frappe made one of each workbook, scan or statement that was uploaded to a form before its first save.
"""

from __future__ import annotations

from pathlib import Path

import frappe


def execute() -> None:
	"""Delete each public File of the app's documents whose content a private File holds, and its bytes."""
	ours = frappe.get_all("DocType", {"module": "Dianjian App"}, pluck="name")
	wanted = {"is_private": 0, "attached_to_doctype": ("in", ours), "file_url": ("like", "/files/%")}
	for copy in frappe.get_all("File", wanted, ["name", "file_url", "content_hash"]):
		if copy.content_hash and frappe.db.exists(
			"File", {"content_hash": copy.content_hash, "is_private": 1}
		):
			frappe.db.delete("File", {"name": copy.name})
			if not frappe.db.exists("File", {"file_url": copy.file_url}):
				name = copy.file_url.removeprefix("/files/")
				Path(frappe.get_site_path("public", "files", name)).unlink(missing_ok=True)
