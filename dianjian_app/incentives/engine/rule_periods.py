"""The periods that rules judge: which of them has a day, and which belong to a month (decisions 3 and 9)."""

from __future__ import annotations

from datetime import date

from dianjian_app.incentives.engine.rule_options import PeriodType
from dianjian_app.people.period import Period


def period_of(period_type: PeriodType, day: date) -> Period:
	"""The period of a kind that has the day; an event's is its day, a cumulative rule's the month of granting."""
	if period_type in (PeriodType.EVENT, PeriodType.DAY):
		return Period.day(day)
	if period_type is PeriodType.WEEK:
		return Period.week_of(day)
	if period_type is PeriodType.QUARTER:
		return Period.quarter_of(day)
	if period_type is PeriodType.YEAR:
		return Period.year_of(day)
	return Period.month_of(day)


def periods_in(period_type: PeriodType, month: Period) -> tuple[Period, ...]:
	"""The periods of a kind that belong to a month: those whose last day lies in it (decisions 3 and 9)."""
	if period_type in (PeriodType.EVENT, PeriodType.DAY):
		return tuple(Period.day(d) for d in month.days())
	if period_type is PeriodType.WEEK:
		return Period.weeks_of_month(month)
	period = period_of(period_type, month.end)
	return (period,) if period.end == month.end else ()
