"""Who may have the content of a file: decided by the stored File rows of its address and what they are attached to (R47).

Never by what a request says about a file, and never by the address alone: an address that no row names is nobody's.
"""

from __future__ import annotations

from collections.abc import Iterable
from posixpath import normpath
from urllib.parse import unquote, urlsplit

import frappe
from frappe import _
from frappe.utils import get_url

from dianjian_app.row_ownership import has_owned_rows

EXPORTS = "Home/Exported Reports"
"""the folder of exports that a job wrote, Frappe's own and the app's: each is its owner's alone"""
PRIVATE, PUBLIC = "/private/files/", "/files/"
MOST_QUOTINGS = 5
WRITING = ("write", "delete", "create", "share", "submit", "cancel")
_STORED = (
	"name",
	"owner",
	"file_url",
	"is_private",
	"is_folder",
	"folder",
	"attached_to_doctype",
	"attached_to_name",
)


class ForeignFileError(frappe.PermissionError):
	"""Somebody points at the content of a file that is not theirs, or that no File stands for."""


def address_of(url: str | None) -> str | None:
	"""The path on this site that a URL leads to, in one spelling; None for another site's, or for no URL.

	Whatever host a URL names, the path of a private file stays one: Frappe takes the host of the request for its own.
	`//private/files/./x%2Ecsv` is `/private/files/x.csv`.
	"""
	url = _unquoted(url or "")
	if not url:
		return None
	if not url.lower().startswith(("http:", "https:", "//")):
		return normpath("/" + url.lstrip("/"))
	path = normpath("/" + urlsplit(url).path.lstrip("/"))
	if path.startswith("/private/") or ".." in url or (path.startswith(PUBLIC) and url.startswith(get_url())):
		return path
	return normpath("/" + url.lstrip("/")) if url.startswith("//") else None


def _unquoted(url: str) -> str:
	"""Frappe unquotes an address more than once on its way."""
	for _time in range(MOST_QUOTINGS):
		plain = unquote(url)
		if plain == url:
			break
		url = plain
	return url.strip()


def rows_of(address: str) -> list[frappe._dict]:
	"""The stored Files of an address, to the letter: the database takes `A.csv` for `a.csv`, the disk does not."""
	rows = frappe.get_all("File", {"file_url": address}, list(_STORED), order_by="creation", limit=0)
	return [row for row in rows if row.file_url == address]


def stored(name: str | None) -> frappe._dict | None:
	"""The File row as the database has it."""
	return frappe.db.get_value("File", name, list(_STORED), as_dict=True) if name else None


def may_have(url: str | None, user: str | None = None) -> bool:
	"""Whether a user may have the content behind a URL; another site's is not this site's to refuse."""
	user = user or frappe.session.user
	address = address_of(url)
	if address is None or user == "Administrator":
		return True
	return any(row_allows(row, "read", user) for row in rows_of(address))


def check(url: str | None, user: str | None = None) -> None:
	"""Raises ForeignFileError for the content of a file that the user may not have."""
	if not may_have(url, user):
		message = _(
			"This file is not yours to use, or no longer there. Only who may see it may use it; a workbook with full phone numbers is for who uploaded it."
		)
		frappe.throw(message, ForeignFileError, title=_("Number Hidden"))


def row_allows(row: frappe._dict, ptype: str | None, user: str) -> bool:
	"""Whether a stored File lets a user read, or with a writing ptype change, its content. (R47)"""
	if user == "Administrator":
		return True
	if row.is_folder:
		return ptype not in WRITING or row.owner == user or "System Manager" in frappe.get_roles(user)
	closed_to = _holders(row.file_url or "", user)
	if closed_to is not None:
		return closed_to
	if not row.is_private and ptype not in WRITING and not has_owned_rows(row.attached_to_doctype or ""):
		return True
	if user == "Guest":
		return False
	if row.owner == user:
		return True
	if not row.is_private and "System Manager" in frappe.get_roles(user):
		return True
	return _document_allows(row, "write" if ptype in WRITING else "read", user)


def _document_allows(row: frappe._dict, ptype: str, user: str) -> bool:
	doctype, name = row.attached_to_doctype, row.attached_to_name
	if not doctype or not name or not frappe.db.exists("DocType", doctype):
		return False
	if not frappe.db.exists(doctype, name):
		return False
	return bool(frappe.has_permission(doctype, ptype, doc=frappe.get_doc(doctype, name), user=user))


def _holders(address: str, user: str) -> bool | None:
	"""For a file with full numbers, whether the user is one of its holders; None for every other file.

	An export is its asker's; a personal data request's files are the two people's who took and decided it; a workbook is
	for who uploaded it, and the workbook of its rejected rows for the same person.
	"""
	exports = [row.owner for row in rows_of(address) if row.folder == EXPORTS]
	if exports:
		return user in exports
	for asked in _naming("Personal Data Request", ("export_file", "export_zip"), address):
		return user in (asked.taken_by, asked.decided_by)
	batches = _naming("Lead Batch", ("file", "rejects_file"), address)
	if not batches:
		return None
	return any(_brought(batch, address, user) for batch in batches)


def _brought(batch: frappe._dict, address: str, user: str) -> bool:
	if batch.file == address:
		return any(row.owner == user for row in rows_of(address))
	source = rows_of(batch.file) if batch.file else []
	return any(row.owner == user for row in source) if source else batch.owner == user


_PEOPLE = {
	"Personal Data Request": ("taken_by", "decided_by"),
	"Lead Batch": ("owner", "file"),
}


def _naming(doctype: str, fields: Iterable[str], address: str) -> list[frappe._dict]:
	"""The documents that name an address in one of the fields."""
	fields = tuple(fields)
	found = frappe.get_all(
		doctype,
		or_filters={field: address for field in fields},
		fields=list({*fields, *_PEOPLE[doctype]}),
		limit=0,
	)
	return [doc for doc in found if address in [doc.get(field) for field in fields]]


def check_publishing(row: frappe._dict, user: str) -> None:
	"""Raises ForeignFileError where a private file may not be shown to the world: anything of the app's, or of others."""
	same = frappe.db.get_value("File", row.name, "content_hash")
	twins = frappe.get_all("File", {"content_hash": same}, list(_STORED), limit=0) if same else []
	for twin in (*rows_of(row.file_url), *twins):
		ours = has_owned_rows(twin.attached_to_doctype or "") or twin.folder == EXPORTS
		if ours or _holders(twin.file_url, user) is not None:
			frappe.throw(
				_("Files of customers and staff stay private."), ForeignFileError, title=_("Stays Private")
			)
		if twin.owner != user and "System Manager" not in frappe.get_roles(user):
			frappe.throw(_("Only who uploaded a file makes it public."), ForeignFileError)


def check_attaching(doctype: str | None, name: str | int | None, user: str) -> None:
	"""Raises ForeignFileError where a user hangs a file on a document that the user may not write."""
	if doctype and user != "Administrator" and not _may_attach(doctype, name, user):
		frappe.throw(
			_("No file is attached to {0} {1} by you: you may not write it.").format(_(doctype), name or ""),
			ForeignFileError,
		)


def _may_attach(doctype: str, name: str | int | None, user: str) -> bool:
	if not frappe.db.exists("DocType", doctype):
		return False
	if name and frappe.db.exists(doctype, name):
		return bool(frappe.has_permission(doctype, "write", doc=frappe.get_doc(doctype, name), user=user))
	# of a form that is not saved yet
	return any(frappe.has_permission(doctype, ptype, user=user) for ptype in ("create", "write"))


def is_attach_field(doctype: str, fieldname: str | None) -> bool:
	"""Whether a field of a DocType holds the address of a file."""
	field = frappe.get_meta(doctype).get_field(fieldname) if fieldname else None
	return bool(field and field.fieldtype in ("Attach", "Attach Image"))


def must_stay_private(doctype: str | None) -> bool:
	"""Whether what is attached to a DocType is never public."""
	return has_owned_rows(doctype or "")


def is_private_address(url: str | None) -> bool:
	"""Whether a URL leads to a private file of this site."""
	return (address_of(url) or "").startswith("/private/")


def name_of(url: str | None, *users: str) -> str | None:
	"""The name of a File with an address that one of the users may have; None where there is none, or none for them."""
	address = address_of(url)
	if not address:
		return None
	for row in rows_of(address):
		if any(row_allows(row, "read", user) for user in users):
			return row.name
	return None


def make_private(url: str, user: str) -> str | None:
	"""Make a public file of the user's private; gives its new address, None where the user has no such file."""
	address = address_of(url) or ""
	for row in rows_of(address) if address.startswith(PUBLIC) else ():
		if row_allows(row, "write", user) or row.owner == user:
			file = frappe.get_doc("File", row.name)
			file.is_private = 1
			file.save(ignore_permissions=True)  # it becomes less open, whoever may write its row
			return file.file_url
	return None
