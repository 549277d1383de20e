"""What an old workbook (xls) hides, and from when its days count, from its records (R6). Needs no site.

calamine gives an xls file's cells and merged ranges and no more. A record is a number, a length and its bytes ([MS-XLS]).
"""

from __future__ import annotations

import struct
from dataclasses import dataclass, field
from io import StringIO

from xlrd.compdoc import CompDoc

_DATEMODE, _BOUNDSHEET, _ROW, _COLINFO, _BOF, _EOF = 0x22, 0x85, 0x208, 0x7D, 0x809, 0x0A
_STREAMS = ("Workbook", "Book")


@dataclass
class HiddenInSheet:
	"""The hidden rows and columns of a sheet, from 0."""

	rows: set[int] = field(default_factory=set)
	columns: set[int] = field(default_factory=set)


def scan_records(content: bytes) -> tuple[list[HiddenInSheet], bool]:
	"""(what each sheet hides, in the workbook's order; whether its serial numbers count from 1904).

	Nothing is known of a file that is broken here: its cells may still be read.
	"""
	try:
		stream = _workbook_stream(content)
		starts, from_1904 = _globals(stream)
		return [_hidden_in(stream, start) for start in starts], from_1904
	except Exception:  # whatever a damaged file makes of offsets
		return [], False


def _workbook_stream(content: bytes) -> bytes:
	document = CompDoc(content, logfile=StringIO())
	for name in _STREAMS:
		memory, start, length = document.locate_named_stream(name)
		if memory:
			return bytes(memory[start : start + length])
	return b""


def _globals(stream: bytes) -> tuple[list[int], bool]:
	"""Where the sheets' records begin, and the date mode."""
	starts, from_1904, at = [], False, 0
	while at + 4 <= len(stream):
		kind, length = struct.unpack_from("<HH", stream, at)
		if kind == _BOUNDSHEET:
			start, _state, sheet_type = struct.unpack_from("<IBB", stream, at + 4)
			starts += [start] if sheet_type == 0 else []
		elif kind == _DATEMODE:
			from_1904 = struct.unpack_from("<H", stream, at + 4)[0] == 1
		elif kind == _EOF:
			break
		at += 4 + length
	return starts, from_1904


def _hidden_in(stream: bytes, at: int) -> HiddenInSheet:
	hidden, depth = HiddenInSheet(), 0
	while at + 4 <= len(stream):
		kind, length = struct.unpack_from("<HH", stream, at)
		if kind == _BOF:  # charts stand inside a sheet with a beginning and an end of their own
			depth += 1
		elif kind == _EOF:
			depth -= 1
			if depth <= 0:
				break
		elif kind == _ROW and depth == 1:
			row, options = struct.unpack_from("<H10xH", stream, at + 4)
			if options & 0x20:
				hidden.rows.add(row)
		elif kind == _COLINFO and depth == 1:
			first, last, _width, _format, options = struct.unpack_from("<HHHHH", stream, at + 4)
			if options & 1:
				hidden.columns.update(range(first, min(last, 255) + 1))
		at += 4 + length
	return hidden
