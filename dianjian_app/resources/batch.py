"""What the Lead Batch form asks for: guessed columns with a preview, and the import as a background job (R6)."""

from __future__ import annotations

import json

import frappe
from frappe import _

from dianjian_app.resources import headings, importing, intake
from dianjian_app.resources.phone import hide_numbers, mask, read_numbers

PREVIEW_ROWS = 20


@frappe.whitelist()
def preview(batch: str) -> list[dict]:
	"""Each sheet's columns as guessed or corrected, and its first rows with masked numbers.

	Gives [{"sheet", "header", "first", "columns": {meaning: [index]}, "rows": [[text]]}]. Raises PermissionError,
	UnreadableFileError.
	"""
	doc = frappe.get_doc("Lead Batch", batch)
	doc.check_permission("read")
	area_code = frappe.db.get_value("Sales Centre", doc.centre, "area_code") or ""
	sheets = importing.read_batch(doc)
	layouts = intake.layouts_of(sheets, area_code, importing.layouts_of(doc))
	answer = []
	for sheet in sheets:
		layout = layouts[sheet.name]
		phones = layout.columns.get(headings.PHONE, ())
		shown = [layout.header, *range(layout.first, layout.first + PREVIEW_ROWS)]
		rows = [
			[_shown(cell, i in phones, area_code) for i, cell in enumerate(sheet.rows[at])]
			for at in shown
			if 0 <= at < len(sheet.rows)
		]
		answer.append(
			{
				"sheet": sheet.name,
				"header": layout.header,
				"first": layout.first,
				"columns": {m: list(where) for m, where in layout.columns.items()},
				"rows": rows,
			}
		)
	return answer


def _shown(cell: object, is_phone: bool, area_code: str) -> str:
	if is_phone and (numbers := read_numbers(cell, area_code).numbers):
		return " / ".join(mask(n) for n in numbers)
	return "" if cell is None else hide_numbers(str(cell))[:60]


@frappe.whitelist(methods=["POST"])
def set_columns(batch: str, sheet: str, header: int, first: int, chosen: str) -> None:
	"""Keep corrected columns of a sheet. chosen: JSON {meaning: [index]}. Raises PermissionError, ValidationError."""
	doc = frappe.get_doc("Lead Batch", batch)
	doc.check_permission("write")
	wanted = json.loads(chosen)
	if set(wanted) - set(headings.MEANINGS):
		frappe.throw(
			_("Unknown column: {0}.").format(", ".join(sorted(set(wanted) - set(headings.MEANINGS))))
		)
	stored = json.loads(doc.column_mapping or "{}")
	stored[sheet] = {"header": int(header), "first": int(first), "columns": wanted}
	doc.column_mapping = json.dumps(stored, ensure_ascii=False)
	doc.save()


@frappe.whitelist(methods=["POST"])
def start_import(batch: str) -> None:
	"""Queue the import of a batch; progress reaches its form. Raises PermissionError, BatchStateError."""
	doc = frappe.get_doc("Lead Batch", batch, for_update=True)
	doc.check_permission("write")
	if doc.status not in ("Draft", "Failed"):
		frappe.throw(
			_("{0} is {1}; it cannot be imported again.").format(doc.name, _(doc.status)),
			importing.BatchStateError,
		)
	doc.db_set("status", "Queued")
	frappe.enqueue(
		run_import,
		queue="long",
		timeout=3600,
		enqueue_after_commit=True,
		now=bool(frappe.flags.in_test),
		batch=batch,
	)


def run_import(batch: str) -> importing.Counts | None:
	"""The job: imports, or leaves nothing but the reason on the batch. Run again after a failure, it starts anew."""
	frappe.db.savepoint("lead_import")
	try:
		return importing.import_batch(batch)
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point="lead_import")
		frappe.db.set_value("Lead Batch", batch, {"status": "Failed", "error_message": str(error)})
		frappe.publish_realtime(
			"lead_batch_done", {"batch": batch}, user=frappe.session.user, after_commit=True
		)
		return None


def keep_private(doc) -> None:
	"""Workbooks with numbers are private files; a public upload is made private (R47)."""
	for field in ("file", "evidence"):
		url = doc.get(field)
		if url and not url.startswith("/private/"):
			file = frappe.get_doc("File", {"file_url": url})
			file.is_private = 1
			file.save(
				ignore_permissions=True
			)  # the uploader may write the batch; the file must not stay public
			doc.set(field, file.file_url)
