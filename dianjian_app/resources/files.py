"""Workbooks of resources hold full numbers: only who brought one gets it back (R47).

Whoever may read a batch sees its rows masked; its files, the workbook and that of the rejected rows, are told to their
uploader, the batch's maker and Administrator alone, by whatever door Frappe gives files out.
"""

from __future__ import annotations

import frappe
from frappe import _
from frappe.core.api import file as file_api
from frappe.core.doctype.file import file as frappes

HOLDS_NUMBERS = ("file", "rejects_file")


class GatedFile(frappes.File):
	"""File that asks has_permission of this module wherever Frappe asks its own."""

	def is_downloadable(self) -> bool:
		"""Whether the session's user may have the content."""
		return has_permission(self, "read")

	def before_insert(self) -> None:
		"""A second File of the same content would be its maker's own: no way around. Raises PermissionError."""
		if self.file_url and not _may_have(self.file_url, frappe.session.user):
			frappe.throw(
				_("This workbook holds full phone numbers; only who brought it may use it."),
				frappe.PermissionError,
			)
		if (self.file_url or "").startswith("/private/"):
			# Frappe attaches what was uploaded to an unsaved form without this, and so writes a public copy of it
			self.is_private = 1
		super().before_insert()


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Frappe's has_permission of File, and the gate before it. (R47)"""
	user = user or frappe.session.user
	if ptype != "create" and not _may_have(doc.file_url, user):
		return False
	return bool(frappes.has_permission(doc, ptype, user))


def _may_have(url: str | None, user: str) -> bool:
	"""Whether a user may have the content under a URL."""
	if not url or not url.startswith("/private/") or user == "Administrator":
		return True
	for asked in frappe.get_all(
		"Personal Data Request",
		or_filters={"export_file": url, "export_zip": url},
		fields=["taken_by", "decided_by"],
	):
		return user in (asked.taken_by, asked.decided_by)
	batches = [
		batch
		for fieldname in HOLDS_NUMBERS
		for batch in frappe.get_all("Lead Batch", {fieldname: url}, ["name", "owner"])
	]
	if not batches or user in {b.owner for b in batches}:
		return True
	first = frappe.get_all("File", {"file_url": url}, ["owner"], order_by="creation asc", limit=1)
	return bool(first) and first[0].owner == user


@frappe.whitelist()
def zip_files(files: str):
	"""frappe.core.api.file.zip_files, which asks nobody: here each file is asked for. Raises PermissionError. (R47)"""
	for name in frappe.parse_json(files):
		frappe.get_doc("File", name).check_permission("read")
	return file_api.zip_files(files)
