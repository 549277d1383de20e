"""An xlsx file before it is read: how much is in it, what its sheets hide, from when its days count (R6). Needs no site.

All of it is taken from the archive's XML in one pass, without holding a sheet in memory: a small file may unpack to
gigabytes.
"""

from __future__ import annotations

import io
import posixpath
import re
import zipfile
import zlib
from collections.abc import Iterator
from dataclasses import dataclass, field

from dianjian_app.resources.intake.unreadable import (
	MAX_CELLS,
	MAX_ROWS,
	MAX_UNPACKED,
	NotAWorkbookError,
	OtherWorkbookError,
	TooLargeError,
)

MAX_RATIO = 200
_SUSPICIOUS = 32 * 1024 * 1024
_WORKBOOK, _OTHERS = "xl/workbook.xml", {"xl/workbook.bin", "content.xml", "index.xml", "Index/Document.iwa"}
_RELATIONS = "xl/_rels/workbook.xml.rels"
_NO_SHEETS = {"xl/sharedStrings.xml", "xl/styles.xml"}
_CHUNK, _TAIL, _SMALL = 1 << 20, 1 << 12, 1 << 22
# a cell that has something in it, anywhere and beyond column Z. What is formatted only has no value or an empty one; an
# empty text (t="str") takes room when it is read, and counts
_HAS_SOMETHING = rb"(?:[^/>]*\st=\"str\"[^/>]*>(?!\s*</c>)|[^/>]*>(?!(?:<v>\s*</v>|<v\s*/>)?\s*</c>))"
_FILLED = re.compile(rb' r="[A-Z]{1,3}(\d{1,7})"' + _HAS_SOMETHING)
_FAR = re.compile(rb' r="([A-Z]{2,3})\d{1,7}"' + _HAS_SOMETHING)
_COLUMNS_AT_LEAST = 26
_HIDDEN_ROW = re.compile(rb"<(?:\w+:)?row\s[^>]*?hidden=\"(?:1|true)\"[^>]*>")
_COLUMN = re.compile(rb"<(?:\w+:)?col\s[^>]*>")
_HIDES = re.compile(rb"\s(?:hidden=\"(?:1|true)\"|width=\"0(?:\.0+)?\")")
_SHEET = re.compile(rb"<(?:\w+:)?sheet\s[^>]*?\w+:id=\"([^\"]+)\"")
_RELATION = re.compile(rb"<(?:\w+:)?Relationship\s[^>]*>")
_FROM_1904 = re.compile(rb"<(?:\w+:)?workbookPr\s[^>]*?date1904=\"(?:1|true)\"")


@dataclass
class SheetScan:
	"""A sheet's XML in figures. rows, columns: how far its filled cells reach; hidden_rows, hidden_columns: from 0."""

	rows: int = 0
	columns: int = _COLUMNS_AT_LEAST
	hidden_rows: set[int] = field(default_factory=set)
	hidden_columns: set[int] = field(default_factory=set)


@dataclass(frozen=True)
class ArchiveScan:
	"""An xlsx file in figures. sheets: in the workbook's order; from_1904: its serial numbers count from 1904."""

	sheets: tuple[SheetScan, ...]
	from_1904: bool


def scan_archive(content: bytes) -> ArchiveScan:
	"""Refuse what holds no workbook or unpacks to more than one may, and say what the sheets hide.

	Raises NotAWorkbookError, OtherWorkbookError, TooLargeError.
	"""
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
			scans: dict[str, SheetScan] = {}
			rows = cells = 0
			for member in filter(_may_be_a_sheet, members):
				scan = scans[member.filename] = _scan_sheet(archive, member)
				rows, cells = rows + scan.rows, cells + scan.rows * scan.columns
				if rows > MAX_ROWS or cells > MAX_CELLS:
					raise TooLargeError
			workbook = _start_of(archive, _WORKBOOK)
			places = list(
				_sheet_files(workbook, _start_of(archive, _RELATIONS) if _RELATIONS in names else b"")
			)
	except (zipfile.BadZipFile, zlib.error, OSError, EOFError, NotImplementedError, RuntimeError) as error:
		raise NotAWorkbookError from error
	return ArchiveScan(
		tuple(scans.get(place, SheetScan()) for place in places), bool(_FROM_1904.search(workbook))
	)


def _is_bomb(member: zipfile.ZipInfo) -> bool:
	return member.file_size > _SUSPICIOUS and member.file_size > MAX_RATIO * max(member.compress_size, 1)


def _may_be_a_sheet(member: zipfile.ZipInfo) -> bool:
	"""Whatever may be one: a workbook says itself where its sheets are."""
	return member.filename not in _NO_SHEETS


def _start_of(archive: zipfile.ZipFile, name: str) -> bytes:
	with archive.open(name) as stream:
		return stream.read(_SMALL)


def _sheet_files(workbook: bytes, relations: bytes) -> Iterator[str]:
	"""The files of the sheets, in the workbook's order."""
	targets = {}
	for relation in _RELATION.findall(relations):
		where, name = _attribute(relation, "Target"), _attribute(relation, "Id")
		targets[name] = posixpath.normpath(posixpath.join("/xl", where)).lstrip("/")
	for name in _SHEET.findall(workbook):
		yield targets.get(name.decode(errors="replace"), "")


def _attribute(tag: bytes, name: str) -> str:
	found = re.search(rb"\s" + name.encode() + rb"=\"([^\"]*)\"", tag)
	return found[1].decode(errors="replace") if found else ""


def _scan_sheet(archive: zipfile.ZipFile, member: zipfile.ZipInfo) -> SheetScan:
	"""How far a sheet's filled cells reach, and what it hides.

	Reading takes memory for the whole rectangle, and sheets need not say how large they are.
	"""
	scan, closed, far, rest, addressed = SheetScan(), 0, set(), b"", False
	with archive.open(member) as stream:
		while (chunk := stream.read(_CHUNK)) and scan.rows <= MAX_ROWS and (addressed or closed <= MAX_ROWS):
			text = rest + chunk
			# up to the end of a cell: whether it holds something stands behind its tag
			end = text.rfind(b"</c>") + 4
			end = end if end > 3 else text.rfind(b">") + 1
			text, rest = text[:end], text[end:][-_CHUNK:]
			addressed = addressed or b' r="A' in text or b' r="' in text
			closed += text.count(b"row>") - text.count(b"<row>")
			far.update(_FAR.findall(text))
			if rows := _FILLED.findall(text, max(0, len(text) - _TAIL)) or _FILLED.findall(text):
				scan.rows = max(scan.rows, int(rows[-1]))
			_note_what_is_hidden(text, scan)
		_note_what_is_hidden(rest, scan)
	scan.rows = scan.rows if addressed else closed
	scan.columns = max(map(_index, far), default=_COLUMNS_AT_LEAST)
	return scan


def _note_what_is_hidden(text: bytes, scan: SheetScan) -> None:
	if b' hidden="' in text:
		rows = (_attribute(tag, "r") for tag in _HIDDEN_ROW.findall(text))
		scan.hidden_rows.update(int(at) - 1 for at in rows if at.isdigit() and int(at) <= MAX_ROWS)
	for tag in _COLUMN.findall(text) if b"col " in text else ():
		first, last = _attribute(tag, "min"), _attribute(tag, "max")
		if _HIDES.search(tag) and first.isdigit() and last.isdigit():
			scan.hidden_columns.update(range(int(first) - 1, min(int(last), 16_384)))


def _index(letters: bytes) -> int:
	"""Number of a column: A is 1."""
	index = 0
	for letter in letters:
		index = index * 26 + letter - 64
	return index
