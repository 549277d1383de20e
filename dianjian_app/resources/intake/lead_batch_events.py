"""Events of Lead Batch: what may change when, and private files (R6, R47)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import file_rights
from dianjian_app.in_words import listed
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.intake.batch_import import UnreadableFileError

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.lead_batch.lead_batch import LeadBatch

IMPORT_FIELDS = (
	*("status", "total_rows", "new_count", "merged_count", "rejected_count", "unread_dates"),
	*("rejects_file", "imported_at", "error_message", "file_hash", "undone_at", "undone_by"),
)
"""written by the import alone"""
FIXED_AFTER_IMPORT = (
	"centre",
	"sales_group",
	"source",
	"received_on",
	"file",
	"column_mapping",
	"reading_choices",
)
"""where the leads came from and went to"""


class ImportedBatchError(frappe.ValidationError):
	"""Somebody changes or deletes a batch that has been imported."""


def check_changes(batch: LeadBatch) -> None:
	"""Event validate: only the import writes its results, and what was imported stays unchanged.

	Raises ImportedBatchError, OutOfScopeError.
	"""
	before = batch.get_doc_before_save()
	if not before:
		batch.status = "Draft"
		for fieldname in IMPORT_FIELDS[1:]:
			batch.set(fieldname, None)
		return
	check_in_scope(before)  # the stored batch: the request may name another centre
	for fieldname in IMPORT_FIELDS:
		batch.set(fieldname, before.get(fieldname))
	if before.status not in ("Draft", "Failed"):
		changed = [f for f in FIXED_AFTER_IMPORT if batch.has_value_changed(f)]
		if changed:
			frappe.throw(
				_("{0} cannot be changed: {1} is already {2}. Create a new batch instead.").format(
					listed(_(batch.meta.get_label(f)) for f in changed), batch.name, _(before.status)
				),
				ImportedBatchError,
				title=_("Imported Already"),
			)
	if batch.has_value_changed("file"):
		batch.column_mapping = batch.reading_choices = None


def refuse_trash(batch: LeadBatch) -> None:
	"""Event on_trash: a batch that has leads stays. Raises ImportedBatchError."""
	if batch.status not in ("Draft", "Failed"):
		frappe.throw(
			_("{0} is {1} and its leads come from it, so it cannot be deleted.").format(
				batch.name, _(batch.status)
			),
			ImportedBatchError,
		)


def check_group(batch: LeadBatch) -> None:
	"""Event validate: the pool that gets the leads is a group of the centre. Raises frappe.ValidationError."""
	if batch.sales_group and frappe.db.get_value("Sales Group", batch.sales_group, "centre") != batch.centre:
		frappe.throw(_("{0} is not a group of {1}.").format(batch.sales_group, batch.centre))


def keep_private(batch: LeadBatch) -> None:
	"""Event validate: workbook and evidence become private files (R47). Raises UnreadableFileError."""
	for fieldname in ("file", "evidence"):
		url = batch.get(fieldname)
		if not url or url.startswith("/private/"):
			continue
		private = file_rights.make_private(url, frappe.session.user)
		if not private:
			frappe.throw(_("{0} is not a file of this site. Attach it.").format(url), UnreadableFileError)
		batch.set(fieldname, private)
