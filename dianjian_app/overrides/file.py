"""Frappe's File, held to its stored row on every way in and out (R47).

Who may read a batch sees its rows masked. The batch's workbook and the workbook of rejected rows open only for who
uploaded them, whichever way Frappe gives files out. `file_rights` decides; here stand the doors.
"""

from __future__ import annotations

import re
from typing import Any

import frappe
from frappe import _
from frappe.core.api import file as file_api
from frappe.core.doctype.file import file as frappes
from frappe.core.doctype.file.utils import get_content_hash
from frappe.model.document import Document
from frappe.utils import cint, get_files_path

from dianjian_app import file_rights, svg_content
from dianjian_app.file_rights import EXPORTS

RUNS = (".svg", ".svgz", ".html", ".htm", ".xhtml", ".xht", ".shtml", ".xml", ".xsl", ".mht", ".mhtml", ".js")
"""endings that a browser runs: such files are public only where a System Manager makes them so"""
_UNFIT = re.compile(r"[<>\"'`&%?#\\\x00-\x1f\x7f]")
"""marks that mean something in HTML or in an address; Frappe would unquote `%2E` into another file's name"""


class GatedFile(frappes.File):
	"""Frappe's File with the permission check of this module.

	A second File for the same content would belong to its maker, so nobody can create one, or point one, at content that
	they may not have.
	"""

	def is_downloadable(self) -> bool:
		"""Whether the user may have the content, and whether this row is the one that the address means."""
		request = getattr(frappe.local, "request", None)
		asked = request.path if request else ""
		if asked.startswith(file_rights.PRIVATE) and file_rights.address_of(asked) != self.file_url:
			return False  # the database takes A.csv for a.csv, the disk does not
		return has_permission(self, "read")

	def get_content(self, *args: Any, **kwargs: Any) -> Any:
		"""The content; within a request only for who may have it. Raises PermissionError."""
		request = getattr(frappe.local, "request", None)
		if request and not self.is_new() and not self.get("content") and not self.flags.ignore_permissions:
			file_rights.check((file_rights.stored(self.name) or {}).get("file_url") or self.file_url)
		return super().get_content(*args, **kwargs)

	def before_insert(self) -> None:
		"""Refuse a new File for content that the user may not have. Raises frappe.PermissionError."""
		if self.get("file_name"):
			self.set("file_name", _UNFIT.sub("_", self.get("file_name")))
		if self.is_folder:
			return super().before_insert()
		self.thumbnail_url = None  # deleting a File deletes what stands there
		if self.get("content"):
			self.file_url = None
		self.flags.written = self._was_just_written()
		address = file_rights.address_of(self.file_url)
		if address and not self.flags.written:
			self.file_url = address
			file_rights.check(address)
		if self._is_asked_for():
			file_rights.check_attaching(self.attached_to_doctype, self.attached_to_name, frappe.session.user)
			self._keep_out_of_exports("")
		if self.flags.written:
			pass
		elif (address or "").startswith(file_rights.PRIVATE) or self._stays_private():
			# without this Frappe writes a public copy of a file that was uploaded to an unsaved form
			self.is_private = 1
		return super().before_insert()

	def validate(self) -> None:
		"""Refuse a change to content that the user may not have. Raises frappe.PermissionError."""
		self._hold_to_stored()
		if self.attached_to_doctype and file_rights.must_stay_private(self.attached_to_doctype):
			# making a file private writes its address into this field, past the document's rules
			if not file_rights.is_attach_field(self.attached_to_doctype, self.attached_to_field):
				self.set("attached_to_field", None)
			self.is_private = self.is_private or not self.is_new()
		if self.folder == EXPORTS and not self.is_folder:
			self.is_private = 1
		self._keep_alive_pictures_private()
		super().validate()

	def save_file(self, *args: Any, **kwargs: Any) -> Any:
		"""Write the content, but for bytes that file_manager.save_file has written already: those stay alone."""
		if self.flags.written:
			self.is_private = cint(self.is_private)
			return None
		self.flags.content_written = True
		return super().save_file(*args, **kwargs)

	def make_thumbnail(self, *args: Any, **kwargs: Any) -> Any:
		"""A small public picture: none of a private one."""
		return None if self.is_private else super().make_thumbnail(*args, **kwargs)

	def _is_asked_for(self) -> bool:
		"""Whether a person's request saves this File, not Frappe or the app by rights of their own."""
		request = getattr(frappe.local, "request", None)
		return bool(request and not self.flags.ignore_permissions and frappe.session.user != "Administrator")

	def _was_just_written(self) -> bool:
		"""Whether the app or Frappe has just written these bytes without a row: by rights of its own, and knowing them.

		`file_manager.save_file` writes first and inserts the File afterwards, which would write the bytes a second time,
		under a name that no row has. Nobody knows the digest of bytes that they have not had.
		"""
		address, digest = self.file_url, self.content_hash
		self.set("content_hash", None)
		if not (address and digest and self.flags.ignore_permissions):
			return False
		prefix = file_rights.PRIVATE if cint(self.is_private) else file_rights.PUBLIC
		name = address.removeprefix(prefix)
		if not address.startswith(prefix) or "/" in name:
			return False
		try:
			with open(get_files_path(name, is_private=cint(self.is_private)), "rb") as stream:
				same = get_content_hash(stream.read()) == digest
		except OSError:
			return False
		self.set("content_hash", digest if same else None)
		return same

	def _hold_to_stored(self) -> None:
		"""What a request says of a stored File changes neither its content nor whose it is. Raises PermissionError."""
		user = frappe.session.user
		before = None if self.is_new() or self.is_folder else file_rights.stored(self.name)
		if not before:
			return
		if self.file_url != before.file_url:
			if user != "Administrator" and not self.flags.content_written:
				file_rights.check(self.file_url)
				if getattr(frappe.local, "request", None):
					self.file_url = before.file_url
		if not self.flags.content_written:
			kept = frappe.db.get_value("File", self.name, ["content_hash", "thumbnail_url"], as_dict=True)
			self.update({"content_hash": kept.content_hash, "thumbnail_url": kept.thumbnail_url})
		if user != "Administrator" and before.is_private and not cint(self.is_private):
			file_rights.check_publishing(before, user)
			if self._stays_private():
				message = _("A browser would run {0}; it stays private.").format(self.file_name)
				frappe.throw(message, file_rights.ForeignFileError)
		if not self._is_asked_for():
			return
		now = (self.attached_to_doctype, str(self.attached_to_name or ""))
		if now != (before.attached_to_doctype, str(before.attached_to_name or "")):
			file_rights.check_attaching(self.attached_to_doctype, self.attached_to_name, user)
		self._keep_out_of_exports(before.folder)

	def _keep_alive_pictures_private(self) -> None:
		"""Raises ForeignFileError for a public SVG with a script in it, a System Manager's too: whoever opens it runs it."""
		name = (self.file_url or "").lower()
		if cint(self.is_private) or self.is_remote_file or not name.endswith((".svg", ".svgz")):
			return
		try:
			with open(self.get_full_path(), "rb") as stream:
				runs = svg_content.runs(stream.read())
		except OSError:
			return  # nothing is there to be opened
		if runs:
			message = _("A browser would run {0}; it stays private.").format(self.file_name)
			frappe.throw(message, file_rights.ForeignFileError)

	def _keep_out_of_exports(self, before: str | None) -> None:
		"""Raises PermissionError where somebody moves a file into or out of the folder of exports by hand."""
		if self.folder != before and EXPORTS in (self.folder, before):
			frappe.throw(_("Files of exports stay where they are."), file_rights.ForeignFileError)

	def _stays_private(self) -> bool:
		"""Whether a file is private whatever its maker says: the app's, and what a browser would run."""
		if file_rights.must_stay_private(self.attached_to_doctype):
			return True
		names = (self.file_name or "", self.file_url or "")
		runs = any(name.lower().rstrip(". ").endswith(RUNS) for name in names)
		return runs and "System Manager" not in frappe.get_roles() and not self.is_remote_file


def has_permission(doc: frappes.File, ptype: str | None = None, user: str | None = None) -> bool:
	"""Frappe's has_permission of File, decided by the stored row and what that is attached to (R47)."""
	user = user or frappe.session.user
	if ptype == "create":
		return bool(frappes.has_permission(doc, ptype, user))
	row = file_rights.stored(doc.name)
	if row is None:
		return user == "Administrator" or bool(doc.get("__islocal") and user != "Guest")
	return file_rights.row_allows(row, ptype, user)


def check_attached(doc: Document, method: str | None = None) -> None:
	"""Every DocType's event validate: an Attach field names a file that its writer may have. Raises PermissionError.

	Frappe hangs whatever stands in such a field on the document, another person's file too. (R47)
	"""
	if frappe.session.user == "Administrator" or doc.doctype == "File":
		return
	before = doc.get_doc_before_save()
	known = set(_addresses(before)) if before else set()
	for url in _addresses(doc):
		if url not in known and file_rights.is_private_address(url):
			file_rights.check(url)


def _addresses(doc: Document) -> list[str]:
	"""What the Attach fields of a document and its rows hold."""
	found = []
	for part in (doc, *doc.get_all_children()):
		for field in frappe.get_meta(part.doctype).get(
			"fields", {"fieldtype": ("in", ("Attach", "Attach Image"))}
		):
			value = part.get(field.fieldname)
			if isinstance(value, str) and value:
				found.append(value)
	return found


@frappe.whitelist()
def zip_files(files: str) -> None:
	"""frappe.core.api.file.zip_files with a permission check on each file (R47). Raises frappe.PermissionError."""
	names = frappe.parse_json(files)
	for name in names:
		frappe.get_doc("File", str(name)).check_permission("read")
	file_api.zip_files(frappe.as_json([str(name) for name in names]))
