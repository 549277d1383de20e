"""The roster (排班): what each half of a person's day is planned as, and weeks that leave no day of rest (R1, R33). Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from dianjian_app.attendance.month_sheet import SYMBOLS
from dianjian_app.attendance.working_time import DayKind, PlannedDay
from dianjian_app.people.period import Period
from dianjian_app.people.presence import DayPart


class Mark(str, Enum):
	"""What a half day is planned as."""

	WORK = "Work"
	REST = "Rest Day"
	HOLIDAY = "Holiday"
	LEAVE = "Leave"
	OUTING = "Outing"
	SUSPENDED = "Suspended"


_SHARED = {Mark.LEAVE: "Other Leave"}
"""marks whose symbol the month sheet keeps under another name"""


@dataclass(frozen=True)
class RosterDay:
	"""A person's day on the roster. minutes: working time, None where the centre keeps no hours; rest: a weekly rest day."""

	day: date
	morning: Mark
	afternoon: Mark
	minutes: int | None
	rest: bool


def roster_day(planned: PlannedDay, suspended: bool = False) -> RosterDay:
	"""A planned day as the roster shows it. suspended: what would be worked is not (R30, R36)."""
	if planned.kind is DayKind.WORKDAY:
		morning, afternoon = (
			_mark(planned, half, suspended) for half in (DayPart.MORNING, DayPart.AFTERNOON)
		)
	else:
		morning = afternoon = Mark.REST if planned.kind is DayKind.REST else Mark.HOLIDAY
	minutes = planned.minutes if planned.hours else None
	return RosterDay(planned.day, morning, afternoon, minutes, planned.kind is DayKind.REST)


def as_settled(now: RosterDay, planned: Decimal, roster_day: bool) -> RosterDay:
	"""The day of a published month: rest and holiday as they were settled, whatever the set-up has become since (decision 76)."""
	halves = sum(mark not in (Mark.HOLIDAY, Mark.REST) for mark in (now.morning, now.afternoon))
	if planned * 2 == halves and now.rest != roster_day:
		return now
	if planned:
		afternoon = Mark.WORK if planned == 1 else Mark.HOLIDAY
		return RosterDay(now.day, Mark.WORK, afternoon, None, False)
	mark = Mark.HOLIDAY if roster_day else Mark.REST
	return RosterDay(now.day, mark, mark, 0, not roster_day)


def _mark(planned: PlannedDay, half: DayPart, suspended: bool) -> Mark:
	if suspended:
		return Mark.SUSPENDED
	if half in planned.leave:
		return Mark.LEAVE
	if half in planned.outing:
		return Mark.OUTING
	return Mark.WORK if half in planned.halves else Mark.HOLIDAY


def symbol(day: RosterDay, chinese: bool) -> str:
	"""One sign for a day, two where its halves differ: those of the month sheet."""
	signs = [_sign(mark, chinese) for mark in (day.morning, day.afternoon)]
	return signs[0] if signs[0] == signs[1] else "/".join(signs)


def _sign(mark: Mark, chinese: bool) -> str:
	if mark is Mark.WORK:
		return "班" if chinese else "W"
	return SYMBOLS[_SHARED.get(mark, mark.value)][chinese]


def weeks_without_rest(days: Mapping[date, RosterDay], weeks: Iterable[Period]) -> list[Period]:
	"""The weeks in which every day is one of the person's and none is a rest day (R1, R33)."""
	return [
		week
		for week in weeks
		if all(day in days for day in week.days()) and not any(days[day].rest for day in week.days())
	]
