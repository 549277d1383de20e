"""【电开效果管控表】 as a worksheet and back: the call sheet's paper form in Excel (R11, R15).

A form holds the customers to call, or the calls that were made; what an agent writes into it is read back line by line,
and what cannot be is named by its cell.
"""

from __future__ import annotations

from collections.abc import Callable, Mapping, Sequence
from dataclasses import dataclass, field, fields
from datetime import date, datetime, time

from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dianjian_app.workbooks import paper_form
from dianjian_app.workbooks.form_seal import Seal
from dianjian_app.workbooks.paper_form import Column

Label = Callable[[str], str]
"""text in English → in the reader's language"""

FORM = "call_sheet"
TITLE_ROW, PLACE_ROW, HEADING_ROW, FIRST_ROW = 1, 2, 3, 4
YES, NO = "√", "×"
_YES = {"√", "✓", "是", "y", "yes", "1", "1.0", "true", "通", "可"}
_NO = {"×", "x", "✗", "否", "n", "no", "0", "0.0", "false", "不通", "未通"}
WRITTEN = (
	*("connected", "grade", "remarks", "called_at", "said", "segment", "project_asked"),
	*("next_step", "next_step_date", "do_not_call"),
)
"""a line with nothing in these is no call"""
TEXTS = ("customer_name", "phone", "remarks", "said", "project_asked", "next_step")


@dataclass(frozen=True)
class Row:
	"""A line of the form. line: its row in Excel; lead, name: the app's own marks; called_at: the time of day."""

	line: int = 0
	lead: str = ""
	name: str = ""
	customer_name: str = ""
	phone: str = ""
	source: str = ""
	connected: bool | None = None
	grade: str = ""
	product_need: str = ""
	remarks: str = ""
	called_at: time | None = None
	said: str = ""
	segment: str = ""
	project_asked: str = ""
	next_step: str = ""
	next_step_date: date | None = None
	do_not_call: bool = False


@dataclass(frozen=True)
class CellError:
	"""What is wrong with a cell: its name in Excel, a sentence with places, and what goes into them."""

	cell: str
	message: str
	args: tuple[str, ...] = ()


@dataclass(frozen=True)
class Choices:
	"""What may be chosen: grades, and label → value of products and segments; sources only fill the list."""

	grades: tuple[str, ...] = ()
	products: Mapping[str, str] = field(default_factory=dict)
	segments: Mapping[str, str] = field(default_factory=dict)
	sources: tuple[str, ...] = ()


@dataclass(frozen=True)
class Form:
	"""One agent's form. place: the texts under the title; foot: pairs of label and figure, computed elsewhere."""

	title: str
	place: tuple[str, ...]
	centre: str
	agent: str
	day: date
	rows: tuple[Row, ...]
	blank_lines: int = 0
	foot: tuple[tuple[str, object], ...] = ()


def columns_of(label: Label) -> tuple[Column, ...]:
	"""The form's columns. label: text in English → in the reader's language."""
	return (
		Column("no", label("No."), 5, "number"),
		Column("customer_name", label("Customer Name"), 11),
		Column("phone", label("Phone"), 14),
		Column("source", label("Source"), 13),
		Column("connected", label("Connected"), 7),
		Column("grade", label("Grade"), 6),
		Column("product_need", label("Product Need"), 9),
		Column("remarks", label("Remarks"), 30),
		Column("called_at", label("Time of Call"), 8, "time"),
		Column("said", label("What Was Said"), 22),
		Column("segment", label("Customer Segment"), 9),
		Column("project_asked", label("Project Asked About"), 11),
		Column("next_step", label("Next Step"), 18),
		Column("next_step_date", label("Next Step On"), 11, "date"),
		Column("do_not_call", label("Do Not Call"), 7),
		Column("lead", "lead", 4, hidden=True),
		Column("name", "row", 4, hidden=True),
	)


def add_form(workbook: Workbook, name: str, form: Form, choices: Choices, label: Label) -> Seal:
	"""Draw the form on a new sheet and give its seal. name: the sheet's, free in the workbook; label: translates."""
	sheet = workbook.create_sheet(name)
	columns = columns_of(label)
	visible = sum(not c.hidden for c in columns)
	paper_form.title(sheet, TITLE_ROW, form.title, visible)
	paper_form.line_of_text(sheet, PLACE_ROW, form.place, visible)
	paper_form.headings(sheet, HEADING_ROW, columns)
	shown = {value: text for text, value in (*choices.products.items(), *choices.segments.items())}
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
	for key in ("product_need", "segment"):
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
		"source": choices.sources,
	}
	for index, column in enumerate(columns, 1):
		if column.key in options:
			error = label("Choose one of the list.")
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


def read_form(
	cells: Sequence[Sequence[object]], seal: Seal, choices: Choices, label: Label
) -> tuple[list[Row], list[CellError]]:
	"""The calls that a form's lines say, and what is wrong with its cells; lines without a call are left out.

	cells: the sheet's rows as read, the first one Excel's first. An altered form is one error that names the place.
	"""
	columns = columns_of(label)
	if altered := _altered(cells, seal, len(columns)):
		return [], [altered]
	rows: list[Row] = []
	errors: list[CellError] = []
	for line in range(seal.first, seal.first + seal.lines):
		values = dict(zip((c.key for c in columns), _cells(cells, line, len(columns)), strict=True))
		if all(_blank(values[key]) for key in WRITTEN):
			continue
		rows.append(_read_row(values, line, columns, choices, errors))
	return rows, errors


def _cells(cells: Sequence[Sequence[object]], line: int, width: int) -> list[object]:
	row = list(cells[line - 1]) if line <= len(cells) else []
	return (row + [None] * width)[:width]


def _altered(cells: Sequence[Sequence[object]], seal: Seal, width: int) -> CellError | None:
	"""Columns moved or renamed, lines put in or taken out: the form cannot be trusted to say what stands where."""
	found = _cells(cells, HEADING_ROW, width)
	for index, (was, now) in enumerate(zip(seal.headings, found, strict=False), 1):
		if _text(now) != was:
			cell = f"{get_column_letter(index)}{HEADING_ROW}"
			return CellError(
				cell, "the heading was {0} and is {1} now; the columns were altered.", (was, _text(now))
			)
	foot = seal.first + max(seal.lines, 1)
	above = [_cells(cells, line, 1)[0] for line in range(seal.first, foot)]
	numbers = [_text(n) for n in above][: seal.lines]
	if numbers != [str(n) for n in range(1, seal.lines + 1)]:
		wrong = next(i for i, n in enumerate(numbers) if n != str(i + 1))
		return CellError(
			f"A{seal.first + wrong}", "lines were put in, taken out or sorted; fill in the form as it is."
		)
	return None


def _read_row(
	values: dict[str, object],
	line: int,
	columns: Sequence[Column],
	choices: Choices,
	errors: list[CellError],
) -> Row:
	place = {c.key: f"{get_column_letter(i)}{line}" for i, c in enumerate(columns, 1)}

	def wrong(key: str, message: str, *args: str) -> None:
		errors.append(CellError(place[key], message, args))

	connected = _yes_no(values["connected"])
	if connected is None:
		wrong("connected", "say whether the customer could be reached: {0} or {1}.", YES, NO)
	grade = _text(values["grade"]).upper() if _text(values["grade"]).upper() in choices.grades else ""
	if _text(values["grade"]) and not grade:
		wrong(
			"grade",
			"{0} is not a grade; choose one of {1}.",
			_text(values["grade"]),
			", ".join(choices.grades),
		)
	elif connected and not grade:
		wrong("grade", "a connected call needs a grade: {0}.", ", ".join(choices.grades))
	elif grade and connected is False:
		wrong("grade", "only a connected call has a grade.")
	chosen = {}
	for key, options in (("product_need", choices.products), ("segment", choices.segments)):
		said = _text(values[key])
		chosen[key] = options.get(said) or (said if said in options.values() else "")
		if said and not chosen[key]:
			wrong(key, "{0} is not in the list; choose one of {1}.", said, ", ".join(options))
	called_at, day = _time(values["called_at"]), _date(values["next_step_date"])
	if not _blank(values["called_at"]) and called_at is None:
		wrong("called_at", "{0} is no time of day; write it as 14:30.", _text(values["called_at"]))
	if not _blank(values["next_step_date"]) and day is None:
		wrong("next_step_date", "{0} is no date; write it as 2026-11-30.", _text(values["next_step_date"]))
	refuses = _yes_no(values["do_not_call"])
	if not _blank(values["do_not_call"]) and refuses is None:
		wrong("do_not_call", "write {0} or leave it empty.", YES)
	return Row(
		line=line,
		lead=_text(values["lead"]),
		name=_text(values["name"]),
		source=_text(values["source"]),
		connected=connected,
		grade=grade,
		called_at=called_at,
		next_step_date=day,
		do_not_call=bool(refuses),
		**chosen,
		**{key: _text(values[key]) for key in TEXTS},
	)


def _blank(value: object) -> bool:
	return value is None or not str(value).strip()


def _text(value: object) -> str:
	if value is None:
		return ""
	if isinstance(value, float) and value.is_integer():
		value = int(value)
	return str(value).strip()


def _yes_no(value: object) -> bool | None:
	said = _text(value).lower()
	return True if said in _YES else False if said in _NO else None


def _time(value: object) -> time | None:
	if isinstance(value, datetime):
		return value.time().replace(second=0, microsecond=0)
	if isinstance(value, time):
		return value.replace(second=0, microsecond=0)
	for pattern in ("%H:%M", "%H:%M:%S"):
		try:
			return datetime.strptime(_text(value).replace("：", ":"), pattern).time().replace(second=0)
		except ValueError:
			continue
	return None


def _date(value: object) -> date | None:
	if isinstance(value, datetime):
		return value.date()
	if isinstance(value, date):
		return value
	for pattern in ("%Y-%m-%d", "%Y/%m/%d", "%Y.%m.%d", "%Y年%m月%d日"):
		try:
			return datetime.strptime(_text(value), pattern).date()
		except ValueError:
			continue
	return None
