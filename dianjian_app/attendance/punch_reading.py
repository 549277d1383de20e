"""The punches of a device's file: each row says whose, on which day, at which times (R33). Pure."""

from __future__ import annotations

from collections.abc import Iterator, Sequence
from dataclasses import dataclass, field
from datetime import date, datetime, time

from dianjian_app.attendance.punch import Direction, Punch
from dianjian_app.attendance.punch_columns import (
	DATE,
	DIRECTION,
	IN,
	NUMBER,
	OUT,
	TIME,
	PunchLayout,
	guess_layout,
)
from dianjian_app.attendance.punch_times import TimeOfDay, day_of, times_of
from dianjian_app.resources.intake.columns import Cells, headings_of, is_blank, is_total
from dianjian_app.resources.intake.dates import DateReading, reading_of
from dianjian_app.resources.intake.reading import Sheet

LONGEST_NUMBER = 140
MIDNIGHT = TimeOfDay(time(0))
_IN = ("签到", "上班", "进", "in", "checkin", "i", "0")
_OUT = ("签退", "下班", "出", "out", "checkout", "o", "1")
# what people and devices write where nobody punched
_NONE = (
	"",
	"-",
	"--",
	"/",
	"无",
	"未打卡",
	"缺卡",
	"旷工",
	"休息",
	"请假",
	"正常",
	"absent",
	"none",
	"null",
	"off",
)


@dataclass
class FileReading:
	"""What a file says: punches in their order, and the rows that could not be read (sheet, row number as Excel shows it)."""

	punches: list[Punch] = field(default_factory=list)
	unread: list[tuple[str, int]] = field(default_factory=list)
	columns: dict[str, dict[str, list[str]]] = field(default_factory=dict)
	"""sheet → meaning → headings, for whoever looks before importing"""

	@property
	def days(self) -> tuple[date, date] | None:
		"""First and last day."""
		days = [punch.at.date() for punch in self.punches]
		return (min(days), max(days)) if days else None


def read_punches(sheets: Sequence[Sheet]) -> FileReading:
	"""All punches of the sheets; sheets that hold none are passed over."""
	found = FileReading()
	for sheet in sheets:
		layout = guess_layout(sheet.rows)
		if layout.usable:
			found.columns[sheet.name] = _named(sheet.rows, layout)
			_read_sheet(sheet, layout, found)
	return found


def _named(rows: Sequence[Cells], layout: PunchLayout) -> dict[str, list[str]]:
	headings = dict(enumerate(headings_of(rows, layout)))  # type: ignore[arg-type]
	return {
		meaning: [headings.get(at) or f"#{at + 1}" for at in where]
		for meaning, where in layout.columns.items()
	}


def _read_sheet(sheet: Sheet, layout: PunchLayout, found: FileReading) -> None:
	dated = layout.columns.get(DATE) or layout.columns.get(TIME, ())
	reading = reading_of(
		(row[at] for row in sheet.rows[layout.first :] for at in dated if at < len(row)),
		DateReading(from_1904=sheet.from_1904),
	)
	whole = DATE not in layout.columns and _says_times(sheet.rows[layout.first :], layout)
	for index in range(layout.first, len(sheet.rows)):
		row = sheet.rows[index]
		if is_blank(row) or is_total(row):
			continue
		punches = list(_of_row(row, layout, reading, whole))
		if None in punches:
			found.unread.append((sheet.name, index + 1))
		found.punches.extend(punch for punch in punches if punch)


def _says_times(rows: Sequence[Cells], layout: PunchLayout) -> bool:
	"""Whether any cell of the columns of times has one: a day among them then means midnight."""
	return any(times_of(_cell(row, at)) for row in rows for at in layout.columns.get(TIME, ()))


def _of_row(row: Cells, layout: PunchLayout, reading: DateReading, whole: bool) -> Iterator[Punch | None]:
	"""The punches of a row; None for each cell that says something which cannot be read.

	whole: the column of times holds days with their times; Excel writes midnight as the day alone.
	"""
	number = _number(_cell(row, layout.one(NUMBER)))
	date_cell = _cell(row, layout.one(DATE))
	day = day_of(date_cell, reading)
	said = [
		(_cell(row, at), direction)
		for meaning, direction in (
			(TIME, _direction(_cell(row, layout.one(DIRECTION)))),
			(IN, "Clock In"),
			(OUT, "Clock Out"),
		)
		for at in layout.columns.get(meaning, ())
	]
	for cell, direction in said:
		times = times_of(cell) or ((MIDNIGHT,) if whole and isinstance(cell, (date, datetime)) else ())
		of_cell = day_of(cell, reading) or day
		if not times and _is_none(cell):
			continue
		if not times or of_cell is None or not number:
			yield None
			continue
		for each in times:
			yield Punch(number, each.on(of_cell), direction)  # type: ignore[arg-type]


def _cell(row: Cells, at: int | None) -> object:
	return row[at] if at is not None and at < len(row) else None


def _is_none(cell: object) -> bool:
	"""Whether a cell says that nobody punched: blank, 缺卡, a day alone."""
	if cell is None or isinstance(cell, (date, datetime)):
		return True
	return str(cell).strip().lower() in _NONE


def _number(cell: object) -> str:
	"""An employee number as text: 12.0 is 12; empty for none."""
	if isinstance(cell, float) and cell.is_integer():
		return str(int(cell))
	text = "" if cell is None else str(cell).strip().strip("'")
	return text if len(text) <= LONGEST_NUMBER else ""


def _direction(cell: object) -> Direction:
	text = _number(cell).lower().replace(" ", "").replace("/", "").replace("-", "")
	if text in _OUT or any(word in text for word in ("签退", "下班")):
		return "Clock Out"
	return "Clock In" if text in _IN or any(word in text for word in ("签到", "上班")) else ""
