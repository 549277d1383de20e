"""Weeks above 40 hours, days above 8, weeks without a rest day: what the law asks about, from the results of days (R33). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date

from dianjian_app.people.period import Period

MOST_A_DAY, MOST_A_WEEK = 8 * 60, 40 * 60
"""minutes"""


@dataclass(frozen=True)
class Week:
	"""A week of a person. minutes: worked, on outings and of overtime; long_days: above eight hours; free_days: without any
	work, of the days that have a result; judged_days: how many have one."""

	week: Period
	minutes: int
	long_days: tuple[date, ...]
	free_days: int
	judged_days: int

	@property
	def too_long(self) -> bool:
		"""Whether it is above 40 hours."""
		return self.minutes > MOST_A_WEEK

	@property
	def without_rest(self) -> bool:
		"""Whether each of its seven days was worked."""
		return self.judged_days == len(self.week) and not self.free_days

	@property
	def in_order(self) -> bool:
		"""Whether there is nothing to ask about."""
		return not (self.too_long or self.long_days or self.without_rest)


def week_of(week: Period, worked: Mapping[date, int]) -> Week:
	"""What a person's week was. worked: minutes of each day that has a result."""
	days = [(day, worked[day]) for day in week.days() if day in worked]
	return Week(
		week,
		minutes=sum(minutes for _day, minutes in days),
		long_days=tuple(day for day, minutes in days if minutes > MOST_A_DAY),
		free_days=sum(1 for _day, minutes in days if not minutes),
		judged_days=len(days),
	)


@dataclass(frozen=True)
class Beyond:
	"""What a change would make of a week. minutes: of the whole week where it is above 40 hours, else 0; days: minutes of the
	changed days that are above eight hours; no_rest: whether no day without work would be left."""

	week: Period
	minutes: int
	days: Mapping[date, int]
	no_rest: bool


def beyond(week: Period, planned: Mapping[date, int], changed: Mapping[date, int]) -> Beyond | None:
	"""What is above the limits once a change holds; None where nothing is.

	planned: minutes of the days of the week that are the person's; changed: days → minutes as they would be. A week that is
	not wholly the person's has a day without work.
	"""
	after = {**planned, **changed}
	found = week_of(week, after)
	long = {day: after[day] for day in found.long_days if day in changed}
	if not (found.too_long or long or found.without_rest):
		return None
	return Beyond(week, found.minutes if found.too_long else 0, long, found.without_rest)
