"""What the calendar plans for a day: seasons with their hours, weekly rest days, holidays, make-up workdays (R1).

Pure: plain dates in, plain values out.
"""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field, replace
from datetime import date, time
from decimal import Decimal
from enum import Enum
from itertools import pairwise
from types import MappingProxyType

from dianjian_app.people.period import ONE_DAY, Period

NONE, HALF, WHOLE = Decimal("0"), Decimal("0.5"), Decimal("1")
LEAP_YEAR = 2028
SEARCH_LIMIT_DAYS = 400


class CalendarError(ValueError):
	"""A calendar that says something impossible."""


class NoSuchDay(CalendarError):
	"""A season starts on a day that no year has, e.g. 30 February."""


class SeasonsClash(CalendarError):
	"""Two seasons start on the same day."""


class HoursReversed(CalendarError):
	"""Work ends before it starts."""


class BreakOutsideHours(CalendarError):
	"""A break that is half said, ends before it starts, or does not lie within the working hours."""


class DayTwice(CalendarError):
	"""One date stands in a calendar twice."""


class CalendarsOverlap(CalendarError):
	"""Two calendars of a chain claim the same day."""


class NoWorkingDay(CalendarError):
	"""No working day lies within more than a year: a deadline would never come."""


class DayType(str, Enum):
	"""What a Work Calendar says of a date; the values are the DocType's options."""

	HOLIDAY = "Holiday"
	HALF_HOLIDAY = "Half Holiday"
	WORKDAY = "Workday"


@dataclass(frozen=True)
class Season:
	"""Working hours from a month and day on, each year, until the next season starts. break_start, break_end: unpaid."""

	name: str
	from_month: int
	from_day: int
	work_start: time
	work_end: time
	break_start: time | None = None
	break_end: time | None = None

	def __post_init__(self) -> None:
		try:
			date(LEAP_YEAR, self.from_month, self.from_day)
		except ValueError:
			raise NoSuchDay(f"{self.name}: there is no day {self.from_month}-{self.from_day}") from None
		if self.work_end <= self.work_start:
			raise HoursReversed(f"{self.name}: work ends at {self.work_end}, but starts at {self.work_start}")
		if self.break_start is None and self.break_end is None:
			return
		if (
			self.break_start is None
			or self.break_end is None
			or not self.work_start < self.break_start < self.break_end < self.work_end
		):
			raise BreakOutsideHours(f"{self.name}: a break from {self.break_start} to {self.break_end}")


@dataclass(frozen=True)
class RestDay:
	"""A weekday (0 Monday … 6 Sunday) on which one rests; without dates, always."""

	weekday: int
	start: date | None = None
	end: date | None = None
	as_own: bool = False
	"""a centre's rest day that counts as each person's own: no make-up workday takes it"""

	def in_force(self, day: date) -> bool:
		"""Whether this row speaks about the time around `day`, whatever its weekday."""
		return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class PlanDay:
	"""A weekday (0 Monday … 6 Sunday) on which somebody in part time works; without dates, always (R3).

	part: "Morning" or "Afternoon", "" for the whole day; work_start, work_end: the hours where they are not the season's.
	"""

	weekday: int
	part: str = ""
	work_start: time | None = None
	work_end: time | None = None
	start: date | None = None
	end: date | None = None

	def __post_init__(self) -> None:
		if (self.work_start is None) != (self.work_end is None):
			raise HoursReversed("planned hours have a beginning and an end")
		if self.work_start and self.work_end and self.work_end <= self.work_start:
			raise HoursReversed(f"work ends at {self.work_end}, but starts at {self.work_start}")

	def in_force(self, day: date) -> bool:
		"""Whether this row speaks about the time around `day`, whatever its weekday."""
		return (self.start is None or self.start <= day) and (self.end is None or day <= self.end)


@dataclass(frozen=True)
class WorkCalendar:
	"""The calendar of a centre, or of one of its staff when `own_rest_days` are given.

	rest_days: the centre's, for whoever has none of their own on the day.
	own_rest_days: the person's; on a day on which any of them is in force they replace the centre's. moved: single days that
	people have agreed otherwise about; they go before both.
	special: dates that differ from the week's pattern. covered: the days that a calendar speaks about; on others only
	the week's pattern is known, and nobody is judged by them without being asked (decision 75).

	A make-up workday turns a rest day that the centre shares into a workday, and no other: it gives back the
	shared rest that a holiday took together. A rest day of one's own is agreed with that person so that the
	centre is always staffed, and is the one rest day a week that R1 promises; taking it by a line in a common
	calendar would cost somebody a day's calls that nobody asked them for. Whoever is to work on it gets the
	rest day's dates changed.
	"""

	rest_days: tuple[RestDay, ...] = ()
	special: Mapping[date, DayType] = field(default_factory=lambda: MappingProxyType({}))
	seasons: tuple[Season, ...] = ()
	own_rest_days: tuple[RestDay, ...] = ()
	covered: tuple[Period, ...] = ()
	moved: Mapping[date, bool] = field(default_factory=lambda: MappingProxyType({}))
	"""single days of a person on which the week's pattern does not hold: True a rest day, False none"""
	plan: tuple[PlanDay, ...] = ()
	"""the days of a person in part time; while a row is in force, nothing is planned on the weekdays without one"""

	def uncovered(self, period: Period) -> tuple[Period, ...]:
		"""The spans of a period that no calendar speaks about, in order (R1)."""
		missing: list[Period] = []
		day = period.start
		for span in sorted(self.covered):
			if span.start > day:
				missing += filter(None, [Period(day, span.start - ONE_DAY).overlap(period)])
			day = max(day, span.end + ONE_DAY)
			if day > period.end:
				return tuple(missing)
		return (*missing, Period(day, period.end))

	def for_staff(self, own_rest_days: Iterable[RestDay]) -> WorkCalendar:
		"""The same calendar as it holds for a person with these rest days (none: the centre's)."""
		own = tuple(own_rest_days)
		return replace(self, own_rest_days=own) if own else self

	def with_moved(self, moved: Mapping[date, bool]) -> WorkCalendar:
		"""The same calendar with a person's moved rest days: day → whether it is one now (R1)."""
		return replace(self, moved=MappingProxyType({**self.moved, **moved})) if moved else self

	def with_plan(self, plan: Iterable[PlanDay]) -> WorkCalendar:
		"""The same calendar for somebody in part time; without rows as it is (R3)."""
		rows = tuple(plan)
		return replace(self, plan=rows) if rows else self

	def plan_on(self, day: date) -> PlanDay | None:
		"""The row of the presence plan by which the person works that day, None where there is none."""
		rows = (row for row in self.plan if row.in_force(day) and row.weekday == day.weekday())
		return next(rows, None)

	def free_by_plan(self, day: date) -> bool:
		"""Whether a presence plan is in force that asks for nothing that day."""
		return any(row.in_force(day) for row in self.plan) and self.plan_on(day) is None

	def is_rest_day(self, day: date) -> bool:
		"""Whether the person rests that day by the week's pattern, make-up workdays considered (R1).

		A holiday is no rest day: it stays in the divisor of the weekly quota (decision 3).
		"""
		if day in self.moved:
			return self.moved[day]
		if self.plan_on(day):
			return False
		own = [rest for rest in self.own_rest_days if rest.in_force(day)]
		if own:
			return any(rest.weekday == day.weekday() for rest in own)
		shared = [rest for rest in self.rest_days if rest.in_force(day) and rest.weekday == day.weekday()]
		if any(rest.as_own for rest in shared):
			return True
		if self.special.get(day) is DayType.WORKDAY:
			return False
		return bool(shared)

	def planned(self, day: date) -> Decimal:
		"""Days of work planned: 1, 0.5 on a half holiday, 0 on a holiday or rest day (decision 1).

		By a presence plan half a day on half days, and nothing on a weekday that it does not name (R3). A day that the
		plan leaves free is no rest day: the week's quota is scaled by the days that others work (decision 3).
		"""
		if self.is_rest_day(day) or (self.free_by_plan(day) and day not in self.moved):
			return NONE
		special = self.special.get(day)
		if special is DayType.HOLIDAY:
			return NONE
		row = self.plan_on(day)
		part = row.part if row else ""
		if special is DayType.HALF_HOLIDAY:  # worked in the morning
			return NONE if part == "Afternoon" else HALF
		return HALF if part else WHOLE

	def season_on(self, day: date) -> Season | None:
		"""The season that the day lies in, None when the centre keeps none. Wraps over New Year (R1)."""
		if not self.seasons:
			return None
		by_start = sorted(self.seasons, key=_start_of)
		begun = [season for season in by_start if _start_of(season) <= (day.month, day.day)]
		return begun[-1] if begun else by_start[-1]

	def hours_on(self, day: date) -> tuple[time, time] | None:
		"""(start, end) of work on the day by its season; None when nothing is planned or no season is kept."""
		season = self.season_on(day)
		if season is None or not self.planned(day):
			return None
		return season.work_start, season.work_end

	def add_working_days(self, start: date, count: int) -> date:
		"""The day that is `count` working days after `start`, which is not counted itself (R35).

		A half holiday is a working day. count: 0 or more; 0 gives `start`. Raises NoWorkingDay when
		the calendar plans no work for more than a year, ValueError for a negative count.
		"""
		if count < 0:
			raise ValueError(f"A deadline cannot lie {-count} working days back")
		day, idle = start, 0
		while count:
			day += ONE_DAY
			worked = bool(self.planned(day))
			count -= worked
			idle = 0 if worked else idle + 1
			if idle > SEARCH_LIMIT_DAYS:
				raise NoWorkingDay(f"The calendar plans no work between {start} and {day}")
		return day

	def working_days(self, period: Period) -> Decimal:
		"""Σ planned over the period, in days."""
		return sum((self.planned(day) for day in period.days()), NONE)


def check_seasons(seasons: Iterable[Season]) -> None:
	"""Refuse two seasons that start on one day. Raises SeasonsClash. (R1)"""
	seen: dict[tuple[int, int], Season] = {}
	for season in seasons:
		other = seen.setdefault(_start_of(season), season)
		if other is not season:
			raise SeasonsClash(
				f"{other.name}, {season.name}: both start on {season.from_month}-{season.from_day}"
			)


def special_days(rows: Iterable[tuple[date, DayType]]) -> Mapping[date, DayType]:
	"""The dates of a Work Calendar by date. Raises DayTwice when a date stands there twice."""
	special: dict[date, DayType] = {}
	for day, day_type in rows:
		if day in special:
			raise DayTwice(f"{day} stands in the calendar twice")
		special[day] = DayType(day_type)
	return MappingProxyType(special)


@dataclass(frozen=True)
class Link:
	"""A Work Calendar's days and the span in which a centre follows it."""

	span: Period
	special: Mapping[date, DayType]


def chained(links: Iterable[Link]) -> Mapping[date, DayType]:
	"""The special days of calendars that follow each other: each speaks about its own span alone (R1, decision 75).

	Raises CalendarsOverlap when two spans share a day.
	"""
	ordered = sorted(links, key=lambda link: link.span)
	for earlier, later in pairwise(ordered):
		if later.span.start <= earlier.span.end:
			raise CalendarsOverlap(f"{earlier.span} and {later.span} share days")
	return MappingProxyType(
		{day: kind for link in ordered for day, kind in link.special.items() if day in link.span}
	)


def _start_of(season: Season) -> tuple[int, int]:
	return season.from_month, season.from_day
