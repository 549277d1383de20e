"""Rejected rows as a workbook: the rows as they came, sheet by sheet, with the reason in front (R6)."""

from __future__ import annotations

import io
import re
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import datetime, time

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Alignment, Font, PatternFill
from openpyxl.utils import get_column_letter
from openpyxl.worksheet._write_only import WriteOnlyWorksheet

from dianjian_app.resources.numbers.formula_guard import FORMULA_STARTS

_ILLEGAL = dict.fromkeys([*range(0, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_LONGEST_CELL = 32767
_BOLD = Font(bold=True)
_GREY = PatternFill("solid", fgColor="DDDDDD")
_RED = Font(color="C00000")


@dataclass(frozen=True, slots=True)
class RejectedRow:
	"""A rejected row: its line in Excel, the cells as read, the reason in words."""

	row_no: int
	cells: Sequence[object]
	reason: str


@dataclass(frozen=True, slots=True)
class RejectedSheet:
	"""The rejected rows of one sheet under its headings."""

	name: str
	headings: Sequence[str]
	rows: Sequence[RejectedRow]


def rejects_workbook(sheets: Iterable[RejectedSheet], reason: str, line: str) -> bytes:
	"""The workbook's bytes: every cell text, so that numbers keep their digits and nothing runs as a formula.

	reason, line: the headings of the two columns in front. The original columns follow in their order, so that the
	workbook can be put right and imported as it is.
	"""
	workbook = Workbook(write_only=True)
	taken: set[str] = set()
	for sheet in sheets:
		worksheet = workbook.create_sheet(_sheet_name(sheet.name, taken))
		worksheet.freeze_panes = "B2"
		for index in range(1, len(sheet.headings) + 3):
			worksheet.column_dimensions[get_column_letter(index)].width = {1: 34, 2: 8}.get(index, 18)
		worksheet.append([_heading(worksheet, text) for text in (reason, line, *sheet.headings)])
		for row in sheet.rows:
			first = safe_cell(worksheet, row.reason)
			first.font = _RED
			worksheet.append([first, row.row_no, *(safe_cell(worksheet, value) for value in row.cells)])
	stream = io.BytesIO()
	workbook.save(stream)
	return stream.getvalue()


def safe_cell(worksheet: WriteOnlyWorksheet, value: object) -> WriteOnlyCell:
	"""A cell that shows the value as text and never runs as a formula, in Excel or after a csv export."""
	text = _as_text(value)
	cell = WriteOnlyCell(worksheet, value=text)
	cell.data_type = "s"
	cell.number_format = "@"
	if text.startswith(FORMULA_STARTS):
		cell.quotePrefix = True
	if "\n" in text:
		cell.alignment = Alignment(wrap_text=True)
	return cell


def _heading(worksheet: WriteOnlyWorksheet, text: str) -> WriteOnlyCell:
	cell = safe_cell(worksheet, text)
	cell.font, cell.fill = _BOLD, _GREY
	return cell


def _as_text(value: object) -> str:
	if value is None:
		return ""
	if isinstance(value, float) and value == value and value.is_integer():
		value = int(value)
	if isinstance(value, datetime):
		value = value.date() if value.time() == time() else value.isoformat(" ", "minutes")
	return str(value).translate(_ILLEGAL)[:_LONGEST_CELL]


def _sheet_name(name: str, taken: set[str]) -> str:
	"""A name that Excel takes: no forbidden marks, 31 characters, not used yet."""
	base = re.sub(r"[\\*?:/\[\]']", " ", name).strip()[:31] or "Sheet"
	candidate, n = base, 1
	while candidate.lower() in taken:
		n += 1
		candidate = f"{base[: 30 - len(str(n))]}~{n}"
	taken.add(candidate.lower())
	return candidate
