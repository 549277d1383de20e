# pure: no frappe
"""Workbooks and csv files to plain sheets of rows (R6); says clearly what is not a workbook."""

from __future__ import annotations

import csv
import io
import zipfile
from collections.abc import Sequence
from dataclasses import dataclass

from python_calamine import CalamineWorkbook

MAX_BYTES = 60 * 1024 * 1024
MAX_ROWS = 1_100_000
MAX_UNPACKED = 1024 * 1024 * 1024
MAX_RATIO = 200
_XLS = b"\xd0\xcf\x11\xe0\xa1\xb1\x1a\xe1"
_ENCRYPTED_STREAM = "EncryptedPackage".encode("utf-16-le")
_ENCODINGS = ("utf-8-sig", "gb18030")


class ReadingError(Exception):
	"""The file cannot be read; `code` says why."""

	code = "unreadable"


class EmptyFileError(ReadingError):
	"""There is nothing in the file."""

	code = "empty"


class NotAWorkbookError(ReadingError):
	"""Neither a workbook nor a csv."""

	code = "not_a_workbook"


class EncryptedError(ReadingError):
	"""The workbook is locked by a password."""

	code = "encrypted"


class TooLargeError(ReadingError):
	"""More bytes or rows than one batch may hold, or a bomb."""

	code = "too_large"


@dataclass(frozen=True)
class Sheet:
	"""A sheet as read: rows of cells, blank ones as "" or None; row i of `rows` is line i + 1 in Excel."""

	name: str
	rows: Sequence[Sequence[object]]


def read_sheets(content: bytes, filename: str = "") -> list[Sheet]:
	"""All sheets of an xlsx, xls, ods or csv file.

	content: the file's bytes; filename: used for nothing but telling csv from noise.
	Raises EmptyFileError, NotAWorkbookError, EncryptedError, TooLargeError.
	"""
	if not content:
		raise EmptyFileError
	if len(content) > MAX_BYTES:
		raise TooLargeError
	if content.startswith(b"PK"):
		_check_archive(content)
		return _read_workbook(content)
	if content.startswith(_XLS):
		if _ENCRYPTED_STREAM in content:
			raise EncryptedError
		return _read_workbook(content)
	return [_read_csv(content, filename)]


def _check_archive(content: bytes) -> None:
	"""Refuse an archive that unpacks to far more than a workbook does (zip bomb) or holds no workbook."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			members = archive.infolist()
	except zipfile.BadZipFile:
		raise NotAWorkbookError
	if sum(m.file_size for m in members) > MAX_UNPACKED:
		raise TooLargeError
	if any(m.file_size > 50_000_000 and m.file_size > MAX_RATIO * max(m.compress_size, 1) for m in members):
		raise TooLargeError
	names = {m.filename for m in members}
	if not names & {"xl/workbook.xml", "xl/workbook.bin", "content.xml"}:
		raise NotAWorkbookError


def _read_workbook(content: bytes) -> list[Sheet]:
	try:
		workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
		sheets = [
			Sheet(name, workbook.get_sheet_by_name(name).to_python(skip_empty_area=False))
			for name in workbook.sheet_names
		]
	except Exception as error:  # calamine's errors have no common class of their own
		if "password" in str(error).lower():
			raise EncryptedError from error
		raise NotAWorkbookError from error
	if sum(len(s.rows) for s in sheets) > MAX_ROWS:
		raise TooLargeError
	if not any(any(cell not in ("", None) for cell in row) for s in sheets for row in s.rows):
		raise EmptyFileError
	return sheets


def _read_csv(content: bytes, filename: str) -> Sheet:
	if b"\x00" in content[:8192] and not content.startswith((b"\xff\xfe", b"\xfe\xff")):
		raise NotAWorkbookError
	text = _decode(content)
	if not text.strip():
		raise EmptyFileError
	head = text[:4096]
	if not filename.lower().endswith((".csv", ".txt", ".tsv")) and not any(c in head for c in ",\t;,"):
		raise NotAWorkbookError
	delimiter = max(",\t;", key=head.count)
	rows = list(csv.reader(io.StringIO(text, newline=""), delimiter=delimiter))
	if len(rows) > MAX_ROWS:
		raise TooLargeError
	return Sheet(filename or "csv", rows)


def _decode(content: bytes) -> str:
	if content.startswith((b"\xff\xfe", b"\xfe\xff")):
		return content.decode("utf-16")
	for encoding in _ENCODINGS:
		try:
			return content.decode(encoding)
		except UnicodeDecodeError:
			continue
	raise NotAWorkbookError
