"""Reads the days of a column as people and programs write them (R5, R6). Needs no site.

A day written with its month in words, or with its year in front, is read by itself. `11/6/2026` is not: whether the day
or the month comes first is what all cells of the column allow together, or what a person chose. A cell that can still be
read in two ways stays unread.
"""

from __future__ import annotations

import re
import unicodedata
from collections.abc import Hashable, Iterable
from dataclasses import dataclass, replace
from datetime import date, datetime, timedelta
from functools import lru_cache
from typing import Literal

Order = Literal["YMD", "MDY", "DMY"]
ORDERS: tuple[Order, ...] = ("YMD", "MDY", "DMY")
# what Excel counts days from: 1 January 1900 with a 29 February that there was not, or 1 January 1904 on old Macs
_EPOCHS = {False: date(1899, 12, 30), True: date(1904, 1, 1)}
_FIRST_DAY, _LAST_DAY = date(1990, 1, 1), date(2099, 12, 31)
_YEARS_BACK = 10
"""how far back a year of two digits may lie where it could be a day as well"""

_SERIAL = re.compile(r"\d{5}(?:\.\d+)?")
_COMPACT = re.compile(r"((?:19|20)\d\d)([01]\d)([0-3]\d)(?:\d{4}|\d{6}|\s\d\d?:\d\d(?::\d\d)?)?")
_YEAR_FIRST = re.compile(
	r"(?<!\d)((?:19|20)\d\d)(?:\s*[-/.年,、]\s*|\s)(\d{1,2})(?:\s*[-/.月,、]\s*|\s)(\d{1,2})(?!\d)"
)
_SHORT_YEAR_IN_WORDS = re.compile(r"(?<!\d)(\d\d)\s*年\s*(\d{1,2})\s*月\s*(\d{1,2})(?!\d)")
_YEAR_LAST = re.compile(r"(?<![\d.:/-])(\d{1,2})\s*([-/.])\s*(\d{1,2})\s*\2\s*((?:19|20)\d\d)(?!\d)")
_THREE_PAIRS = re.compile(r"(?<![\d.:/-])(\d{1,2})([-/.])(\d{1,2})\2(\d{1,2})(?![\d:/-])")
_MONTH_AND_DAY = re.compile(r"(?<![\d年])(\d{1,2})\s*月\s*(\d{1,2})\s*[日号]?(?!\d)")
_PAIR = re.compile(r"(\d{1,2})\s*[-/.]\s*(\d{1,2})")
_DASHES = str.maketrans(dict.fromkeys("‐‑‒–—―−", "-"))
_MONTHS = {m: at for at, m in enumerate("jan feb mar apr may jun jul aug sep oct nov dec".split(), 1)}
_NAMED_DAY_FIRST = re.compile(
	r"(\d{1,2})(?:st|nd|rd|th)?[\s/-]*([a-z]{3})[a-z]*[\s,./-]*(\d{4}|\d\d)(?!\d)", re.I
)
_NAMED_MONTH_FIRST = re.compile(r"\b([a-z]{3})[a-z]*\.?\s*(\d{1,2})(?:st|nd|rd|th)?[\s,]+(\d{4})(?!\d)", re.I)


@dataclass(frozen=True)
class DateReading:
	"""How a column's days are read. order: day or month first, None as long as that is undecided; short_order: where
	years have two digits; received_on: the year of a day without one is the latest that is not after it; from_1904: the
	workbook's serial numbers."""

	order: Order | None = None
	received_on: date | None = None
	from_1904: bool = False
	short_order: Order | None = None


def is_written(cell: object) -> bool:
	"""Whether anything stands in a cell."""
	return cell is not None and bool(str(cell).strip())


def reading_of(cells: Iterable[object], reading: DateReading) -> DateReading:
	"""How a column is read: as a person chose (reading.order), otherwise in the order that all its cells allow."""
	if reading.order is not None:
		return reading
	texts = {cell for cell in cells if isinstance(cell, str) and cell}
	order = _common_order(texts, reading, short_year=False)
	short = _common_order(texts, reading, short_year=True) or order
	return replace(reading, order=order, short_order=short)


def is_undecided(cell: object, reading: DateReading) -> bool:
	"""Whether a cell stays unread because it can be read in two ways: choosing the order settles it."""
	return read_day(cell, reading) is None and len(_ways(cell, reading)) > 1


def read_day(cell: object, reading: DateReading) -> date | None:
	"""The day of a cell, or None: blank, no day, or readable in two ways."""
	if isinstance(cell, datetime):
		return cell.date()
	if isinstance(cell, date):
		return cell
	ways = _ways(cell, reading)
	order = (reading.short_order if _has_short_year(cell) else None) or reading.order
	if order in ways:
		return ways[order]
	# in one way only, or in several that mean the same day (5/5/2026)
	return next(iter(ways.values())) if len(set(ways.values())) == 1 else None


def _common_order(cells: Iterable[str], reading: DateReading, *, short_year: bool) -> Order | None:
	"""The one order that all cells of the column allow, of those with a short year or of the others; None: not one."""
	left = set(ORDERS)
	for cell in cells:
		if _has_short_year(cell) == short_year:
			ways = _ways(cell, reading)
			if ways and set(ways) != set(ORDERS):
				left &= set(ways)
	return left.pop() if len(left) == 1 else None


def _has_short_year(cell: object) -> bool:
	if not isinstance(cell, str):
		return False
	text = _in_ascii(cell)
	return not _YEAR_LAST.search(text) and bool(_THREE_PAIRS.search(text))


@lru_cache(maxsize=8192, typed=True)
def _ways(cell: Hashable, reading: DateReading) -> dict[Order, date]:
	"""The days that a cell can mean, by the order that it then is written in; all three for one that needs no order."""
	if isinstance(cell, bool) or not isinstance(cell, (str, int, float)):
		return {}
	text = _in_ascii(str(int(cell)) if isinstance(cell, float) and cell.is_integer() else str(cell))
	day = _plain(text, reading) or (_in_words(text) if isinstance(cell, str) else None)
	if day:
		return dict.fromkeys(ORDERS, day)
	return _by_order(text, reading) if isinstance(cell, str) else {}


def _in_ascii(text: str) -> str:
	"""Full-width digits, marks and dashes as plain ones: input methods write either."""
	return text.strip() if text.isascii() else unicodedata.normalize("NFKC", text).translate(_DASHES).strip()


def _plain(text: str, reading: DateReading) -> date | None:
	"""20260605 and Excel's serial numbers, as numbers or as text."""
	if found := _COMPACT.fullmatch(text):
		return _date(*found.groups())
	if _SERIAL.fullmatch(text):
		day = _EPOCHS[reading.from_1904] + timedelta(days=int(float(text)))
		return day if _FIRST_DAY <= day <= _LAST_DAY else None
	return None


def _in_words(text: str) -> date | None:
	"""Days whose parts say what they are: the year in front, 年月日, an English month."""
	if found := _YEAR_FIRST.search(text) or _SHORT_YEAR_IN_WORDS.search(text):
		return _date(*found.groups())
	if (found := _NAMED_DAY_FIRST.search(text)) and found[2].lower() in _MONTHS:
		return _date(found[3], _MONTHS[found[2].lower()], found[1])
	if (found := _NAMED_MONTH_FIRST.search(text)) and found[1].lower() in _MONTHS:
		return _date(found[3], _MONTHS[found[1].lower()], found[2])
	return None


def _by_order(text: str, reading: DateReading) -> dict[Order, date]:
	"""Days whose parts say what they are by their order only."""
	if found := _YEAR_LAST.search(text):
		first, second, year = found[1], found[3], found[4]
		return _days(MDY=_date(year, first, second), DMY=_date(year, second, first))
	if found := _THREE_PAIRS.search(text):
		a, b, c = found[1], found[3], found[4]
		days = _days(YMD=_date(a, b, c) if len(a) == 2 else None)
		if len(c) == 2:
			days |= _days(MDY=_date(c, a, b), DMY=_date(c, b, a))
		near = {order: day for order, day in days.items() if _is_near(day, reading)}
		return near or days
	if found := _MONTH_AND_DAY.search(text):
		day = _latest(found[1], found[2], reading)
		return dict.fromkeys(ORDERS, day) if day else {}
	if found := _PAIR.fullmatch(text):
		return _days(MDY=_latest(found[1], found[2], reading), DMY=_latest(found[2], found[1], reading))
	return {}


def _days(**days: date | None) -> dict[Order, date]:
	return {order: day for order in ORDERS if (day := days.get(order))}


def _is_near(day: date, reading: DateReading) -> bool:
	"""Whether a year of two digits is likely: not before the last ten years, nor after the next one."""
	until = reading.received_on or day
	return until.year - _YEARS_BACK <= day.year <= until.year + 1


def _latest(month: str, day: str, reading: DateReading) -> date | None:
	"""A day without a year: the latest that is not after the day of receipt, 29 February up to eight years before."""
	if not reading.received_on:
		return None
	years = range(reading.received_on.year, reading.received_on.year - 9, -1)
	found = (d for year in years if (d := _date(year, month, day)) and d <= reading.received_on)
	return next(found, None)


def _date(year: str | int, month: str | int, day: str | int) -> date | None:
	year = int(year)
	try:
		return date(year if year > 99 else 2000 + year, int(month), int(day))
	except ValueError:
		return None
