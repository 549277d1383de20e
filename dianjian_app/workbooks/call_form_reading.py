"""【电开效果管控表】 read back: the calls that its lines say, and the cells that are wrong (R15)."""

from __future__ import annotations

from collections.abc import Sequence
from datetime import date, datetime, time

from openpyxl.utils import get_column_letter

from dianjian_app.workbooks.call_form import (
	HEADING_ROW,
	NO,
	YES,
	CellError,
	Choices,
	Label,
	Row,
	columns_of,
)
from dianjian_app.workbooks.form_seal import Seal
from dianjian_app.workbooks.paper_form import Column

_YES = {"√", "✓", "是", "y", "yes", "1", "1.0", "true", "通", "可"}
_NO = {"×", "x", "✗", "否", "n", "no", "0", "0.0", "false", "不通", "未通"}
WRITTEN = (
	*("connected", "grade", "remarks", "called_at", "said", "segment", "project_asked"),
	*("next_step", "next_step_date", "do_not_call", "result"),
)
"""a line with nothing in these is no call"""
TEXTS = ("customer_name", "phone", "remarks", "said", "project_asked", "next_step")


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
	if len(seal.headings) != width:
		return CellError(f"A{HEADING_ROW}", "the form is of an earlier version; download today's form again.")
	for index, (was, now) in enumerate(zip(seal.headings, found, strict=True), 1):
		if _text(now) != was:
			cell = f"{get_column_letter(index)}{HEADING_ROW}"
			return CellError(
				cell, "the heading was {0} and is now {1}; the columns were changed.", (was, _text(now))
			)
	foot = seal.first + max(seal.lines, 1)
	above = [_cells(cells, line, 1)[0] for line in range(seal.first, foot)]
	numbers = [_text(n) for n in above][: seal.lines]
	if numbers != [str(n) for n in range(1, seal.lines + 1)]:
		wrong = next(i for i, n in enumerate(numbers) if n != str(i + 1))
		return CellError(
			f"A{seal.first + wrong}", "lines were added, removed or sorted; fill in the form as it was."
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

	chosen = {}
	lists = {"product_need": choices.products, "segment": choices.segments, "result": choices.results}
	for key, options in lists.items():
		said = _text(values[key])
		chosen[key] = options.get(said) or (said if said in options.values() else "")
		if said and not chosen[key]:
			wrong(key, "{0} is not in the list; choose one of {1}.", said, ", ".join(options))
	connected = _yes_no(values["connected"])
	if chosen["result"]:  # the result says whether the customer was reached
		connected, spoken = chosen["result"] in choices.reached, chosen["result"] in choices.spoken
	else:
		spoken = bool(connected)
	if connected is None:
		wrong("connected", "write whether the customer was reached: {0} or {1}.", YES, NO)
	grade = _text(values["grade"]).upper() if _text(values["grade"]).upper() in choices.grades else ""
	if _text(values["grade"]) and not grade:
		wrong(
			"grade",
			"{0} is not a grade; choose one of {1}.",
			_text(values["grade"]),
			", ".join(choices.grades),
		)
	elif spoken and not grade:
		wrong("grade", "a connected call needs a grade: {0}.", ", ".join(choices.grades))
	elif grade and connected is False:
		wrong("grade", "only a connected call has a grade.")
	called_at, day = _time(values["called_at"]), _date(values["next_step_date"])
	if not _blank(values["called_at"]) and called_at is None:
		wrong("called_at", "{0} is not a time of day; write it as 14:30.", _text(values["called_at"]))
	if not _blank(values["next_step_date"]) and day is None:
		wrong("next_step_date", "{0} is not a date; write it as 2026-11-30.", _text(values["next_step_date"]))
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
