"""What makes a worksheet look like the paper form: title, headings, borders, print area, lists to choose from (R15).

Text is written as text: a cell that begins with = + - or @ shows what somebody typed and never runs.
"""

from __future__ import annotations

import io
from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from datetime import date, datetime, time
from decimal import Decimal

from openpyxl import Workbook
from openpyxl.cell import Cell
from openpyxl.styles import Alignment, Border, Font, PatternFill, Side
from openpyxl.utils import get_column_letter, quote_sheetname
from openpyxl.worksheet.datavalidation import DataValidation
from openpyxl.worksheet.worksheet import Worksheet

from dianjian_app.resources.numbers.formula_guard import FORMULA_STARTS

FONT = "宋体"
_THIN = Side(style="thin", color="000000")
BOX = Border(left=_THIN, right=_THIN, top=_THIN, bottom=_THIN)
GREY = PatternFill("solid", fgColor="E7E6E6")
_CENTRE = Alignment(horizontal="center", vertical="center", wrap_text=True)
_LEFT = Alignment(horizontal="left", vertical="center", wrap_text=True)
_ILLEGAL = dict.fromkeys([*range(0, 9), 11, 12, *range(14, 32), 0xFFFE, 0xFFFF])
_LONGEST = 32767
LIST_TEXT_LIMIT = 255


@dataclass(frozen=True)
class Column:
	"""One column of a form. width: in characters; kind: text, number, money, percent, date or time; hidden: for the app."""

	key: str
	label: str
	width: float = 10
	kind: str = "text"
	hidden: bool = False


_FORMATS = {
	"text": "@",
	"number": "#,##0",
	"decimal": "#,##0.0",
	"money": "#,##0.00",
	"percent": "0.0%",
	"points": '0.0"%"',
	"date": "yyyy-mm-dd",
	"time": "hh:mm",
}


def put(sheet: Worksheet, row: int, column: int, value: object, kind: str = "text") -> Cell:
	"""Write a value as its kind; text that looks like a formula stays text. Gives the cell."""
	cell = sheet.cell(row=row, column=column)
	cell.number_format = _FORMATS[kind]
	if value is None or value == "":
		return cell
	if isinstance(value, (bool, int, float, Decimal)) and kind != "text":
		cell.value = value
	elif isinstance(value, (date, datetime, time)) and kind in ("date", "time"):
		cell.value = value
	else:
		text = str(value).translate(_ILLEGAL)[:_LONGEST]
		cell.value = text
		cell.data_type = "s"
		cell.number_format = "@" if kind == "text" else _FORMATS[kind]
		if text.startswith(FORMULA_STARTS):
			cell.quotePrefix = True
	return cell


def formula(sheet: Worksheet, row: int, column: int, text: str, kind: str = "number") -> Cell:
	"""Write a formula of the app's own."""
	cell = sheet.cell(row=row, column=column, value=text)
	cell.number_format = _FORMATS[kind]
	return cell


def style(cell: Cell, *, bold: bool = False, size: float = 10, left: bool = False, box: bool = True) -> None:
	"""Font, place and border of a form's cell."""
	cell.font = Font(name=FONT, size=size, bold=bold)
	cell.alignment = _LEFT if left else _CENTRE
	if box:
		cell.border = BOX


def title(sheet: Worksheet, row: int, text: str, columns: int, size: float = 18) -> None:
	"""A line over the whole width, as the paper's title."""
	sheet.merge_cells(start_row=row, start_column=1, end_row=row, end_column=columns)
	style(put(sheet, row, 1, text), bold=True, size=size, box=False)
	sheet.row_dimensions[row].height = size * 1.8


def line_of_text(sheet: Worksheet, row: int, parts: Sequence[str], columns: int) -> None:
	"""Several texts side by side over the whole width, e.g. centre, group, agent and date."""
	width = columns // len(parts)
	for index, text in enumerate(parts):
		start = 1 + index * width
		end = columns if index == len(parts) - 1 else start + width - 1
		if end > start:
			sheet.merge_cells(start_row=row, start_column=start, end_row=row, end_column=end)
		style(put(sheet, row, start, text), left=True, box=False)
	sheet.row_dimensions[row].height = 20


def headings(sheet: Worksheet, row: int, columns: Sequence[Column]) -> None:
	"""The line of headings, with the columns' widths."""
	for index, column in enumerate(columns, 1):
		cell = put(sheet, row, index, column.label)
		style(cell, bold=True)
		cell.fill = GREY
		dimension = sheet.column_dimensions[get_column_letter(index)]
		dimension.width, dimension.hidden = column.width, column.hidden
	sheet.row_dimensions[row].height = 24


def body(sheet: Worksheet, row: int, columns: Sequence[Column], values: dict[str, object]) -> None:
	"""One line of the form; what has no value is an empty box to write into."""
	for index, column in enumerate(columns, 1):
		cell = put(sheet, row, index, values.get(column.key), column.kind)
		style(cell, left=column.kind == "text" and column.width >= 18)
	sheet.row_dimensions[row].height = 18


def page(sheet: Worksheet, columns: int, last_row: int, heading_row: int, *, landscape: bool = True) -> None:
	"""A4, fitted to the width, headings on every page and frozen, page numbers, and nothing printed beside the form."""
	sheet.page_setup.paperSize = sheet.PAPERSIZE_A4
	sheet.page_setup.orientation = "landscape" if landscape else "portrait"
	sheet.page_setup.fitToWidth, sheet.page_setup.fitToHeight = 1, 0
	sheet.sheet_properties.pageSetUpPr.fitToPage = True
	sheet.print_options.horizontalCentered = True
	sheet.page_margins.left = sheet.page_margins.right = 0.4
	sheet.page_margins.top = sheet.page_margins.bottom = 0.5
	sheet.print_title_rows = f"1:{heading_row}"
	sheet.print_area = f"A1:{get_column_letter(columns)}{last_row}"
	sheet.freeze_panes = f"C{heading_row + 1}"
	sheet.oddFooter.center.text = "&P / &N"


def choices(
	workbook: Workbook,
	sheet: Worksheet,
	column: int,
	rows: tuple[int, int],
	options: Sequence[str],
	error: str,
) -> None:
	"""A list to choose from in a column of the form. options: as they are written into the cell; error: what Excel says."""
	if not options:
		return
	text = ",".join(options)
	if len(text) <= LIST_TEXT_LIMIT and not any("," in o or '"' in o for o in options):
		source = f'"{text}"'
	else:
		source = _list_elsewhere(workbook, options)
	letter = get_column_letter(column)
	validation = DataValidation(type="list", formula1=source, allow_blank=True, showErrorMessage=True)
	validation.error = error[:225]
	sheet.add_data_validation(validation)
	validation.add(f"{letter}{rows[0]}:{letter}{rows[1]}")


LISTS = "lists"


def _list_elsewhere(workbook: Workbook, options: Sequence[str]) -> str:
	"""A list that is too long to stand in the rule itself stands on a hidden sheet."""
	if LISTS not in workbook.sheetnames:
		workbook.create_sheet(LISTS).sheet_state = "hidden"
	sheet = workbook[LISTS]
	first = sheet.cell(row=1, column=1).value is None
	column = 1 if first else sheet.max_column + 1
	for row, option in enumerate(options, 1):
		put(sheet, row, column, option)
	letter = get_column_letter(column)
	return f"{quote_sheetname(LISTS)}!${letter}$1:${letter}${len(options)}"


def sheet_name(name: str, taken: Iterable[str]) -> str:
	"""A name that Excel takes and that is not used yet: no forbidden marks, at most 31 characters."""
	used = {t.lower() for t in taken}
	base = "".join(" " if c in "\\*?:/[]'" else c for c in name).strip()[:31] or "Sheet"
	found, n = base, 1
	while found.lower() in used:
		n += 1
		found = f"{base[: 30 - len(str(n))]}~{n}"
	return found


def as_bytes(workbook: Workbook) -> bytes:
	"""The workbook as a file."""
	stream = io.BytesIO()
	workbook.save(stream)
	return stream.getvalue()
