"""Workbooks of resources hold full numbers: only who brought one gets it back (R47).

Whoever may read a batch sees its rows masked; its files, the workbook and that of the rejected rows, are told to their
uploader, the batch's maker and Administrator alone, by whatever door Frappe gives files out.
"""

from __future__ import annotations

from posixpath import normpath
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.core.api import file as file_api
from frappe.core.doctype.file import file as frappes

EXPORTS = "Home/Exported Reports"
"""the folder of exports that a job wrote, Frappe's own and the app's: each is its owner's alone, and stays private"""


class GatedFile(frappes.File):
	"""File that asks has_permission of this module wherever Frappe asks its own.

	A File of the same content would be its maker's own, so none is made of, or turned to, what its maker may not have.
	"""

	def is_downloadable(self) -> bool:
		"""Whether the session's user may have the content."""
		return has_permission(self, "read")

	def before_insert(self) -> None:
		"""Refuse a new File that points to a workbook of somebody else's. Raises PermissionError."""
		_check(self.file_url)
		if (self.file_url or "").startswith("/private/"):
			# Frappe attaches what was uploaded to an unsaved form without this, and so writes a public copy of it
			self.is_private = 1
		super().before_insert()

	def validate(self) -> None:
		"""Refuse a File that is turned to one. Raises PermissionError."""
		if not self.is_new() and self.has_value_changed("file_url"):
			_check(self.file_url)
		if self.folder == EXPORTS and not self.is_folder:
			self.is_private = 1
		super().validate()


def has_permission(doc, ptype: str | None = None, user: str | None = None) -> bool:
	"""Frappe's has_permission of File, and the gate before it. (R47)"""
	user = user or frappe.session.user
	if ptype != "create" and not _may_have(doc.file_url, user):
		return False
	return bool(frappes.has_permission(doc, ptype, user))


def _check(url: str | None) -> None:
	if not _may_have(url, frappe.session.user):
		message = _("This workbook contains full phone numbers. Only the person who uploaded it may use it.")
		frappe.throw(message, frappe.PermissionError, title=_("Number Hidden"))


def _may_have(url: str | None, user: str) -> bool:
	"""Whether a user may have the content under a URL: who uploaded it; rejected rows also who made the batch."""
	url = normpath("/" + unquote(url or "").lstrip("/"))  # //private/files/./x%2Ecsv is x.csv
	if not url.startswith("/private/") or user == "Administrator":
		return True
	for export in frappe.get_all("File", {"file_url": url, "folder": EXPORTS}, pluck="owner"):
		return user == export
	for asked in frappe.get_all(
		"Personal Data Request",
		or_filters={"export_file": url, "export_zip": url},
		fields=["taken_by", "decided_by"],
	):
		return user in (asked.taken_by, asked.decided_by)
	rejects_of = frappe.get_all("Lead Batch", {"rejects_file": url}, pluck="owner")
	if not rejects_of and not frappe.db.exists("Lead Batch", {"file": url}):
		return True
	return user in rejects_of or bool(frappe.db.exists("File", {"file_url": url, "owner": user}))


@frappe.whitelist()
def zip_files(files: str):
	"""frappe.core.api.file.zip_files, which asks nobody: here each file is asked for. Raises PermissionError. (R47)"""
	for name in frappe.parse_json(files):
		frappe.get_doc("File", name).check_permission("read")
	return file_api.zip_files(files)
