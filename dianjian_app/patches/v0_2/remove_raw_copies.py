"""Workbooks with full numbers that earlier versions left on the disk beside their Files, and public attachments (R47)."""

from __future__ import annotations

import hashlib
from pathlib import Path

import frappe

from dianjian_app.row_ownership import ROW_FIELDS

NAMED = ("Lead Batch", "Personal Data Request")


def execute() -> None:
	"""Delete bytes that no File stands for and that are an import's, and make the app's attachments private. Idempotent."""
	for folder, prefix in (("private", "/private/files/"), ("public", "/files/")):
		_remove_copies(Path(frappe.get_site_path(folder, "files")), prefix)
	_make_private()


def _remove_copies(folder: Path, prefix: str) -> None:
	"""Delete the copies that an import or a request about personal data left in a folder.

	They are known by their content, which a File or a batch's fingerprint has, or by the document's name before theirs.
	Whatever else lies there is not the app's.
	"""
	with_row = set(frappe.get_all("File", {"is_folder": 0}, pluck="file_url", limit=0))
	kept = {(url or "").removeprefix(prefix) for url in with_row}
	digests = set(
		frappe.get_all("File", {"attached_to_doctype": ("in", NAMED)}, pluck="content_hash", limit=0)
	)
	fingerprints = set(frappe.get_all("Lead Batch", {"file_hash": ("is", "set")}, pluck="file_hash", limit=0))
	names = {name for doctype in NAMED for name in frappe.get_all(doctype, pluck="name", limit=0)}
	for path in folder.iterdir() if folder.is_dir() else ():
		if path.name in kept or not path.is_file():
			continue
		content = path.read_bytes()
		ours = (
			hashlib.md5(content, usedforsecurity=False).hexdigest() in digests
			or hashlib.sha256(content).hexdigest() in fingerprints
			or any(path.name.startswith((f"{name}-", f"{name}.")) for name in names)
		)
		if ours:
			path.unlink(missing_ok=True)


def _make_private() -> None:
	"""What hangs on the app's documents is private, with the field that names it."""
	public = {"attached_to_doctype": ("in", list(ROW_FIELDS)), "is_private": 0, "is_folder": 0}
	for name in frappe.get_all("File", public, pluck="name", limit=0):
		file = frappe.get_doc("File", name)
		if file.exists_on_disk() and not file.is_remote_file:
			file.is_private = 1
			file.save(ignore_permissions=True)  # the app's own upgrade
