"""What the Lead Batch form calls: preview with guessed columns, chosen columns, import and undo (R6)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from dianjian_app.resources.intake import batch_import, columns, headings, import_job, matching
from dianjian_app.resources.intake.reading import Sheet
from dianjian_app.resources.intake.undo import undo_batch
from dianjian_app.resources.numbers.phone import mask, read_numbers

PREVIEW_ROWS = 20
PREVIEW_SHEETS = 30
LONGEST_CELL = 60


class ColumnsError(frappe.ValidationError):
	"""Chosen columns that the workbook does not have or the app does not know."""


@frappe.whitelist()
def preview(batch: str) -> dict:
	"""Each sheet's columns, guessed or chosen, and its first rows with every phone number masked (R6, R47).

	Gives {"sheets": [{"sheet", "header", "first", "columns": {meaning: [index]}, "headings": [text], "rows":
	[{"row_no", "cells": [text]}], "count", "chosen": a person chose the columns}], "more_sheets", "imported_before": name
	of a batch of the centre with the same file, or None, "problem": why the file cannot be read, or None}. Raises
	frappe.PermissionError.
	"""
	doc = frappe.get_doc("Lead Batch", batch)
	doc.check_permission("read")
	area_code = frappe.db.get_value("Sales Centre", doc.centre, "area_code") or ""
	try:
		content, filename = batch_import.read_file(doc)
		sheets = batch_import.read_workbook(content, filename)
	except batch_import.UnreadableFileError as error:
		frappe.clear_last_message()  # the page shows it in the preview instead
		return {"sheets": [], "more_sheets": 0, "imported_before": None, "problem": str(error)}
	chosen = batch_import.chosen_layouts(doc)
	layouts = matching.layouts_of(sheets, area_code, chosen)
	return {
		"sheets": [
			{**_sheet_preview(sheet, layouts[sheet.name], area_code), "chosen": sheet.name in chosen}
			for sheet in sheets[:PREVIEW_SHEETS]
		],
		"more_sheets": max(0, len(sheets) - PREVIEW_SHEETS),
		"imported_before": batch_import.find_same_import(doc, content),
		"problem": None,
	}


def _sheet_preview(sheet: Sheet, layout: columns.Layout, area_code: str) -> dict[str, Any]:
	shown = range(layout.first, min(layout.first + PREVIEW_ROWS, len(sheet.rows)))
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
				"cells": [_cell_text(cell, i in phones, area_code) for i, cell in enumerate(sheet.rows[at])],
			}
			for at in shown
		],
		"count": max(0, len(sheet.rows) - layout.first),
	}


def _cell_text(cell: object, is_phone: bool, area_code: str) -> str:
	if is_phone and (numbers := read_numbers(cell, area_code).numbers):
		return " / ".join(mask(n) for n in numbers)
	return matching.text_of(cell)[:LONGEST_CELL]


@frappe.whitelist(methods=["POST"])
def set_columns(batch: str, sheet: str, header: int | str, first: int | str, chosen: str) -> dict:
	"""Store the columns that a person chose for a sheet; gives the batch's fields that changed.

	header, first: index of the heading row (-1: none) and of the first row of data, from 0; chosen: JSON {meaning:
	[index]}, without "phone" the sheet is skipped; "null": the columns are guessed again. Raises frappe.PermissionError,
	ColumnsError, ImportedBatchError.
	"""
	doc = frappe.get_doc("Lead Batch", batch)
	doc.check_permission("write")
	stored = json.loads(doc.column_mapping or "{}")
	wanted = json.loads(chosen)
	if wanted is None:
		stored.pop(sheet, None)
	else:
		places = _check_columns(wanted)
		stored[sheet] = {"header": max(-1, cint(header)), "first": max(0, cint(first)), "columns": places}
	doc.column_mapping = json.dumps(stored, ensure_ascii=False) if stored else None
	doc.save()
	return {"modified": str(doc.modified), "column_mapping": doc.column_mapping}


def _check_columns(chosen: Any) -> dict[str, list[int]]:
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
	"""Queue the import of a batch; its form shows progress and result.

	A batch whose job died may be started again. Raises frappe.PermissionError, BatchStateError, UnreadableFileError.
	"""
	frappe.get_doc("Lead Batch", batch).check_permission("write")
	if import_job.is_running(batch):
		frappe.throw(
			_("{0} is being imported right now. The result will appear here.").format(batch),
			batch_import.BatchStateError,
		)
	doc = frappe.get_doc("Lead Batch", batch, for_update=True)
	waits = doc.status == "Queued" and import_job.is_waiting(doc.name)
	if waits or doc.status not in ("Draft", "Failed", "Queued"):
		frappe.throw(
			_("{0} is {1} and cannot be imported again.").format(doc.name, _(doc.status)),
			batch_import.BatchStateError,
		)
	batch_import.read_file(doc)
	doc.db_set({"status": "Queued", "error_message": None}, notify=True)
	import_job.enqueue_import(doc)


@frappe.whitelist(methods=["POST"])
def undo(batch: str) -> dict:
	"""Undo an imported batch as a whole, as long as nobody has worked on its leads (R6).

	Gives {"leads", "restored", "taken_from"} as `undo.Undone`. Raises UndoError, frappe.PermissionError.
	"""
	done = undo_batch(batch)
	doc = frappe.get_doc("Lead Batch", batch)
	doc.add_comment(
		"Info",
		_("undid the batch: {0} customers deleted, {1} restored").format(done.leads, done.restored),
	)
	return asdict(done)
