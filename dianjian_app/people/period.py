"""A span of days with both ends in it: a day, a week, a month, a quarter, a year."""

from __future__ import annotations

import re
from collections.abc import Iterator
from dataclasses import dataclass
from datetime import date, datetime, timedelta

ONE_DAY = timedelta(days=1)
MONTH_TEXT = re.compile(r"(\d{4})-(\d{2})")


class PeriodError(ValueError):
	"""What was given does not describe a period."""


class EndBeforeStart(PeriodError):
	"""A period's last day lies before its first."""


class InvalidMonth(PeriodError):
	"""A month was not written as YYYY-MM, or there is no such month."""


@dataclass(frozen=True, order=True)
class Period:
	"""The days from `start` to `end`, both inclusive.

	Raises EndBeforeStart when `end` lies before `start`, PeriodError for anything that is not a plain date
	(a datetime too: a period knows no hours).
	"""

	start: date
	end: date

	def __post_init__(self) -> None:
		for day in (self.start, self.end):
			if not isinstance(day, date) or isinstance(day, datetime):
				raise PeriodError(f"{day!r} is not a date")
		if self.end < self.start:
			raise EndBeforeStart(f"The period ends on {self.end}, before it starts on {self.start}")

	def __contains__(self, day: date) -> bool:
		return self.start <= day <= self.end

	def __len__(self) -> int:
		"""Number of days, at least 1."""
		return (self.end - self.start).days + 1

	def __str__(self) -> str:
		return f"{self.start}" if self.start == self.end else f"{self.start}..{self.end}"

	def days(self) -> Iterator[date]:
		"""Each day of the period in order."""
		for offset in range(len(self)):
			yield self.start + timedelta(days=offset)

	def contains(self, other: date | Period) -> bool:
		"""Whether a day, or every day of another period, lies in this one."""
		if isinstance(other, Period):
			return self.start <= other.start and other.end <= self.end
		return other in self

	def overlap(self, other: Period) -> Period | None:
		"""The days that both have, None when they share none."""
		start, end = max(self.start, other.start), min(self.end, other.end)
		return Period(start, end) if start <= end else None

	@classmethod
	def day(cls, day: date) -> Period:
		"""The one day."""
		return cls(day, day)

	@classmethod
	def week_of(cls, day: date) -> Period:
		"""Monday to Sunday around the day (decision 3)."""
		monday = day - timedelta(days=day.weekday())
		return cls(monday, monday + timedelta(days=6))

	@classmethod
	def month(cls, year: int, month: int) -> Period:
		"""A calendar month; `month` is 1-12. Raises InvalidMonth otherwise."""
		if not 1 <= month <= 12 or not date.min.year <= year <= date.max.year:
			raise InvalidMonth(f"There is no month {month} of {year}")
		start = date(year, month, 1)
		if (year, month) == (date.max.year, 12):
			return cls(start, date.max)
		following = date(year + month // 12, month % 12 + 1, 1)
		return cls(start, following - ONE_DAY)

	@classmethod
	def month_of(cls, day: date) -> Period:
		"""The calendar month that the day belongs to."""
		return cls.month(day.year, day.month)

	@classmethod
	def parse_month(cls, text: str) -> Period:
		"""The month written as YYYY-MM, e.g. "2026-11". Raises InvalidMonth for any other text."""
		match = MONTH_TEXT.fullmatch(text.strip()) if isinstance(text, str) else None
		if not match:
			raise InvalidMonth(f"{text!r} is not a month; write it as YYYY-MM, e.g. 2026-11")
		return cls.month(int(match[1]), int(match[2]))

	@classmethod
	def quarter_of(cls, day: date) -> Period:
		"""January-March, April-June, July-September or October-December, whichever has the day."""
		first = 3 * ((day.month - 1) // 3) + 1
		return cls(cls.month(day.year, first).start, cls.month(day.year, first + 2).end)

	@classmethod
	def year_of(cls, day: date) -> Period:
		"""The calendar year that the day belongs to."""
		return cls(date(day.year, 1, 1), date(day.year, 12, 31))

	@classmethod
	def weeks_of_month(cls, month: Period) -> tuple[Period, ...]:
		"""The Monday-Sunday weeks that belong to the month: those whose Sunday lies in it (decision 3, R21)."""
		first = cls.week_of(month.start)
		return tuple(
			cls(first.start + timedelta(days=offset), first.end + timedelta(days=offset))
			for offset in range(0, (month.end - first.end).days + 1, 7)
		)

	@property
	def month_text(self) -> str:
		"""The month of the first day as YYYY-MM, what parse_month reads."""
		return f"{self.start:%Y-%m}"
