"""What the form of a Punch File calls: a look before importing, and the import itself (R33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.translate import print_language
from frappe.utils import now_datetime

from dianjian_app import bulk_writer
from dianjian_app.attendance import punch_store
from dianjian_app.attendance.punch_file_events import FAILED, IMPORTED, QUEUED
from dianjian_app.attendance.punch_reading import FileReading, read_punches
from dianjian_app.clean_text import clean
from dianjian_app.framework_compat import in_test
from dianjian_app.in_words import shortened
from dianjian_app.own_transactions import all_or_nothing
from dianjian_app.resources.intake import reading, text_files, unreadable
from dianjian_app.resources.intake.batch_import import UnreadableFileError, read_file, read_workbook

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.punch_file.punch_file import PunchFile

TIMEOUT = 3600
MOST_SHOWN = 20


class FileStateError(frappe.ValidationError):
	"""The file is imported already, or being imported."""


@frappe.whitelist()
def preview(punch_file: str) -> dict:
	"""What importing a file would bring; nothing is written.

	Gives {"problem": why it cannot be read, or None, "columns": {sheet: {meaning: [heading]}}, "punches", "people",
	"first_day", "last_day", "unread_count", "unread": [[sheet, row]] the first 20, "unknown_count", "unknown": the first 20
	employee numbers that are nobody's at the centre}. Raises PermissionError.
	"""
	doc = frappe.get_doc("Punch File", punch_file)
	doc.check_permission("read")
	try:
		found = _read(doc)
	except UnreadableFileError as error:
		frappe.clear_last_message()  # the form shows it
		return {"problem": str(error)}
	sent = {punch.employee_number for punch in found.punches}
	unknown = punch_store.unknown_of(doc.centre, sent)
	first, last = found.days or (None, None)
	return {
		"problem": None,
		"columns": found.columns,
		"punches": len(found.punches),
		"people": len(sent) - len(unknown),
		"first_day": first,
		"last_day": last,
		"unread_count": len(found.unread),
		"unread": found.unread[:MOST_SHOWN],
		"unknown_count": len(unknown),
		"unknown": unknown[:MOST_SHOWN],
	}


@frappe.whitelist(methods=["POST"])
def start_import(punch_file: str) -> None:
	"""Import a file in the background; importing it again after a failure starts anew, and adds no punch twice.

	Raises PermissionError, FileStateError.
	"""
	doc = frappe.get_doc("Punch File", punch_file, for_update=True)
	doc.check_permission("write")
	if doc.status in (QUEUED, IMPORTED):
		frappe.throw(_("{0} is {1} already.").format(doc.name, _(doc.status)), FileStateError)
	if not doc.file:
		frappe.throw(_("Attach a file first."), UnreadableFileError)
	doc.db_set({"status": QUEUED, "error_message": None}, notify=True)
	frappe.enqueue(
		run_import,
		queue="long",
		timeout=TIMEOUT,
		enqueue_after_commit=True,
		now=in_test(),
		punch_file=doc.name,
		lang=frappe.local.lang,
	)


def run_import(punch_file: str, lang: str | None = None) -> None:
	"""The job: the file's punches are put down, or nothing is changed and the reason stands on the file."""
	if not in_test():
		bulk_writer.connect_for_loading()
	with print_language(lang):
		all_or_nothing(
			lambda: _import(punch_file),
			lambda reason: _record_failure(punch_file, reason),
			_("The import failed and nothing was changed. Try again. Error log: {0}."),
			about=("Punch File", punch_file),
		)


def _import(punch_file: str) -> None:
	doc = frappe.get_doc("Punch File", punch_file, for_update=True)
	if doc.status != QUEUED:
		return
	found = _read(doc)
	if not found.punches:
		frappe.throw(_("{0} has no column of employee numbers with times beside it.").format(doc.title))
	added = punch_store.add(doc.centre, found.punches, source="File", device=doc.device, punch_file=doc.name)
	first, last = found.days or (None, None)
	doc.db_set(
		{
			"status": IMPORTED,
			"imported_at": now_datetime(),
			"total": len(found.punches),
			"new_count": added.new,
			"known_count": len(found.punches) - added.new,
			"unread_count": len(found.unread),
			"first_day": first,
			"last_day": last,
			"unknown_count": added.unknown,
			"unknown_numbers": "\n".join(shortened(added.unknown_numbers, MOST_SHOWN)) or None,
		},
		notify=True,
	)


def _read(doc: PunchFile) -> FileReading:
	"""Raises UnreadableFileError. Names may be written in whatever encoding: numbers and times read the same in each."""
	content, filename = read_file(doc)  # type: ignore[arg-type]
	encoding = None
	try:
		if reading.is_text_file(content):
			text_files.read_rows(content, filename)
	except unreadable.UndecidedEncodingError:
		encoding = text_files.GBK
	except unreadable.ReadingError:
		pass  # said below
	return read_punches(read_workbook(content, filename, encoding))


def _record_failure(punch_file: str, reason: str) -> None:
	doc = frappe.get_doc("Punch File", punch_file, for_update=True)
	if doc.status == QUEUED:  # not what another job has imported meanwhile
		doc.db_set({"status": FAILED, "error_message": clean(reason)}, notify=True)
