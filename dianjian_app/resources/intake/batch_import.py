"""Imports a batch's workbook: its rows become leads, in one transaction and with bulk statements (R6).

A batch may hold a hundred thousand rows. The rules that documents would check are kept here and in `lead_writer`: one lead
per number and centre (unique index), refused numbers are left out, a holder never changes.
"""

from __future__ import annotations

import gc
import hashlib
from collections import Counter
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime
from frappe.utils.file_manager import save_file

from dianjian_app import file_rights
from dianjian_app.bulk_writer import BackgroundWriter
from dianjian_app.resources.intake import (
	columns,
	guesses,
	lead_series,
	lead_writer,
	matching,
	prepared,
	reading,
	unreadable,
)
from dianjian_app.resources.intake.catalogue import Catalogue
from dianjian_app.resources.intake.choices import Choices
from dianjian_app.resources.intake.known_numbers import known_numbers
from dianjian_app.resources.intake.merge_rows import merge_rows
from dianjian_app.resources.intake.rejects import RejectedRow, RejectedSheet, rejects_workbook
from dianjian_app.resources.numbers import extensions, vault

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.lead_batch.lead_batch import LeadBatch

REASONS: dict[matching.Reason | None, str] = {
	"Missing": "No phone number in the row",
	"Invalid Number": "Not a phone number that can be called",
	"Service": "A 400 or 800 service number, not a customer's",
	"Too Old": "Older than this source allows",
	"Date Not Read": "The date could not be read, and this source has a limit of age",
	"Do Not Call": "This customer refuses calls",
}


class BatchStateError(frappe.ValidationError):
	"""The batch has been imported, or is being imported."""


class UnreadableFileError(frappe.ValidationError):
	"""The batch's file is missing, or is not a workbook that can be read."""


@dataclass(frozen=True)
class Counts:
	"""Rows of a batch by outcome."""

	total: int
	new: int
	merged: int
	rejected: int
	unread_dates: int = 0


def read_file(batch: LeadBatch) -> tuple[bytes, str]:
	"""Content and name of a batch's workbook, which its maker or the reader may have. Raises UnreadableFileError."""
	name = file_rights.name_of(batch.file, frappe.session.user, batch.owner)
	if not name:
		frappe.throw(_("Attach a workbook first."), UnreadableFileError, title=_("No Workbook"))
	file = frappe.get_doc("File", name)
	try:
		with open(file.get_full_path(), "rb") as stream:
			content = stream.read()
	except OSError:
		frappe.throw(
			_("{0} is no longer on the server. Attach it again.").format(file.file_name),
			UnreadableFileError,
		)
	return content, file.file_name or ""


def read_workbook(content: bytes, filename: str, encoding: str | None = None) -> list[reading.Sheet]:
	"""The sheets of a workbook. encoding: of a text file, as a person chose it.

	Raises UnreadableFileError, whose message says what to do; UndecidedEncodingError is its cause where that is to choose.
	"""
	try:
		sheets = reading.read_sheets(content, filename, encoding)
	except unreadable.ReadingError as error:
		frappe.throw(
			_reading_message(error.code).format(
				filename, f"{unreadable.MAX_ROWS:,}", unreadable.MAX_BYTES // 1024**2
			),
			UnreadableFileError,
			title=_("Cannot Read the Workbook"),
		)
	return sheets


def _reading_message(code: str) -> str:
	return {
		"empty": _("{0} is empty. Choose the workbook that has the numbers."),
		"encrypted": _("{0} is locked by a password. Save it without one and attach it again."),
		"too_large": _(
			"{0} is too large for one batch, which takes {1} rows and {2} MB. Split it and attach the parts one by one."
		),
		"not_a_workbook": _("{0} is not an Excel workbook or csv file."),
		"other_workbook": _(
			"{0} is a workbook in another format. Save it as xlsx in Excel or WPS and attach that file."
		),
		"encoding": _(
			"It is not clear in which encoding {0} was written. Choose it in the preview, where you see how the names read."
		),
		"web_page": _(
			"{0} is a web page named like a workbook. Open it in Excel, save it as xlsx and attach that file."
		),
	}.get(code, _("{0} cannot be read."))


def find_same_import(batch: LeadBatch, content: bytes) -> str | None:
	"""An imported batch of the same centre with the very same file: importing that again adds nothing."""
	return frappe.db.get_value(
		"Lead Batch",
		{
			"centre": batch.centre,
			"file_hash": fingerprint(content),
			"status": "Imported",
			"name": ("!=", batch.name),
		},
		"name",
	)


def fingerprint(content: bytes) -> str:
	"""Tells one file from another."""
	return hashlib.sha256(content).hexdigest()


def import_batch(name: str) -> Counts:
	"""Import a Lead Batch: every row becomes new, merged or rejected (R6). Importing a file twice adds nothing.

	name: of a Lead Batch that the user may write and that is not imported yet. Commits nothing; when it raises, nothing has
	changed. Raises BatchStateError, UnreadableFileError, frappe.PermissionError, asking.NumberLimitError.
	"""
	batch = frappe.get_doc("Lead Batch", name, for_update=True)
	batch.check_permission("write")
	if batch.status in ("Imported", "Undone"):
		frappe.throw(
			_("{0} is already {1}. Create a new batch for another workbook.").format(name, _(batch.status)),
			BatchStateError,
		)
	_show_progress(batch, 5, _("Reading the workbook"))
	gc.disable()  # hundreds of thousands of rows without a cycle among them: looking for cycles takes a tenth of the time
	try:
		return _import(batch)
	finally:
		gc.enable()


def _import(batch: LeadBatch) -> Counts:
	content, filename = read_file(batch)
	chosen = Choices.of(batch)
	sheets = prepared.prepare(read_workbook(content, filename, chosen.encoding), chosen.sheets)
	area_code = frappe.db.get_value("Sales Centre", batch.centre, "area_code") or ""
	layouts = matching.layouts_of(sheets, area_code, chosen.layouts)
	days = matching.date_readings(sheets, layouts, getdate(batch.received_on), chosen.date_orders)
	catalogue = Catalogue.read()
	rows = [
		_reject_if_too_old(row, batch, catalogue)
		for row in matching.rows_of(sheets, area_code, layouts, days)
	]
	if not rows:
		frappe.throw(
			_("No column of phone numbers was found. Choose the column in the preview."),
			UnreadableFileError,
			title=_("No Numbers"),
		)
	guesses.count((n for row in rows for n in row.numbers), batch.centre, batch.sales_group)
	_show_progress(batch, 30, _("Rows read"))
	results = _write(batch, rows, catalogue)
	_show_progress(batch, 90, _("Leads written"))
	batch.file_hash = fingerprint(content)
	return _finish(batch, sheets, layouts, results)


def _reject_if_too_old(row: matching.Row, batch: LeadBatch, catalogue: Catalogue) -> matching.Row:
	if row.reason or not (row.date or row.unread_date):
		return row
	max_age = catalogue.max_age(catalogue.source(row.source) or batch.source)
	# a day that is typed makes no list younger: it is at least as old as on the day it arrived here
	arrived = max(getdate(batch.received_on), getdate(batch.creation))
	if matching.too_old(row, max_age, arrived):
		return matching.reject(row, "Too Old")
	if matching.is_of_unknown_age(row, max_age):
		return matching.reject(row, "Date Not Read")
	return row


def _write(batch: LeadBatch, rows: list[matching.Row], catalogue: Catalogue) -> list[matching.Result]:
	"""Match the rows with the centre's leads and write the outcome, under the lock of everybody who makes leads."""
	lead_series.lock_lead_series()
	hashes = vault.hashes_of(number for row in rows if not row.reason for number in row.numbers)
	known = known_numbers(batch.centre, hashes)
	refused_hashes = vault.refused(hashes.values())
	refused = {number for number, h in hashes.items() if h in refused_hashes}
	refused |= _refused_without_extension(hashes)
	rows = [_reject_if_refused(row, refused, known) for row in rows]
	_show_progress(batch, 50, _("Rows matched"))
	written = _("Leads written")  # read here: within `with` the database belongs to the writer
	with BackgroundWriter() as writer:
		vault.store_hashed(_numbers_to_store(rows, hashes, {*known, *refused}), writer)
		results = matching.match(rows, known)
		numbers = lead_writer.assign_numbers(results, known, refused)
		merged = merge_rows(results, batch.source, catalogue)
		writer.wait()
		names = lead_writer.name_new_leads(merged)
		added = lead_writer.update_merged_leads(merged)
		counts = lead_writer.count_numbers([lead for lead in numbers if lead not in names])
		lead_writer.insert_new_leads(batch, merged, names, hashes, writer)
		further = lead_writer.insert_numbers(batch.centre, numbers, names, counts, hashes, writer)
		for lead, row_names in further.items():
			added.setdefault(lead, {})["numbers"] = row_names
		_show_progress(batch, 75, written)
		lead_writer.insert_batch_rows(batch, results, names, catalogue, added, writer)
	return results


def _refused_without_extension(numbers: Iterable[str]) -> set[str]:
	"""Numbers with an extension whose bare number refuses calls: refusals of before extensions were kept (R10)."""
	bare = {n: extensions.split(n)[0] for n in numbers if extensions.MARK in n}
	if not bare:
		return set()
	hashes = vault.hashes_of(set(bare.values()))
	refused = vault.refused(hashes.values())
	return {number for number, without in bare.items() if hashes[without] in refused}


def _numbers_to_store(rows: list[matching.Row], hashes: dict[str, str], stored: set[str]) -> dict[str, str]:
	"""Numbers that a lead will get, with their hashes."""
	return {n: hashes[n] for row in rows if not row.reason for n in row.numbers if n not in stored}


def _reject_if_refused(row: matching.Row, refused: set[str], known: dict[str, str]) -> matching.Row:
	"""A refused number makes no new lead (R10). Where its lead exists already, the row merges and nothing changes."""
	if row.reason or refused.isdisjoint(row.numbers) or any(n in known for n in row.numbers):
		return row
	return matching.reject(row, "Do Not Call")


def _finish(
	batch: LeadBatch,
	sheets: Sequence[reading.Sheet],
	layouts: dict[str, columns.Layout],
	results: list[matching.Result],
) -> Counts:
	by_outcome = Counter(r.outcome for r in results)
	unread = sum(1 for r in results if r.row.unread_date)
	counts = Counts(len(results), by_outcome["New"], by_outcome["Merged"], by_outcome["Rejected"], unread)
	batch.db_set(
		{
			"status": "Imported",
			"total_rows": counts.total,
			"new_count": counts.new,
			"merged_count": counts.merged,
			"rejected_count": counts.rejected,
			"unread_dates": counts.unread_dates,
			"rejects_file": _write_rejects(batch, sheets, layouts, results) if counts.rejected else None,
			"imported_at": now_datetime(),
			"file_hash": batch.file_hash,
			"error_message": None,
		},
		notify=True,
	)
	_show_progress(batch, 100, _("Done"))
	return counts


def _write_rejects(
	batch: LeadBatch,
	sheets: Sequence[reading.Sheet],
	layouts: dict[str, columns.Layout],
	results: Iterable[matching.Result],
) -> str:
	"""Write the rejected rows as a private file of the batch; gives its URL."""
	rows_of_sheet = {sheet.name: sheet.rows for sheet in sheets}
	reasons = {code: _(text) for code, text in REASONS.items()}
	by_sheet: dict[str, list[RejectedRow]] = {}
	for r in results:
		if r.outcome == "Rejected":
			cells = rows_of_sheet[r.row.sheet][r.row.row_no - 1]
			rejected = RejectedRow(r.row.row_no, cells, reasons[r.reason])
			by_sheet.setdefault(r.row.sheet, []).append(rejected)
	content = rejects_workbook(
		(
			RejectedSheet(name, columns.headings_of(rows_of_sheet[name], layouts[name]), rows)
			for name, rows in by_sheet.items()
		),
		_("Reason"),
		_("Row"),
	)
	filename = f"{batch.name}-{_('Rejected Rows')}.xlsx"
	return save_file(filename, content, batch.doctype, batch.name, is_private=1, df="rejects_file").file_url


def _show_progress(batch: LeadBatch, percent: int, what: str) -> None:
	frappe.publish_progress(
		percent, title=_("Importing"), doctype=batch.doctype, docname=batch.name, description=what
	)
