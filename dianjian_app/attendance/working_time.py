"""Planned working time of a person's day: hours of the season or of the shift, half days, leave, outing (R33, R34). Pure.

Everything that asks how long somebody is to work asks `plan_day`: the results of days, the month sheet, overtime.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date, datetime, time
from enum import Enum

from dianjian_app.people.calendar import DayType, Season, WorkCalendar
from dianjian_app.people.presence import BOTH_HALVES, DayPart

NOON = time(12)
END_OF_DAY = time(23, 59)
NO_HALVES: frozenset[DayPart] = frozenset()


class HoursError(ValueError):
	"""Working hours that cannot be."""


class DayKind(str, Enum):
	"""What the plan makes of a day; the values are the options of Staff Day Result."""

	WORKDAY = "Workday"
	REST = "Rest Day"
	HOLIDAY = "Holiday"


@dataclass(frozen=True)
class Span:
	"""Working time from a moment to a later one."""

	start: datetime
	end: datetime

	@property
	def minutes(self) -> int:
		"""Whole minutes."""
		return int((self.end - self.start).total_seconds()) // 60

	def overlap(self, start: datetime, end: datetime) -> int:
		"""Whole minutes that lie between two moments as well."""
		shared = min(self.end, end) - max(self.start, start)
		return max(0, int(shared.total_seconds()) // 60)


@dataclass(frozen=True)
class Hours:
	"""Working hours of a day, those of the season or those of a person's shift.

	middle_from, middle_until: where the morning ends and the afternoon begins; a break lies between them, and without one
	they are the same. Raises HoursError when the four are not in order.
	"""

	start: time
	middle_from: time
	middle_until: time
	end: time

	def __post_init__(self) -> None:
		if not self.start < self.middle_from <= self.middle_until < self.end:
			raise HoursError(
				f"{self.start}, {self.middle_from}, {self.middle_until}, {self.end} are not in order"
			)

	@classmethod
	def of(cls, season: Season, half_day_ends: time = NOON) -> Hours:
		"""The hours of a season. Without a break the morning ends at `half_day_ends`, or in the middle where that is outside."""
		if season.break_start and season.break_end:
			return cls(season.work_start, season.break_start, season.break_end, season.work_end)
		middle = half_day_ends
		if not season.work_start < middle < season.work_end:
			middle = _middle(season.work_start, season.work_end)
		return cls(season.work_start, middle, middle, season.work_end)

	def spans(self, day: date, halves: Iterable[DayPart]) -> tuple[Span, ...]:
		"""The working time of half days; both without a break between them are one span."""
		wanted = frozenset(halves)
		at = [datetime.combine(day, t) for t in (self.start, self.middle_from, self.middle_until, self.end)]
		if wanted >= BOTH_HALVES and self.middle_from == self.middle_until:
			return (Span(at[0], at[3]),)
		spans = ((DayPart.MORNING, Span(at[0], at[1])), (DayPart.AFTERNOON, Span(at[2], at[3])))
		return tuple(span for half, span in spans if half in wanted)


@dataclass(frozen=True)
class PlannedDay:
	"""What is asked of a person on a day.

	hours: None where the centre keeps no working hours; then the minutes are unknown and `halves` tell what is planned.
	halves: the half days that are worked at the centre; leave, outing: the half days for which they were approved.
	"""

	day: date
	kind: DayKind
	hours: Hours | None
	halves: frozenset[DayPart]
	leave: frozenset[DayPart] = NO_HALVES
	outing: frozenset[DayPart] = NO_HALVES

	@property
	def spans(self) -> tuple[Span, ...]:
		"""When the person is to be at the centre, in order."""
		return self.hours.spans(self.day, self.halves) if self.hours else ()

	@property
	def minutes(self) -> int:
		"""Working minutes that the day asks for: at the centre and on outings, without leave (R33)."""
		return self._minutes(self.halves | self.outing)

	@property
	def leave_minutes(self) -> int:
		"""Working minutes for which leave was approved."""
		return self._minutes(self.leave)

	@property
	def outing_minutes(self) -> int:
		"""Working minutes for which an outing was approved."""
		return self._minutes(self.outing)

	def _minutes(self, halves: frozenset[DayPart]) -> int:
		return sum(span.minutes for span in self.hours.spans(self.day, halves)) if self.hours else 0


def plan_day(
	calendar: WorkCalendar,
	day: date,
	*,
	half_day_ends: time = NOON,
	shift: Hours | None = None,
	leave: Iterable[DayPart] = (),
	outing: Iterable[DayPart] = (),
	suspended: bool = False,
) -> PlannedDay:
	"""What is asked of a person on a day of the employment (R1, R33, R34).

	calendar: the person's, with seasons, holidays and own rest days; half_day_ends: of the centre; shift: the person's
	hours where they are not the season's; leave, outing: the parts of the day for which they were approved; suspended:
	nothing is asked. A half holiday is worked in the morning. Leave goes before an outing of the same half day; neither
	takes time on which nothing is planned.
	"""
	kind, work = _kind_and_halves(calendar, day)
	season = calendar.season_on(day)
	hours = shift or hours_by_plan(calendar, day) or (Hours.of(season, half_day_ends) if season else None)
	if suspended:
		return PlannedDay(day, kind, hours, NO_HALVES)
	off = _halves(leave) & work
	out = (_halves(outing) & work) - off
	return PlannedDay(day, kind, hours, work - off - out, off, out)


def _kind_and_halves(calendar: WorkCalendar, day: date) -> tuple[DayKind, frozenset[DayPart]]:
	if calendar.is_rest_day(day) or (calendar.free_by_plan(day) and day not in calendar.moved):
		return DayKind.REST, NO_HALVES
	special = calendar.special.get(day)
	if special is DayType.HOLIDAY:
		return DayKind.HOLIDAY, NO_HALVES
	row = calendar.plan_on(day)
	halves = DayPart(row.part).halves if row else BOTH_HALVES
	return DayKind.WORKDAY, halves & {DayPart.MORNING} if special is DayType.HALF_HOLIDAY else halves


def hours_by_plan(calendar: WorkCalendar, day: date) -> Hours | None:
	"""The hours of somebody in part time where the presence plan says them; None where it does not (R3)."""
	row = calendar.plan_on(day)
	if not row or not row.work_start or not row.work_end:
		return None
	part = DayPart(row.part)
	if part is DayPart.MORNING:
		return Hours(row.work_start, row.work_end, row.work_end, END_OF_DAY)
	if part is DayPart.AFTERNOON:
		return Hours(time(0), row.work_start, row.work_start, row.work_end)
	middle = _middle(row.work_start, row.work_end)
	return Hours(row.work_start, middle, middle, row.work_end)


def _halves(parts: Iterable[DayPart]) -> frozenset[DayPart]:
	return frozenset(half for part in parts for half in part.halves)


def _middle(start: time, end: time) -> time:
	"""The minute halfway between two times of a day."""
	minutes = (start.hour * 60 + start.minute + end.hour * 60 + end.minute) // 2
	return time(minutes // 60, minutes % 60)
