"""What the Lead Batch form asks for: guessed columns with a preview, and the import as a background job (R6)."""

from __future__ import annotations

import json
from dataclasses import asdict

import frappe
from frappe import _
from frappe.translate import print_language
from frappe.utils import cint
from frappe.utils.background_jobs import get_job_status

from dianjian_app import bulk_writer
from dianjian_app.framework_compat import in_test
from dianjian_app.permissions import check_in_scope
from dianjian_app.resources.intake import batch_import, columns, headings, matching
from dianjian_app.resources.intake.undo import undo_batch
from dianjian_app.resources.numbers.phone import mask, read_numbers

PREVIEW_ROWS = 20
PREVIEW_SHEETS = 30
# written by the import alone
OF_THE_IMPORT = (
	*("status", "total_rows", "new_count", "merged_count", "rejected_count", "rejects_file", "imported_at"),
	*("error_message", "file_hash", "undone_at", "undone_by"),
)
# what the leads came from and went to stays as it was
SETTLED = ("centre", "sales_group", "source", "received_on", "file", "column_mapping")


class ImportedBatchError(frappe.ValidationError):
	"""Somebody changes a batch whose leads stand already."""


class ColumnsError(frappe.ValidationError):
	"""Chosen columns that the workbook does not have or the app does not know."""


@frappe.whitelist()
def preview(batch: str) -> dict:
	"""Each sheet's columns as guessed or corrected, and its first rows, every phone number masked (R6, R47).

	Gives {"sheets": [{"sheet", "header", "first", "columns": {meaning: [index]}, "headings": [text], "rows":
	[{"row_no", "cells": [text]}], "count", "chosen": a person's}], "more_sheets", "imported_before": name of a batch of
	the centre with the same file, or None, "problem": why the file cannot be read, or None}. Raises PermissionError.
	"""
	doc = frappe.get_doc("Lead Batch", batch)
	doc.check_permission("read")
	area_code = frappe.db.get_value("Sales Centre", doc.centre, "area_code") or ""
	try:
		content, filename = batch_import.file_of(doc)
		sheets = batch_import.sheets_of(content, filename)
	except batch_import.UnreadableFileError as error:
		frappe.clear_last_message()  # it stands on the page instead
		return {"sheets": [], "more_sheets": 0, "imported_before": None, "problem": str(error)}
	chosen = batch_import.layouts_of(doc)
	layouts = matching.layouts_of(sheets, area_code, chosen)
	return {
		"sheets": [
			{**_shown(sheet, layouts[sheet.name], area_code), "chosen": sheet.name in chosen}
			for sheet in sheets[:PREVIEW_SHEETS]
		],
		"more_sheets": max(0, len(sheets) - PREVIEW_SHEETS),
		"imported_before": batch_import.imported_before(doc, content),
		"problem": None,
	}


def _shown(sheet, layout: columns.Layout, area_code: str) -> dict:
	rows = range(layout.first, min(layout.first + PREVIEW_ROWS, len(sheet.rows)))
	phones = layout.columns.get(headings.PHONE, ())
	titles = columns.headings_of(sheet.rows, layout)
	return {
		"sheet": sheet.name,
		"header": layout.header,
		"first": layout.first,
		"columns": {meaning: list(where) for meaning, where in layout.columns.items()},
		"headings": [matching.text_of(cell) for cell in titles],
		"rows": [
			{
				"row_no": at + 1,
				"cells": [_cell(cell, i in phones, area_code) for i, cell in enumerate(sheet.rows[at])],
			}
			for at in rows
		],
		"count": max(0, len(sheet.rows) - layout.first),
	}


def _cell(cell: object, is_phone: bool, area_code: str) -> str:
	if is_phone and (numbers := read_numbers(cell, area_code).numbers):
		return " / ".join(mask(n) for n in numbers)
	return matching.text_of(cell)[:60]


@frappe.whitelist(methods=["POST"])
def set_columns(batch: str, sheet: str, header: int | str, first: int | str, chosen: str) -> dict:
	"""Keep corrected columns of a sheet for the import; gives the batch's fields that changed.

	header, first: index of the heading row (-1: none) and of the first row of data, from 0; chosen: JSON {meaning:
	[index]}, without "phone" the sheet is passed over; "null": guessed again. Raises PermissionError, ColumnsError,
	ImportedBatchError.
	"""
	doc = frappe.get_doc("Lead Batch", batch)
	doc.check_permission("write")
	stored = json.loads(doc.column_mapping or "{}")
	wanted = json.loads(chosen)
	if wanted is None:
		stored.pop(sheet, None)
	else:
		places = _checked(wanted)
		stored[sheet] = {"header": max(-1, cint(header)), "first": max(0, cint(first)), "columns": places}
	doc.column_mapping = json.dumps(stored, ensure_ascii=False) if stored else None
	doc.save()
	return {"modified": str(doc.modified), "column_mapping": doc.column_mapping}


def _checked(chosen: object) -> dict[str, list[int]]:
	if not isinstance(chosen, dict):
		frappe.throw(_("Choose what each column holds."), ColumnsError)
	for meaning, where in chosen.items():
		if meaning not in headings.MEANINGS:
			frappe.throw(_("Unknown column: {0}.").format(meaning), ColumnsError)
		if not isinstance(where, list) or not all(isinstance(i, int) and 0 <= i < 1000 for i in where):
			frappe.throw(_("Unknown position of column {0}.").format(meaning), ColumnsError)
	return {meaning: where for meaning, where in chosen.items() if where}


@frappe.whitelist(methods=["POST"])
def start_import(batch: str) -> None:
	"""Queue the import of a batch; progress and result reach its form.

	A batch whose job died may be started again. Raises PermissionError, BatchStateError, UnreadableFileError.
	"""
	frappe.get_doc("Lead Batch", batch).check_permission("write")
	if _is_running(batch):
		frappe.throw(
			_("{0} is being imported right now. The result will appear here.").format(batch),
			batch_import.BatchStateError,
		)
	doc = frappe.get_doc("Lead Batch", batch, for_update=True)
	job = f"lead_import::{doc.name}"
	waits = doc.status == "Queued" and get_job_status(job) == "queued"
	if waits or doc.status not in ("Draft", "Failed", "Queued"):
		frappe.throw(
			_("{0} is {1} and cannot be imported again.").format(doc.name, _(doc.status)),
			batch_import.BatchStateError,
		)
	batch_import.file_of(doc)
	doc.db_set({"status": "Queued", "error_message": None}, notify=True)
	frappe.enqueue(
		run_import,
		queue="long",
		timeout=3600,
		job_id=job,
		enqueue_after_commit=True,
		now=in_test(),
		batch=doc.name,
		lang=frappe.local.lang,
	)


def _is_running(batch: str) -> bool:
	"""Does another session import the batch now? It holds the batch's row; of one that was killed nothing is held."""
	doc = frappe.qb.DocType("Lead Batch")
	try:
		frappe.qb.from_(doc).for_update(nowait=True).select(doc.name).where(doc.name == batch).run()
	except frappe.QueryTimeoutError:
		return True
	return False


@frappe.whitelist(methods=["POST"])
def undo(batch: str) -> dict:
	"""Take an imported batch back as a whole, while nothing has come of it (R6).

	Gives {"leads", "restored", "taken_from"} as `undo.Undone`. Raises UndoError with what has come of it, PermissionError.
	"""
	done = undo_batch(batch)
	doc = frappe.get_doc("Lead Batch", batch)
	doc.add_comment(
		"Info",
		_("undid the batch: {0} customers deleted, {1} restored").format(done.leads, done.restored),
	)
	return asdict(done)


def run_import(batch: str, lang: str | None = None) -> batch_import.Counts | None:
	"""The job: imports, or leaves nothing but the reason on the batch. Run again after a failure, it starts anew.

	lang: of who pressed the button, for the reasons of rejected rows and what the page shows meanwhile.
	"""
	bulk_writer.open_for_loading()
	with print_language(lang):
		return _run(batch)


def _run(batch: str) -> batch_import.Counts | None:
	frappe.db.savepoint("lead_import")
	try:
		return batch_import.import_batch(batch)
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point="lead_import")
		_failed(batch, str(error))
	except Exception:
		# a lost connection or a deadlock has taken the savepoint along; the job is the unit of work
		frappe.db.rollback()
		log = frappe.log_error(
			title=f"Import of {batch}", reference_doctype="Lead Batch", reference_name=batch
		)
		_failed(
			batch,
			_("The import failed and nothing was changed. Try again. Error log: {0}.").format(log.name),
		)
	return None


def _failed(batch: str, why: str) -> None:
	doc = frappe.get_doc("Lead Batch", batch, for_update=True)
	if doc.status == "Queued":  # not what another job has imported meanwhile
		doc.db_set({"status": "Failed", "error_message": why}, notify=True)


def check_changes(doc) -> None:
	"""Event validate: results are the import's own, and what was imported stays as it was.

	Raises ImportedBatchError, OutOfScopeError.
	"""
	before = doc.get_doc_before_save()
	if before:
		check_in_scope(before)  # the stored batch: what was sent may name another centre
	if not before:
		doc.status = "Draft"
		for fieldname in OF_THE_IMPORT[1:]:
			doc.set(fieldname, None)
		return
	for fieldname in OF_THE_IMPORT:
		doc.set(fieldname, before.get(fieldname))
	if before.status not in ("Draft", "Failed"):
		changed = [f for f in SETTLED if doc.has_value_changed(f)]
		if changed:
			frappe.throw(
				_("{0} cannot be changed: {1} is already {2}. Create a new batch instead.").format(
					", ".join(_(doc.meta.get_label(f)) for f in changed), doc.name, _(before.status)
				),
				ImportedBatchError,
				title=_("Imported Already"),
			)
	if doc.has_value_changed("file"):
		doc.column_mapping = None


def check_trash(doc) -> None:
	"""Event on_trash: leads come from an imported batch, so it stays. Raises ImportedBatchError."""
	if doc.status not in ("Draft", "Failed"):
		frappe.throw(
			_("{0} is {1} and its leads come from it, so it cannot be deleted.").format(
				doc.name, _(doc.status)
			),
			ImportedBatchError,
		)


def check_group(doc) -> None:
	"""Event validate: the pool that gets the leads is a group of the centre."""
	if doc.sales_group and frappe.db.get_value("Sales Group", doc.sales_group, "centre") != doc.centre:
		frappe.throw(_("{0} is not a group of {1}.").format(doc.sales_group, doc.centre))


def keep_private(doc) -> None:
	"""Workbooks with numbers are private files; a public upload is made private (R47)."""
	for fieldname in ("file", "evidence"):
		url = doc.get(fieldname)
		if not url or url.startswith("/private/"):
			continue
		name = frappe.db.get_value("File", {"file_url": url}, "name")
		if not name:
			frappe.throw(
				_("{0} is not a file of this site. Attach it.").format(url), batch_import.UnreadableFileError
			)
		file = frappe.get_doc("File", name)
		file.is_private = 1
		file.save(ignore_permissions=True)  # the uploader may write the batch; the file must not stay public
		doc.set(fieldname, file.file_url)
