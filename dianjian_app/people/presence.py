"""Presence: how much of each day a person owes the quotas (decision 1, R36). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date
from decimal import Decimal
from enum import Enum

from dianjian_app.people.calendar import HALF, NONE, WorkCalendar
from dianjian_app.people.period import EndBeforeStart, Period
from dianjian_app.people.spells import Spell, spell_on


class DayPart(str, Enum):
	"""Which part of each day an absence takes; the halves' values are Time Off Request's options."""

	WHOLE_DAY = ""
	MORNING = "Morning"
	AFTERNOON = "Afternoon"

	@property
	def halves(self) -> frozenset[DayPart]:
		"""The half days that this part is made of."""
		return BOTH_HALVES if self is DayPart.WHOLE_DAY else frozenset((self,))


BOTH_HALVES = frozenset((DayPart.MORNING, DayPart.AFTERNOON))


@dataclass(frozen=True)
class OffTime:
	"""Approved leave or outing, or a suspension: days, and which part of each. end None: until further notice."""

	start: date
	end: date | None
	part: DayPart = DayPart.WHOLE_DAY

	def __post_init__(self) -> None:
		if self.end is not None and self.end < self.start:
			raise EndBeforeStart(f"Time off ends on {self.end}, before it starts on {self.start}")

	def within(self, period: Period) -> Period | None:
		"""Its days in the period, None when there are none."""
		return Period(self.start, max(self.start, self.end or period.end)).overlap(period)


@dataclass(frozen=True)
class Presence:
	"""One person's day, in days of work.

	planned: what the calendar plans. presence: what is left after time off (decision 1). roster_day: not one of
	the person's weekly rest days; a public holiday is one, and so is a make-up workday that the person works: a week of
	six working days asks for 10 visits and not for 12 (decision 3). employed: the day lies in a spell of the roster.
	Outside of them planned and presence are 0.
	"""

	planned: Decimal
	presence: Decimal
	roster_day: bool
	employed: bool


@dataclass(frozen=True)
class Roster:
	"""What decides a person's presence.

	staff: name of the Sales Staff. calendar: the centre's with the person's rest days. spells: the spells that are asked
	about, e.g. those as agent. off: approved leave and outing, and suspensions; absence without leave is not among
	them and lowers nothing.
	"""

	staff: str
	calendar: WorkCalendar
	spells: tuple[Spell, ...]
	off: tuple[OffTime, ...] = ()

	def employed(self, day: date) -> bool:
		"""Whether the day lies in one of the spells, first and last day included."""
		return spell_on(self.spells, day) is not None

	def on(self, day: date) -> Presence:
		"""Presence of one day (decision 1)."""
		return next(iter(self.over(Period.day(day)).values()))

	def presence(self, day: date) -> Decimal:
		"""Planned less approved leave, outing and suspension: 0, 0.5 or 1 (decision 1, R36)."""
		return self.on(day).presence

	def over(self, period: Period) -> dict[date, Presence]:
		"""Presence of each day of the period."""
		halves_off = halves_off_within(self.off, period)
		return {day: self._on(day, halves_off.get(day, frozenset())) for day in period.days()}

	def _on(self, day: date, halves_off: frozenset[DayPart]) -> Presence:
		employed = self.employed(day)
		planned = self.calendar.planned(day) if employed else NONE
		row = self.calendar.plan_on(day)
		if row and row.part:  # the half that the plan leaves free is not taken once more
			halves_off &= {DayPart(row.part)}
		presence = max(NONE, planned - HALF * len(halves_off))
		return Presence(planned, presence, not self.calendar.is_rest_day(day), employed)

	def days_taken(self, off: OffTime) -> Decimal:
		"""Working days that time off would take from what is left of the days, in halves (R34).

		`off` must have an end. Time that the person has off already is not taken again.
		"""
		if off.end is None:
			raise ValueError("Time off without an end takes no number of days")
		period = Period(off.start, off.end)
		without = self.over(period)
		with_it = replace(self, off=(*self.off, off)).over(period)
		return sum((without[day].presence - with_it[day].presence for day in period.days()), NONE)


def halves_off_within(off: Iterable[OffTime], period: Period) -> dict[date, frozenset[DayPart]]:
	"""The half days off by day; what overlaps is one half day, not two."""
	halves: dict[date, frozenset[DayPart]] = {}
	for time_off in off:
		days = time_off.within(period)
		for day in days.days() if days else ():
			halves[day] = halves.get(day, frozenset()) | time_off.part.halves
	return halves
