"""Gives each row of a workbook its outcome: new, merged with a lead that has one of its numbers, or rejected (R6).

The rule. A row stands for all numbers in its phone columns, in order; the first is the primary one. It matches a lead
when any of its numbers is a number of that lead, whether the lead comes from this workbook or was there before. The first
row whose numbers nobody has makes the lead. Every later row that shares a number merges into it and adds its other
numbers. When a row's numbers belong to several leads, it merges into the lead of its first such number and the others
keep theirs: a third row never makes two customers one. A row is rejected only when none of its numbers can be called.
"""

from __future__ import annotations

import re
from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime, time
from typing import Literal

from dianjian_app.resources.intake import headings
from dianjian_app.resources.intake.columns import Layout, guess_layout, is_blank, is_note, is_total
from dianjian_app.resources.intake.dates import DateReading, Order, is_written, read_day, reading_of
from dianjian_app.resources.intake.reading import Sheet
from dianjian_app.resources.numbers.phone import hide_numbers, name_in_phone_cell, read_numbers

MIDNIGHT = time()
Outcome = Literal["New", "Merged", "Rejected"]
Reason = Literal["Missing", "Invalid Number", "Service", "Too Old", "Date Not Read", "Do Not Call"]
_REASONS: dict[str, Reason] = {"service": "Service", "invalid": "Invalid Number", "missing": "Missing"}
_EXTENSION = re.compile(r"\d{1,6}")
_HAS_NUMBER = re.compile(r"\d[\d \-()./]{5,}\d")


@dataclass(frozen=True, slots=True)
class Row:
	"""One data row: its place in the workbook (row_no as Excel counts) and its values; numbers in free text are masked.

	unread_date: what stands in the column of dates and is read as no day.
	"""

	sheet: str
	row_no: int
	numbers: tuple[str, ...]
	reason: Reason | None
	name: str = ""
	source: str = ""
	need: str = ""
	remarks: str = ""
	segment: str = ""
	project: str = ""
	date: date | None = None
	unread_date: str = ""


@dataclass(frozen=True, slots=True)
class Result:
	"""The outcome of a row. lead: key of the lead it made or joined: an existing lead's name, or `new:<index>`."""

	row: Row
	outcome: Outcome
	lead: str | None = None

	@property
	def reason(self) -> Reason | None:
		return self.row.reason


def layouts_of(
	sheets: Iterable[Sheet], area_code: str, chosen: Mapping[str, Layout] | None = None
) -> dict[str, Layout]:
	"""Sheet name → its layout: chosen by a person, otherwise guessed with the sheet before it as a hint."""
	layouts: dict[str, Layout] = {}
	previous = None
	for sheet in sheets:
		layout = (chosen or {}).get(sheet.name) or guess_layout(sheet.rows, area_code, previous, sheet.name)
		layouts[sheet.name] = layout
		previous = layout if layout.usable else previous
	return layouts


def rows_of(
	sheets: Sequence[Sheet],
	area_code: str,
	layouts: Mapping[str, Layout] | None = None,
	readings: Mapping[str, DateReading] | None = None,
) -> Iterator[Row]:
	"""Data rows of all sheets that have a phone column.

	Skipped: title, blank and total rows, repeated headings, rows with nothing but a serial number or one remark.
	area_code: of the centre; layouts: sheet name → layout, for sheets whose columns a person chose; readings: sheet name →
	how its days are read, from `date_readings`.
	"""
	found = layouts_of(sheets, area_code, layouts)
	readings = date_readings(sheets, found) if readings is None else readings
	for sheet in sheets:
		layout = found[sheet.name]
		if layout.usable:
			yield from _rows_of_sheet(sheet, layout, area_code, readings[sheet.name])


def date_readings(
	sheets: Iterable[Sheet],
	layouts: Mapping[str, Layout],
	received_on: date | None = None,
	orders: Mapping[str, Order | None] | None = None,
) -> dict[str, DateReading]:
	"""Sheet name → how its column of days is read: in the order that a person chose, or that the whole column allows.

	received_on: of the batch, for days without a year; orders: sheet name → the order that a person chose.
	"""
	readings = {}
	for sheet in sheets:
		layout = layouts[sheet.name]
		dated = layout.columns.get(headings.DATE, (-1,))[0]
		column = (row[dated] for row in sheet.rows[layout.first :] if 0 <= dated < len(row))
		reading = DateReading((orders or {}).get(sheet.name), received_on, sheet.from_1904)
		readings[sheet.name] = reading_of(column, reading)
	return readings


def _rows_of_sheet(sheet: Sheet, layout: Layout, area_code: str, reading: DateReading) -> Iterator[Row]:
	phones = layout.columns[headings.PHONE]
	name_with_number = headings.NAME not in layout.columns
	places = [
		layout.columns.get(m, (-1,))[0]
		for m in (
			headings.NAME,
			headings.SOURCE,
			headings.NEED,
			headings.REMARKS,
			headings.SEGMENT,
			headings.PROJECT,
		)
	]
	dated = layout.columns.get(headings.DATE, (-1,))[0]
	extended = layout.columns.get(headings.EXTENSION, (-1,))[0]
	days: dict[object, tuple[date | None, str]] = {}  # a column has few days, and many cells of each
	for index in range(layout.first, len(sheet.rows)):
		cells = sheet.rows[index]
		if 0 <= extended < len(cells) and is_written(cells[extended]):
			cells = _with_extension(cells, phones, extended)
		numbers, reason = _numbers(cells, phones, area_code)
		if not numbers and (is_blank(cells) or is_total(cells) or is_note(cells, layout)):
			continue
		width = len(cells)
		name, source, need, remarks, segment, project = [
			text_of(cells[at]) if 0 <= at < width else "" for at in places
		]
		if numbers and name_with_number:
			name = next(
				(n for at in phones if at < width and (n := name_in_phone_cell(cells[at], area_code))), ""
			)
		said = cells[dated] if 0 <= dated < width else None
		if said not in days:
			day = read_day(said, reading)
			days[said] = (day, text_of(said) if day is None and is_written(said) else "")
		yield Row(
			sheet.name,
			index + 1,
			numbers,
			reason,
			name,
			source,
			need,
			remarks,
			segment,
			project,
			*days[said],
		)


def _numbers(
	cells: Sequence[object], phones: tuple[int, ...], area_code: str
) -> tuple[tuple[str, ...], Reason | None]:
	"""Numbers of all phone columns in their order, or the most telling reason why there is none."""
	width = len(cells)
	if len(phones) == 1 and phones[0] < width:
		only = read_numbers(cells[phones[0]], area_code)
		return only.numbers, only.reason and _REASONS[only.reason]
	read = [read_numbers(cells[at], area_code) for at in phones if at < width]
	numbers = tuple(dict.fromkeys(number for r in read for number in r.numbers))
	if numbers:
		return numbers, None
	reasons = {r.reason for r in read}
	return (), next((said for reason, said in _REASONS.items() if reason in reasons), "Missing")


def _with_extension(cells: Sequence[object], phones: Iterable[int], extended: int) -> Sequence[object]:
	"""The row with an extension from its own column behind the number that stands nearest to the left of it."""
	extension = _as_written(cells[extended])
	filled = (at for at in phones if at < len(cells) and is_written(cells[at]))
	at = max(filled, key=lambda at: (at < extended, at), default=-1)
	if at < 0 or not _EXTENSION.fullmatch(extension):
		return cells
	written = list(cells)
	written[at] = f"{_as_written(cells[at])}转{extension}"
	return written


def _as_written(cell: object) -> str:
	return str(int(cell) if isinstance(cell, float) and cell.is_integer() else cell).strip()


def text_of(cell: object) -> str:
	"""A cell as text with phone numbers masked: "" for blank, whole floats as integers, days without their midnight."""
	if isinstance(cell, str):
		if cell.isalpha():
			return cell
		text = cell.strip()
		return hide_numbers(text) if len(text) > 6 and _HAS_NUMBER.search(text) else text
	if cell is None:
		return ""
	if isinstance(cell, float) and cell.is_integer():
		cell = int(cell)
	if isinstance(cell, datetime):  # Excel makes a date of "3-5"
		cell = cell.date() if cell.time() == MIDNIGHT else cell.isoformat(" ", "minutes")
	text = str(cell)
	return hide_numbers(text) if len(text) > 6 else text


def too_old(row: Row, max_age_days: int, received_on: date) -> bool:
	"""Whether the row's date lies further back than its source allows (R5: "last half year"). False without a date."""
	return bool(max_age_days and row.date and (received_on - row.date).days > max_age_days)


def is_of_unknown_age(row: Row, max_age_days: int) -> bool:
	"""Whether the source takes rows up to an age only and the row's day is written but unread (R5)."""
	return bool(max_age_days and row.unread_date)


def reject(row: Row, reason: Reason) -> Row:
	"""The row with a reason to reject it."""
	return replace(row, reason=reason)


def match(rows: Iterable[Row], known: Mapping[str, str]) -> list[Result]:
	"""The outcome of each row, in order.

	known: E.164 → name of the lead that has it. Matching the same rows against what they made gives only merges.
	"""
	owner: dict[str, str] = dict(known)
	results: list[Result] = []
	made = 0
	for row in rows:
		if row.reason:
			results.append(Result(row, "Rejected"))
			continue
		lead = next((owner[n] for n in row.numbers if n in owner), None)
		outcome: Outcome = "Merged"
		if lead is None:
			lead, outcome = f"new:{made}", "New"
			made += 1
		for number in row.numbers:
			owner.setdefault(number, lead)
		results.append(Result(row, outcome, lead))
	return results
