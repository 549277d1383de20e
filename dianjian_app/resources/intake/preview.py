"""What the preview of a batch shows of each sheet: columns, first rows, and what is unread, hidden, competing (R6, R47)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping, Sequence
from dataclasses import asdict
from typing import Any

from openpyxl.utils import get_column_letter

from dianjian_app.resources.intake import columns, headings, matching, text_files
from dianjian_app.resources.intake.dates import DateReading, is_undecided
from dianjian_app.resources.intake.prepared import SheetChoice
from dianjian_app.resources.intake.reading import Sheet
from dianjian_app.resources.numbers import extensions
from dianjian_app.resources.numbers.phone import hide_numbers, mask, read_numbers

ROWS = 20
LONGEST_CELL = 60
EXAMPLES = 3


def show_sheet(
	sheet: Sheet,
	layout: columns.Layout,
	reading: DateReading,
	choice: SheetChoice,
	area_code: str,
	as_read: Sheet,
) -> dict[str, Any]:
	"""A sheet as the page shows it, every phone number masked.

	sheet: prepared; as_read: the same without a person's choices, for what is hidden in it.
	"""
	shown = range(layout.first, min(layout.first + ROWS, len(sheet.rows)))
	phones, extended = layout.columns.get(headings.PHONE, ()), layout.columns.get(headings.EXTENSION, ())
	titles = [matching.text_of(cell) for cell in columns.headings_of(as_read.rows, layout)]
	rivals = columns.competing(as_read.rows, layout)
	return {
		"sheet": sheet.name,
		"header": layout.header,
		"first": layout.first,
		"columns": {meaning: list(where) for meaning, where in layout.columns.items()},
		"headings": titles,
		"rows": [
			{
				"row_no": at + 1,
				"cells": [
					extensions.mask(matching.text_of(cell))
					if i in extended
					else _cell_text(cell, i in phones, area_code)
					for i, cell in enumerate(sheet.rows[at])
				],
			}
			for at in shown
		],
		"count": max(0, len(sheet.rows) - layout.first),
		"choice": asdict(choice),
		"hidden": sheet.hidden,
		"hidden_rows": sum(1 for at in as_read.hidden_rows if _is_data(as_read.rows, at, layout)),
		"hidden_columns": [
			_column_name(at, titles) for at in sorted(as_read.hidden_columns) if _is_filled(as_read.rows, at)
		],
		"merged": sum(1 for (top, _left), (bottom, _right) in sheet.merged if bottom > top >= layout.first),
		"competing": {
			meaning: [_column_name(at, titles) for at in where]
			for meaning, where in rivals.items()
			if meaning in (headings.PHONE, headings.NAME, headings.DATE)
		},
		"dates": _show_dates(sheet, layout, reading, area_code),
	}


def show_encodings(content: bytes, chosen: str | None) -> dict[str, Any]:
	"""In which encoding a text file is read, and how its first lines read in each that it may be in, masked."""
	found = chosen or text_files.encoding_of(content)
	return {
		"chosen": {"utf-8-sig": text_files.UTF_8, "utf-16": "utf-16-le"}.get(found or "", found),
		"undecided": found is None,
		"ways": [
			{
				"encoding": way.encoding,
				"label": text_files.ENCODINGS[way.encoding],
				"lines": [hide_numbers(line)[:LONGEST_CELL] for line in way.lines],
				"lost": way.lost,
			}
			for way in text_files.candidates(content)
		],
	}


def _show_dates(
	sheet: Sheet, layout: columns.Layout, reading: DateReading, area_code: str
) -> dict[str, Any] | None:
	"""How the column of days is read, and what stays unread; None: there is no such column."""
	if headings.DATE not in layout.columns or not layout.usable:
		return None
	unread = [
		row.unread_date
		for row in matching.rows_of([sheet], area_code, {sheet.name: layout}, {sheet.name: reading})
		if row.unread_date
	]
	undecided = [said for said in unread if is_undecided(said, reading)]
	return {
		"order": reading.order,
		"unread": len(unread),
		"undecided": len(undecided),
		"examples": _first(undecided or unread),
		"lost_examples": _first(said for said in unread if not is_undecided(said, reading)),
	}


def _first(said: Iterable[str]) -> list[str]:
	"""The first few different ones."""
	return [text[:LONGEST_CELL] for text in dict.fromkeys(said)][:EXAMPLES]


def _cell_text(cell: object, is_phone: bool, area_code: str) -> str:
	if is_phone and (numbers := read_numbers(cell, area_code).numbers):
		return " / ".join(mask(n) for n in numbers)
	return matching.text_of(cell)[:LONGEST_CELL]


def _is_data(rows: Sequence[Sequence[object]], at: int, layout: columns.Layout) -> bool:
	return layout.first <= at < len(rows) and not columns.is_blank(rows[at])


def _is_filled(rows: Sequence[Sequence[object]], at: int) -> bool:
	return any(at < len(row) and row[at] not in ("", None) for row in rows)


def _column_name(at: int, titles: Sequence[str]) -> str:
	"""A column as people name it: its letter in Excel and its heading."""
	title = titles[at] if at < len(titles) else ""
	return f"{get_column_letter(at + 1)} {title}".strip()


def choice_of(choices: Mapping[str, SheetChoice], sheet: Sheet) -> SheetChoice:
	"""What was chosen for a sheet."""
	return choices.get(sheet.name, SheetChoice())
