# pure: no frappe
"""Rows of a workbook to outcomes: new, merged with a lead that has one of the numbers, or rejected (R6).

A row matches a lead when any of the row's numbers is any number of that lead: primary or further. The first row
with a number makes the lead; its other numbers belong to it from then on.
"""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence
from dataclasses import dataclass, replace
from datetime import date, datetime
from typing import Literal

from dianjian_app.resources import columns as c
from dianjian_app.resources.phone import read_numbers
from dianjian_app.resources.reading import Sheet

Outcome = Literal["New", "Merged", "Rejected"]
Reason = Literal["Missing", "Invalid Number", "Service", "Too Old", "Unknown Source", "Do Not Call"]
_REASONS: dict[str, Reason] = {"missing": "Missing", "invalid": "Invalid Number", "service": "Service"}


@dataclass(frozen=True)
class Row:
	"""One data row: where it stands (row_no as Excel counts) and what it says."""

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


@dataclass(frozen=True)
class Result:
	"""What became of a row. lead: key of the lead it made or joined (an existing lead's name, or `new:<index>`)."""

	row: Row
	outcome: Outcome
	lead: str | None = None

	@property
	def reason(self) -> Reason | None:
		return self.row.reason


def rows_of(
	sheets: Iterable[Sheet], area_code: str, layouts: Mapping[str, c.Layout] | None = None
) -> Iterator[Row]:
	"""Data rows of all sheets that have a phone column; title, blank and total rows are passed over.

	area_code: of the centre; layouts: sheet name → layout, for sheets whose columns a person has corrected.
	"""
	for sheet in sheets:
		layout = (layouts or {}).get(sheet.name) or c.guess_layout(sheet.rows, area_code)
		if not layout.usable:
			continue
		for index in range(layout.first, len(sheet.rows)):
			cells = sheet.rows[index]
			if not c.is_blank(cells) and not c.is_total(cells):
				yield _row(sheet.name, index + 1, cells, layout, area_code)


def _row(sheet: str, row_no: int, cells: Sequence[object], layout: c.Layout, area_code: str) -> Row:
	numbers: dict[str, None] = {}
	reasons: list[str] = []
	for index in layout.columns[c.PHONE]:
		read = read_numbers(cells[index] if index < len(cells) else None, area_code)
		numbers.update(dict.fromkeys(read.numbers))
		if read.reason:
			reasons.append(read.reason)
	reason = None
	if not numbers:
		reason = _REASONS[next((r for r in ("service", "invalid") if r in reasons), "missing")]

	def text(meaning: str) -> str:
		for index in layout.columns.get(meaning, ()):
			if index < len(cells) and cells[index] is not None:
				return _text(cells[index])
		return ""

	def day() -> date | None:
		for index in layout.columns.get(c.DATE, ()):
			if index < len(cells):
				return _day(cells[index])
		return None

	return Row(
		sheet,
		row_no,
		tuple(numbers),
		reason,
		name=text(c.NAME),
		source=text(c.SOURCE),
		need=text(c.NEED),
		remarks=text(c.REMARKS),
		segment=text(c.SEGMENT),
		project=text(c.PROJECT),
		date=day(),
	)


def _text(cell: object) -> str:
	if isinstance(cell, float) and cell.is_integer():
		return str(int(cell))
	return str(cell).strip()


def _day(cell: object) -> date | None:
	if isinstance(cell, datetime):
		return cell.date()
	if isinstance(cell, date):
		return cell
	text = str(cell or "").strip().replace("年", "-").replace("月", "-").replace("日", "")
	text = text.replace("/", "-").replace(".", "-").split(" ")[0]
	try:
		year, month, day = (int(part) for part in text.split("-")[:3])
		return date(year if year > 99 else 2000 + year, month, day)
	except ValueError:
		return None


def too_old(row: Row, max_age_days: int, received_on: date) -> bool:
	"""Is the row's date further back than its source allows (R5: "last half year")? False without a date."""
	return bool(max_age_days and row.date and (received_on - row.date).days > max_age_days)


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
