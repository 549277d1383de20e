"""Reads the times of a cell as devices and people write them: 9:07, 09:07:30, 上午9:07, 次日00:20, several in one cell (R33). Pure."""

from __future__ import annotations

import re
from dataclasses import dataclass
from datetime import date, datetime, time, timedelta
from functools import lru_cache

from dianjian_app.resources.intake.dates import DateReading, read_day

_TIME = re.compile(
	r"(次日|第二天|\+1)?\s*(上午|早上|凌晨|下午|晚上|中午|[ap]\.?m\.?)?\s*"
	r"(?<![\d:.])(\d{1,2})\s*[:：时点]\s*(\d{2})(?:\s*[:：分]\s*(\d{2}))?(?:\.\d+)?(?![\d:])\s*分?秒?\s*([ap]\.?m\.?)?",
	re.IGNORECASE,
)
_COMPACT = re.compile(r"(?:19|20)\d{6}([0-2]\d)([0-5]\d)([0-5]\d)?")
_AFTERNOON = ("下午", "晚上", "中午")
_ANY_ORDER = DateReading()
SECONDS_A_DAY = 86400


@dataclass(frozen=True)
class TimeOfDay:
	"""A time, and whether the cell says that it is the next day's."""

	at: time
	next_day: bool = False

	def on(self, day: date) -> datetime:
		"""The moment on a day."""
		return datetime.combine(day + timedelta(days=self.next_day), self.at)


def times_of(cell: object) -> tuple[TimeOfDay, ...]:
	"""The times that a cell says, in order; none for a blank or a day without a time."""
	if isinstance(cell, datetime):
		return (TimeOfDay(cell.time().replace(microsecond=0)),) if cell.time() != time(0) else ()
	if isinstance(cell, time):
		return (TimeOfDay(cell.replace(microsecond=0)),)
	if isinstance(cell, timedelta):
		return (_from_seconds(round(cell.total_seconds())),)
	if isinstance(cell, float) and not isinstance(cell, bool):
		part = cell % 1
		return (_from_seconds(round(part * SECONDS_A_DAY)),) if part else ()
	return _in_text(cell) if isinstance(cell, str) else ()


@lru_cache(maxsize=16384)
def _in_text(text: str) -> tuple[TimeOfDay, ...]:
	if found := _COMPACT.fullmatch(text.strip()):
		return _valid(int(found[1]), int(found[2]), int(found[3] or 0))
	times: list[TimeOfDay] = []
	for said in _TIME.finditer(text):
		next_day, before, hour, minute, second, after = said.groups()
		hours = int(hour)
		half = (before or after or "").lower().replace(".", "")
		if half in (*_AFTERNOON, "pm") and hours < 12 and not (half == "中午" and hours >= 11):
			hours += 12
		elif half in ("am", "凌晨") and hours == 12:
			hours = 0
		times.extend(_valid(hours, int(minute), int(second or 0), bool(next_day)))
	return tuple(times)


def _valid(hour: int, minute: int, second: int, next_day: bool = False) -> tuple[TimeOfDay, ...]:
	"""24:00 is the next day's first minute; what is no time is none."""
	if (hour, minute, second) == (24, 0, 0):
		return (TimeOfDay(time(0), True),)
	if hour > 23 or minute > 59 or second > 59:
		return ()
	return (TimeOfDay(time(hour, minute, second), next_day),)


def _from_seconds(seconds: int) -> TimeOfDay:
	days, rest = divmod(seconds, SECONDS_A_DAY)
	return TimeOfDay((datetime.min + timedelta(seconds=rest)).time(), bool(days))


def has_day(cell: object, reading: DateReading = _ANY_ORDER) -> bool:
	"""Whether a cell says a day."""
	if isinstance(cell, float):
		return cell > 30000 and read_day(float(int(cell)), reading) is not None
	return read_day(cell, reading) is not None


def day_of(cell: object, reading: DateReading) -> date | None:
	"""The day of a cell, a time beside it or not; None: none, or readable in two ways."""
	return read_day(float(int(cell)) if isinstance(cell, float) else cell, reading)
