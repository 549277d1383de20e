# pure: no frappe
"""Rejected rows as a workbook: the row as it came, with the reason in a column (R6)."""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass

from openpyxl import Workbook
from openpyxl.cell import WriteOnlyCell
from openpyxl.styles import Font, PatternFill

_FORMULA = ("=", "+", "-", "@", "\t", "\r")
_ILLEGAL = dict.fromkeys([*range(0, 9), 11, 12, *range(14, 32)])


@dataclass(frozen=True)
class Rejected:
	"""A rejected row: its sheet and line, the cells as read, the reason in words."""

	sheet: str
	row_no: int
	cells: Sequence[object]
	reason: str


def safe_cell(worksheet, value: object) -> WriteOnlyCell:
	"""A cell that shows the value as text and never runs as a formula, in Excel or after a csv export."""
	if isinstance(value, float) and value.is_integer():
		value = int(value)
	text = "" if value is None else str(value).translate(_ILLEGAL)
	cell = WriteOnlyCell(worksheet, value=text)
	cell.data_type = "s"
	cell.number_format = "@"
	if text.startswith(_FORMULA):
		cell.quotePrefix = True
	return cell


def rejects_workbook(headings: Sequence[object], rows: Iterable[Rejected], words: dict[str, str]) -> bytes:
	"""The workbook's bytes.

	headings: of the original columns; words: translated headings for sheet, row and reason, and the title.
	"""
	workbook = Workbook(write_only=True)
	worksheet = workbook.create_sheet(words["title"][:31])
	worksheet.freeze_panes = "A2"
	for letter, width in (("A", 14), ("B", 8), ("C", 34)):
		worksheet.column_dimensions[letter].width = width
	heads = []
	for text in (words["sheet"], words["row"], words["reason"], *headings):
		cell = safe_cell(worksheet, text)
		cell.font = Font(bold=True)
		cell.fill = PatternFill("solid", fgColor="DDDDDD")
		heads.append(cell)
	worksheet.append(heads)
	for row in rows:
		worksheet.append([safe_cell(worksheet, v) for v in (row.sheet, row.row_no, row.reason, *row.cells)])
	stream = io.BytesIO()
	workbook.save(stream)
	return stream.getvalue()
