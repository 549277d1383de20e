"""What is known of a year's public holidays in mainland China, from kept libraries (R1). Pure.

The State Council says each autumn which days of the next year are free and which weekend days are worked for them;
`chinesecalendar` keeps what was published. Of a year that it does not know yet only the days of the law are certain;
`holidays` works them out.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from functools import cache

import chinese_calendar
import holidays

from dianjian_app.people.calendar import DayType


@dataclass(frozen=True)
class KnownDay:
	"""A date of a year's calendar, and why it is one."""

	date: date
	day_type: DayType
	description: str


@dataclass(frozen=True)
class KnownYear:
	"""What is known of a year. published: days free besides those of the law, and make-up workdays, are known as well."""

	year: int
	published: bool
	days: tuple[KnownDay, ...]


@cache
def known_year(year: int) -> KnownYear:
	"""What is known of a year: what was published, or the days of the law alone (R1)."""
	published = _published(year)
	return KnownYear(year, bool(published), published or _by_law(year))


def _published(year: int) -> tuple[KnownDay, ...]:
	free = [
		KnownDay(day, DayType.HOLIDAY, _name(why))
		for day, why in chinese_calendar.holidays.items()
		if day.year == year
	]
	worked = [
		KnownDay(day, DayType.WORKDAY, f"{_name(why)}调休")
		for day, why in chinese_calendar.workdays.items()
		if day.year == year
	]
	return tuple(sorted((*free, *worked), key=lambda known: known.date))


def _by_law(year: int) -> tuple[KnownDay, ...]:
	found = holidays.country_holidays("CN", years=year, observed=False, language="zh_CN")
	return tuple(KnownDay(day, DayType.HOLIDAY, why) for day, why in sorted(found.items()))


def _name(why: str) -> str:
	return chinese_calendar.Holiday(why).chinese
