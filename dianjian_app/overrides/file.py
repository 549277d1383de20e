"""Restricts files with full phone numbers to the people who uploaded them (R47).

Who may read a batch sees its rows masked. The batch's workbook and the workbook of rejected rows open only for their
uploader, the batch's owner and Administrator, whichever way Frappe gives files out.
"""

from __future__ import annotations

from posixpath import normpath
from urllib.parse import unquote

import frappe
from frappe import _
from frappe.core.api import file as file_api
from frappe.core.doctype.file import file as frappes

from dianjian_app.mailing.background_export import EXPORTS


class GatedFile(frappes.File):
	"""Frappe's File with the permission check of this module.

	A second File for the same content would belong to its maker, so nobody can create one, or point one, at content that
	they may not have.
	"""

	def is_downloadable(self) -> bool:
		"""Whether the user may have the content."""
		return has_permission(self, "read")

	def before_insert(self) -> None:
		"""Refuse a new File for content that the user may not have. Raises frappe.PermissionError."""
		_check(self.file_url)
		if (self.file_url or "").startswith("/private/"):
			# without this Frappe writes a public copy of a file that was uploaded to an unsaved form
			self.is_private = 1
		super().before_insert()

	def validate(self) -> None:
		"""Refuse a change to content that the user may not have. Raises frappe.PermissionError."""
		if not self.is_new() and self.has_value_changed("file_url"):
			_check(self.file_url)
		if self.folder == EXPORTS and not self.is_folder:
			self.is_private = 1
		super().validate()


def has_permission(doc: frappes.File, ptype: str | None = None, user: str | None = None) -> bool:
	"""The restriction of this module, then Frappe's has_permission of File (R47)."""
	user = user or frappe.session.user
	if ptype != "create" and not _may_have(doc.file_url, user):
		return False
	return bool(frappes.has_permission(doc, ptype, user))


def _check(url: str | None) -> None:
	if not _may_have(url, frappe.session.user):
		message = _("This workbook contains full phone numbers. Only the person who uploaded it may use it.")
		frappe.throw(message, frappe.PermissionError, title=_("Number Hidden"))


def _may_have(url: str | None, user: str) -> bool:
	"""Whether a user may have the content of a URL: its uploader, and for rejected rows also the batch's owner."""
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
def zip_files(files: str) -> None:
	"""frappe.core.api.file.zip_files with a permission check on each file (R47). Raises frappe.PermissionError."""
	for name in frappe.parse_json(files):
		frappe.get_doc("File", name).check_permission("read")
	file_api.zip_files(files)
