"""The events of a Punch File: private, of one centre, and fixed once it is imported (R33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import file_rights, permissions

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.punch_file.punch_file import PunchFile

DRAFT, QUEUED, IMPORTED, FAILED = "Draft", "Queued", "Imported", "Failed"
RESULTS = (
	*("status", "imported_at", "error_message", "total", "new_count", "known_count", "unread_count"),
	*("first_day", "last_day", "unknown_count", "unknown_numbers"),
)
"""written by the import alone"""
GIVEN = ("centre", "device", "file")


class ImportedFileError(frappe.ValidationError):
	"""Somebody changes or deletes a file whose punches are in."""


def validate(file: PunchFile) -> None:
	"""Event validate: results are the import's, the device is the centre's, the file is private.

	Raises ImportedFileError, OutOfScopeError, ForeignFileError, frappe.ValidationError.
	"""
	before = file.get_doc_before_save()
	for field in RESULTS:
		file.set(field, before.get(field) if before else None)
	if before:
		permissions.check_in_scope(before)  # the stored one: the request may name another centre
		if before.status in (QUEUED, IMPORTED) and any(file.has_value_changed(field) for field in GIVEN):
			_refuse(file)
	else:
		file.status = DRAFT
	if file.device and frappe.db.get_value("Punch Device", file.device, "centre") != file.centre:
		frappe.throw(_("{0} is no device of {1}.").format(file.device, file.centre))
	if file.file and not file_rights.is_private_address(file.file):
		private = file_rights.make_private(file.file, frappe.session.user)
		if not private:
			frappe.throw(
				_("This file is not yours to use, or no longer there."), file_rights.ForeignFileError
			)
		file.file = private


def refuse_imported(file: PunchFile) -> None:
	"""Events on_trash and before_rename: punches name it. Raises ImportedFileError."""
	if file.status in (QUEUED, IMPORTED):
		_refuse(file)


def _refuse(file: PunchFile) -> None:
	frappe.throw(
		_("{0} is {1}; its punches come from it, so it stays as it is.").format(file.name, _(file.status)),
		ImportedFileError,
		title=_("Imported Already"),
	)
