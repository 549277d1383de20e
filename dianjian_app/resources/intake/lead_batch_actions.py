"""What the Lead Batch form calls: preview with guessed columns, chosen columns, import and undo (R6)."""

from __future__ import annotations

import json
from dataclasses import asdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint, getdate

from dianjian_app.resources.intake import (
	batch_import,
	headings,
	import_job,
	matching,
	prepared,
	reading,
	unreadable,
)
from dianjian_app.resources.intake.choices import Choices
from dianjian_app.resources.intake.prepared import SheetChoice
from dianjian_app.resources.intake.preview import choice_of, show_encodings, show_sheet
from dianjian_app.resources.intake.text_files import ENCODINGS
from dianjian_app.resources.intake.undo import undo_batch

PREVIEW_SHEETS = 30


class ColumnsError(frappe.ValidationError):
	"""Chosen columns that the workbook does not have or the app does not know."""


@frappe.whitelist()
def preview(batch: str) -> dict:
	"""Each sheet's columns, guessed or chosen, its first rows with every phone number masked, and what is to decide (R6, R47).

	Gives {"sheets": [{"sheet", "header", "first", "columns": {meaning: [index]}, "headings": [text], "rows":
	[{"row_no", "cells": [text]}], "count", "chosen": a person chose the columns, "choice": what else was chosen, "hidden",
	"hidden_rows": count, "hidden_columns": [name], "merged": ranges, "competing": {meaning: [column]}, "dates": {"order",
	"unread", "undecided", "examples", "lost_examples"} or None}], "more_sheets", "imported_before": name of a batch of the centre with the
	same file, or None, "problem": why the file cannot be read, or None, "encodings": of a text file, {"chosen",
	"undecided", "ways": [{"encoding", "label", "lines", "lost"}]}, or None}. Raises frappe.PermissionError.
	"""
	doc = frappe.get_doc("Lead Batch", batch)
	doc.check_permission("read")
	shown = {"sheets": [], "more_sheets": 0, "imported_before": None, "problem": None, "encodings": None}
	chosen = Choices.of(doc)
	try:
		content, filename = batch_import.read_file(doc)
		try:
			if reading.is_text_file(content):
				shown["encodings"] = show_encodings(content, chosen.encoding)
		except unreadable.ReadingError:
			pass  # no text at all: said below
		sheets = batch_import.read_workbook(content, filename, chosen.encoding)
	except batch_import.UnreadableFileError as error:
		frappe.clear_last_message()  # the page shows it in the preview instead
		undecided = isinstance(error.__cause__ or error.__context__, unreadable.UndecidedEncodingError)
		return {**shown, "problem": str(error)} if not undecided else shown
	area_code = frappe.db.get_value("Sales Centre", doc.centre, "area_code") or ""
	ready = prepared.prepare(sheets, chosen.sheets)
	layouts = matching.layouts_of(ready, area_code, chosen.layouts)
	days = matching.date_readings(ready, layouts, getdate(doc.received_on), chosen.date_orders)
	return {
		**shown,
		"sheets": [
			{
				**show_sheet(
					*(sheet, layouts[sheet.name], days[sheet.name], choice_of(chosen.sheets, sheet)),
					*(area_code, as_read),
				),
				"chosen": sheet.name in chosen.layouts,
			}
			for sheet, as_read in list(zip(ready, sheets, strict=True))[:PREVIEW_SHEETS]
		],
		"more_sheets": max(0, len(sheets) - PREVIEW_SHEETS),
		"imported_before": batch_import.find_same_import(doc, content),
	}


@frappe.whitelist(methods=["POST"])
def set_choices(
	batch: str, encoding: str | None = None, sheet: str | None = None, chosen: str = "{}"
) -> dict:
	"""Store what a person chose beside the columns; gives the batch's fields that changed (R6).

	encoding: of a text file; chosen: JSON of what changes for the sheet: "date_order" (YMD, MDY, DMY or null), "leave_out",
	"without_hidden_rows", "without_hidden_columns". Raises frappe.PermissionError, ColumnsError, ImportedBatchError.
	"""
	doc = frappe.get_doc("Lead Batch", batch)
	doc.check_permission("write")
	stored = json.loads(doc.reading_choices or "{}")
	if encoding:
		if encoding not in ENCODINGS:
			frappe.throw(_("Unknown encoding: {0}.").format(encoding), ColumnsError)
		stored["encoding"] = encoding
	if sheet:
		wanted = json.loads(chosen)
		before = (stored.get("sheets") or {}).get(sheet) or {}
		known = asdict(SheetChoice.of({**before, **(wanted if isinstance(wanted, dict) else {})}))
		stored["sheets"] = {**(stored.get("sheets") or {}), sheet: known}
	doc.reading_choices = json.dumps(stored, ensure_ascii=False) if stored else None
	doc.save()
	return {"modified": str(doc.modified), "reading_choices": doc.reading_choices}


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
