"""Overtime of a day: the time that was approved and punched, outside the working hours, at the rate of the kind of day (R34). Pure."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import datetime, timedelta
from typing import TypedDict

from dianjian_app.attendance.day_result import Application, Kind
from dianjian_app.attendance.policy import OvertimeRates
from dianjian_app.attendance.working_time import DayKind, PlannedDay, Span


class Counted(TypedDict):
	"""The figures of overtime. weighted: at the rates, without what becomes time off."""

	overtime_minutes: int
	overtime_weighted_minutes: float
	lieu_minutes: int


def counted(
	plan: PlannedDay,
	rates: OvertimeRates,
	applications: Iterable[Application],
	first: datetime,
	last: datetime,
) -> Counted:
	"""What counts of approved overtime: no more than was approved, and no more than lies between the punches.

	Time off in lieu is for rest days; on another day such an application is paid at its rate.
	"""
	paid = lieu = 0
	for application in applications:
		if application.kind is not Kind.OVERTIME or application.starts is None:
			continue
		minutes = _minutes(plan, application.starts, application.minutes, first, last)
		if application.lieu and plan.kind is DayKind.REST:
			lieu += minutes
		else:
			paid += minutes
	return Counted(
		overtime_minutes=paid + lieu,
		overtime_weighted_minutes=round(paid * rates.of(plan.kind), 2),
		lieu_minutes=lieu,
	)


def _minutes(plan: PlannedDay, starts: datetime, minutes: int, first: datetime, last: datetime) -> int:
	"""Whole minutes of an approved time that were spent at the centre outside the working hours."""
	start, end = max(starts, first), min(starts + timedelta(minutes=minutes), last)
	if end <= start:
		return 0
	worked = Span(start, end).minutes
	if plan.kind is DayKind.WORKDAY and plan.hours:
		day = Span(datetime.combine(plan.day, plan.hours.start), datetime.combine(plan.day, plan.hours.end))
		worked -= day.overlap(start, end)
	return worked
