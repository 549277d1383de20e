"""【电开效果管控表】 drawn as a worksheet (R11, R15)."""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import fields

from openpyxl import Workbook
from openpyxl.worksheet.worksheet import Worksheet

from dianjian_app.workbooks import paper_form
from dianjian_app.workbooks.call_form import (
	FIRST_ROW,
	FORM,
	HEADING_ROW,
	NO,
	PLACE_ROW,
	TITLE_ROW,
	YES,
	Choices,
	Form,
	Label,
	Row,
	columns_of,
)
from dianjian_app.workbooks.form_seal import Seal
from dianjian_app.workbooks.paper_form import Column


def add_form(workbook: Workbook, name: str, form: Form, choices: Choices, label: Label) -> Seal:
	"""Draw the form on a new sheet and give its seal. name: the sheet's, free in the workbook; label: translates."""
	sheet = workbook.create_sheet(name)
	columns = columns_of(label)
	visible = sum(not c.hidden for c in columns)
	paper_form.title(sheet, TITLE_ROW, form.title, visible)
	paper_form.line_of_text(sheet, PLACE_ROW, form.place, visible)
	paper_form.headings(sheet, HEADING_ROW, columns)
	shown = {
		value: text
		for text, value in (*choices.products.items(), *choices.segments.items(), *choices.results.items())
	}
	lines = len(form.rows) + form.blank_lines
	for index in range(lines):
		row = form.rows[index] if index < len(form.rows) else Row()
		paper_form.body(sheet, FIRST_ROW + index, columns, _values(row, index + 1, shown))
	last = FIRST_ROW + max(lines, 1) - 1
	_lists(workbook, sheet, columns, (FIRST_ROW, last), choices, label)
	end = _foot(sheet, last + 1, visible, form, label)
	paper_form.page(sheet, visible, end, HEADING_ROW)
	return Seal(
		FORM,
		form.centre,
		form.agent,
		form.day.isoformat(),
		FIRST_ROW,
		lines,
		tuple(c.label for c in columns),
	)


def _values(row: Row, number: int, shown: Mapping[str, str]) -> dict[str, object]:
	values: dict[str, object] = {f.name: getattr(row, f.name) for f in fields(row)}
	values["no"] = number
	values["connected"] = "" if row.connected is None else (YES if row.connected else NO)
	values["do_not_call"] = YES if row.do_not_call else ""
	for key in ("product_need", "segment", "result"):
		values[key] = shown.get(str(values[key]), values[key])
	return values


def _lists(
	workbook: Workbook,
	sheet: Worksheet,
	columns: Sequence[Column],
	rows: tuple[int, int],
	choices: Choices,
	label: Label,
) -> None:
	options = {
		"connected": (YES, NO),
		"do_not_call": (YES,),
		"grade": choices.grades,
		"product_need": tuple(choices.products),
		"segment": tuple(choices.segments),
		"result": tuple(choices.results),
		"source": choices.sources,
	}
	for index, column in enumerate(columns, 1):
		if column.key in options:
			error = label("Choose from the list.")
			paper_form.choices(workbook, sheet, index, rows, options[column.key], error)


def _foot(sheet: Worksheet, row: int, visible: int, form: Form, label: Label) -> int:
	"""The foot of the paper: totals, then signatures. Gives its last row."""
	paper_form.style(paper_form.put(sheet, row, 1, label("Totals")), bold=True)
	sheet.merge_cells(start_row=row, start_column=2, end_row=row, end_column=visible)
	text = "    ".join(f"{name}: {'' if value is None else value}" for name, value in form.foot)
	paper_form.style(paper_form.put(sheet, row, 2, text), left=True)
	sheet.row_dimensions[row].height = 30
	row += 1
	signatures = (label("Telesales Agent"), label("Sales Group Leader"), label("Date"))
	paper_form.line_of_text(sheet, row, [f"{s}: ______________" for s in signatures], visible)
	sheet.row_dimensions[row].height = 28
	return row
