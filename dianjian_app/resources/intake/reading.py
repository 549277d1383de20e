"""Workbooks and csv files to plain sheets of rows (R6); says clearly what cannot be read, and why."""

from __future__ import annotations

import csv
import io
import re
import zipfile
import zlib
from collections.abc import Sequence
from dataclasses import dataclass
from itertools import islice

from python_calamine import CalamineError, CalamineWorkbook, PasswordError

MAX_BYTES = 40 * 1024 * 1024
MAX_ROWS = 300_000
MAX_CELLS = 8_000_000
MAX_UNPACKED = 512 * 1024 * 1024
MAX_SHEETS = 256
MAX_RATIO = 200
_SUSPICIOUS = 32 * 1024 * 1024
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
_WORKBOOK, _OTHERS = "xl/workbook.xml", {"xl/workbook.bin", "content.xml", "index.xml", "Index/Document.iwa"}
_NO_SHEETS = {"xl/sharedStrings.xml", "xl/styles.xml"}
_CHUNK, _TAIL = 1 << 20, 1 << 12
# a cell that has something in it, anywhere and beyond column Z: one that is formatted only is closed at once
_FILLED = re.compile(rb' r="[A-Z]{1,3}(\d{1,7})"[^/>]*>')
_FAR = re.compile(rb' r="([A-Z]{2,3})\d{1,7}"[^/>]*>')
_COLUMNS_AT_LEAST = 26
_MARKUP = re.compile(r"\s*(?:<!doctype|<html|<table|<meta|<\?xml|<head|<style)", re.IGNORECASE)
_CONTROL = re.compile(r"[\x00-\x08\x0b\x0c\x0e-\x1f]")
_ENCODINGS = ("utf-8-sig", "gb18030")
_DELIMITERS = ",\t;|"


class ReadingError(Exception):
	"""The file cannot be read; `code` says why."""

	code = "unreadable"


class EmptyFileError(ReadingError):
	"""There is nothing in the file."""

	code = "empty"


class NotAWorkbookError(ReadingError):
	"""Neither a workbook nor a csv."""

	code = "not_a_workbook"


class WebPageError(NotAWorkbookError):
	"""A web page or an XML file that is named like a workbook, as many systems export it."""

	code = "web_page"


class OtherWorkbookError(NotAWorkbookError):
	"""A workbook in a format whose size cannot be told before it is unpacked: xlsb, ods, numbers."""

	code = "other_workbook"


class EncryptedError(ReadingError):
	"""The workbook is locked by a password."""

	code = "encrypted"


class TooLargeError(ReadingError):
	"""More bytes, sheets or rows than one batch may hold, or an archive that unpacks to far more than it is."""

	code = "too_large"


@dataclass(frozen=True)
class Sheet:
	"""A sheet as read: rows of cells, blank ones as "" or None; row i of `rows` is line i + 1 in Excel."""

	name: str
	rows: Sequence[Sequence[object]]


def read_sheets(content: bytes, filename: str = "") -> list[Sheet]:
	"""All sheets of an xlsx, xls or csv file (UTF-8, UTF-16 or GBK), formulas as their values.

	content: the file's bytes; filename: used for nothing but telling csv from noise.
	Raises EmptyFileError, NotAWorkbookError, WebPageError, OtherWorkbookError, EncryptedError, TooLargeError.
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
	if content.startswith(_BINARY):
		raise NotAWorkbookError
	return [_read_csv(content, filename)]


def _check_archive(content: bytes) -> None:
	"""Refuse what holds no workbook or unpacks to more than one may: judged before anything is unpacked."""
	try:
		with zipfile.ZipFile(io.BytesIO(content)) as archive:
			members = archive.infolist()
			names = {m.filename for m in members}
			if names & _OTHERS:
				raise OtherWorkbookError
			if _WORKBOOK not in names:
				raise NotAWorkbookError
			if sum(m.file_size for m in members) > MAX_UNPACKED or any(map(_is_bomb, members)):
				raise TooLargeError
			rows = cells = 0
			for member in filter(_is_sheet, members):
				height, width = _extent(archive, member)
				rows, cells = rows + height, cells + height * width
				if rows > MAX_ROWS or cells > MAX_CELLS:
					raise TooLargeError
	except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
		raise NotAWorkbookError from error


def _is_bomb(member: zipfile.ZipInfo) -> bool:
	return member.file_size > _SUSPICIOUS and member.file_size > MAX_RATIO * max(member.compress_size, 1)


def _is_sheet(member: zipfile.ZipInfo) -> bool:
	"""Whatever may be one: a workbook says itself where its sheets are."""
	return member.filename not in _NO_SHEETS


def _extent(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> tuple[int, int]:
	"""(rows, columns) that a sheet reaches to, by its cells with something in them, without holding it in memory.

	Reading takes memory for the whole rectangle, and sheets need not say how large they are.
	"""
	last, closed, far, rest = 0, 0, set(), b""
	with archive.open(member) as stream:
		while (chunk := stream.read(_CHUNK)) and max(last, closed) <= MAX_ROWS:
			text = rest + chunk
			end = text.rfind(b">") + 1
			text, rest = text[:end], text[end:][-_CHUNK:]
			closed += text.count(b"row>") - text.count(b"<row>")
			far.update(_FAR.findall(text))
			if rows := _FILLED.findall(text, max(0, len(text) - _TAIL)) or _FILLED.findall(text):
				last = max(last, int(rows[-1]))
	return last or closed, max(map(_index, far), default=_COLUMNS_AT_LEAST)


def _index(letters: bytes) -> int:
	"""Number of a column: A is 1."""
	index = 0
	for letter in letters:
		index = index * 26 + letter - 64
	return index


def _read_workbook(content: bytes) -> list[Sheet]:
	try:
		workbook = CalamineWorkbook.from_filelike(io.BytesIO(content))
		if len(workbook.sheet_names) > MAX_SHEETS:
			raise TooLargeError
		sheets, rows = [], 0
		for index, name in enumerate(workbook.sheet_names):
			sheet = workbook.get_sheet_by_index(index)
			rows += sheet.total_height
			if rows > MAX_ROWS or sheet.total_height * sheet.total_width > MAX_CELLS:
				raise TooLargeError
			sheets.append(Sheet(name, sheet.to_python(skip_empty_area=False)))
	except PasswordError as error:
		raise EncryptedError from error
	except CalamineError as error:
		raise (EncryptedError if "password" in str(error).lower() else NotAWorkbookError) from error
	if not any(cell not in ("", None) for s in sheets for row in s.rows for cell in row):
		raise EmptyFileError
	return sheets


def _read_csv(content: bytes, filename: str) -> Sheet:
	text = _decode(content)
	if not text.strip():
		raise EmptyFileError
	if _MARKUP.match(text):
		raise WebPageError
	head = text[:8192]
	if len(_CONTROL.findall(head)) * 100 > len(head):
		raise NotAWorkbookError
	delimiter = _delimiter(head)
	if not delimiter and not filename.lower().endswith((".csv", ".txt", ".tsv")):
		raise NotAWorkbookError
	try:
		reader = csv.reader(io.StringIO(text, newline=""), delimiter=delimiter or ",")
		rows = list(islice(reader, MAX_ROWS + 1))
	except csv.Error as error:
		raise NotAWorkbookError from error
	if len(rows) > MAX_ROWS:
		raise TooLargeError
	return Sheet(filename or "csv", rows)


def _delimiter(head: str) -> str:
	"""What most lines have, and the most of; "" where no line has any."""
	lines = [line for line in head.splitlines()[:50] if line.strip()]
	return (
		max(
			_DELIMITERS,
			key=lambda d: (sorted(line.count(d) for line in lines)[len(lines) // 2], head.count(d)),
			default="",
		)
		if any(d in head for d in _DELIMITERS)
		else ""
	)


def _decode(content: bytes) -> str:
	if content.startswith((b"\xff\xfe", b"\xfe\xff")):
		return content.decode("utf-16", errors="replace")
	if b"\x00" in content[:8192]:
		raise NotAWorkbookError
	for encoding in _ENCODINGS:
		try:
			return content.decode(encoding)
		except UnicodeDecodeError:
			continue
	raise NotAWorkbookError
