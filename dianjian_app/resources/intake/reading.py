"""Workbooks and csv files to plain sheets of rows (R6); says clearly what cannot be read, and why."""

from __future__ import annotations

import io
from collections.abc import Sequence
from dataclasses import dataclass, field

from python_calamine import CalamineError, CalamineWorkbook, PasswordError, SheetVisibleEnum

from dianjian_app.resources.intake.text_files import read_rows
from dianjian_app.resources.intake.unreadable import (
	MAX_BYTES,
	MAX_CELLS,
	MAX_ROWS,
	MAX_SHEETS,
	EmptyFileError,
	EncryptedError,
	NotAWorkbookError,
	TooLargeError,
)
from dianjian_app.resources.intake.xls_records import scan_records
from dianjian_app.resources.intake.xlsx_archive import scan_archive

ENDINGS = (".xlsx", ".xls", ".csv", ".txt", ".tsv")
_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_BINARY = (
	b"%PDF",
	b"{\\rtf",
	b"\x89PNG",
	b"\xff\xd8\xff",
	b"GIF8",
	b"Rar!",
	b"7z\xbc\xaf",
	b"\x1f\x8b",
	b"\x7fELF",
	b"MZ",
)
Place = tuple[int, int]


@dataclass(frozen=True)
class Sheet:
	"""A sheet as read: rows of cells, blank ones as "" or None; row i of `rows` is line i + 1 in Excel.

	merged: (row, column) of the first and last cell of each merged range; hidden: the sheet itself; hidden_rows,
	hidden_columns: from 0; from_1904: its serial numbers of days count from 1904.
	"""

	name: str
	rows: Sequence[Sequence[object]]
	merged: Sequence[tuple[Place, Place]] = ()
	hidden: bool = False
	hidden_rows: frozenset[int] = field(default=frozenset())
	hidden_columns: frozenset[int] = field(default=frozenset())
	from_1904: bool = False


@dataclass(frozen=True)
class _Hidden:
	rows: frozenset[int] = frozenset()
	columns: frozenset[int] = frozenset()


def read_sheets(content: bytes, filename: str = "", encoding: str | None = None) -> list[Sheet]:
	"""All sheets of an xlsx, xls or text file, formulas as their values.

	content: the file's bytes; filename: used for nothing but telling csv from noise; encoding: one of
	`text_files.ENCODINGS` that a person chose for a text file.
	Raises EmptyFileError, NotAWorkbookError, WebPageError, OtherWorkbookError, EncryptedError, TooLargeError,
	UndecidedEncodingError.
	"""
	if not content:
		raise EmptyFileError
	if len(content) > MAX_BYTES:
		raise TooLargeError
	if is_text_file(content):
		return [Sheet(filename or "csv", read_rows(content, filename, encoding))]
	if content.startswith(b"PK"):
		archive = scan_archive(content)
		hidden = [_Hidden(frozenset(s.hidden_rows), frozenset(s.hidden_columns)) for s in archive.sheets]
		return _read_workbook(content, hidden, archive.from_1904)
	if not content.startswith(_XLS):
		raise NotAWorkbookError
	if _ENCRYPTED_STREAM in content:
		raise EncryptedError
	records, from_1904 = scan_records(content)
	hidden = [_Hidden(frozenset(s.rows), frozenset(s.columns)) for s in records]
	return _read_workbook(content, hidden, from_1904)


def is_text_file(content: bytes) -> bool:
	"""Whether a file is neither a workbook nor a known kind of binary file: a csv, perhaps."""
	return not content.startswith((b"PK", _XLS, *_BINARY))


def _read_workbook(content: bytes, hidden: Sequence[_Hidden], from_1904: bool) -> list[Sheet]:
	"""The sheets of an xlsx or xls file. hidden: of each sheet, as far as it is known."""
	try:
		workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
		about = workbook.sheets_metadata
		if len(about) > MAX_SHEETS:
			raise TooLargeError
		sheets, rows = [], 0
		for index, named in enumerate(about):
			sheet = workbook.get_sheet_by_index(index)
			rows += sheet.total_height
			if rows > MAX_ROWS or sheet.total_height * sheet.total_width > MAX_CELLS:
				raise TooLargeError
			hides = hidden[index] if index < len(hidden) else _Hidden()
			sheets.append(
				Sheet(
					named.name,
					sheet.to_python(skip_empty_area=False),
					sheet.merged_cell_ranges or (),
					named.visible != SheetVisibleEnum.Visible,
					hides.rows,
					hides.columns,
					from_1904,
				)
			)
	except PasswordError as error:
		raise EncryptedError from error
	except CalamineError as error:
		raise (EncryptedError if "password" in str(error).lower() else NotAWorkbookError) from error
	if not any(cell not in ("", None) for s in sheets for row in s.rows for cell in row):
		raise EmptyFileError
	return sheets
