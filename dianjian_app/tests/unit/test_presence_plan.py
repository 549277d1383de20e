"""A presence plan asks somebody in part time for its days, halves and hours alone (R3, R36)."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from dianjian_app.attendance.working_time import DayKind, plan_day
from dianjian_app.people.calendar import (
	DayType,
	HoursReversed,
	PlanDay,
	RestDay,
	Season,
	WorkCalendar,
	special_days,
)
from dianjian_app.people.period import Period
from dianjian_app.people.presence import DayPart, OffTime, Roster
from dianjian_app.people.spells import Spell

pytestmark = pytest.mark.req("R3")
MONDAY = date(2026, 11, 2)
WEEK = Period.week_of(MONDAY)
SEASON = Season("冬季", 10, 1, time(9), time(17))
SIX_DAYS = WorkCalendar(rest_days=(RestDay(6),), seasons=(SEASON,))
# Tuesday afternoon from two, and the whole of Saturday
PLAN = (PlanDay(1, "Afternoon", time(14), time(18)), PlanDay(5))


def a_week(calendar, *off):
	roster = Roster("T-1", calendar, (Spell("Telesales Agent", date(2026, 1, 1)),), tuple(off))
	return [float(p.presence) for p in roster.over(WEEK).values()]


def test_only_the_planned_days_are_asked_for():
	assert a_week(SIX_DAYS.with_plan(PLAN)) == [0, 0.5, 0, 0, 0, 1, 0]


def test_a_free_weekday_stays_in_the_divisor_of_the_weeks_quota():
	roster = Roster("T-1", SIX_DAYS.with_plan(PLAN), (Spell("Telesales Agent", date(2026, 1, 1)),))
	days = roster.over(WEEK).values()
	asked = 10 * sum(p.presence for p in days) / sum(p.roster_day for p in days)
	assert asked == Decimal("2.5")  # a day and a half of six


def test_a_plan_holds_between_its_dates_and_before_it_everything_is_asked():
	plan = (PlanDay(1, start=MONDAY + timedelta(days=3)),)
	assert a_week(SIX_DAYS.with_plan(plan)) == [1, 1, 1, 0, 0, 0, 0]


def test_a_planned_day_goes_before_the_centres_rest_day():
	assert a_week(SIX_DAYS.with_plan((PlanDay(6),)))[-1] == 1


@pytest.mark.parametrize(
	("part", "left"), [(DayPart.MORNING, 0.5), (DayPart.AFTERNOON, 0), (DayPart.WHOLE_DAY, 0)]
)
def test_leave_takes_what_the_plan_asks_for_and_not_the_free_half(part, left):
	tuesday = MONDAY + timedelta(days=1)
	assert a_week(SIX_DAYS.with_plan(PLAN), OffTime(tuesday, tuesday, part))[1] == left


@pytest.mark.parametrize(("part", "asked"), [("Morning", 0.5), ("Afternoon", 0), ("", 0.5)])
def test_a_half_holiday_is_worked_in_the_morning(part, asked):
	calendar = WorkCalendar(special=special_days([(MONDAY, DayType.HALF_HOLIDAY)]))
	assert a_week(calendar.with_plan((PlanDay(0, part),)))[0] == asked


def test_a_holiday_is_free_for_everybody():
	calendar = WorkCalendar(special=special_days([(MONDAY, DayType.HOLIDAY)]))
	assert a_week(calendar.with_plan((PlanDay(0),)))[0] == 0


def test_a_moved_rest_day_is_worked():
	tuesday = MONDAY + timedelta(days=2)
	assert a_week(SIX_DAYS.with_plan(PLAN).with_moved({tuesday: False}))[2] == 1


def test_attendance_asks_for_the_hours_of_the_plan():
	calendar = SIX_DAYS.with_plan(PLAN)
	tuesday = plan_day(calendar, MONDAY + timedelta(days=1))
	assert [(s.start.time(), s.end.time()) for s in tuesday.spans] == [(time(14), time(18))]
	saturday = plan_day(calendar, MONDAY + timedelta(days=5))
	assert saturday.minutes == 8 * 60
	monday = plan_day(calendar, MONDAY)
	assert (monday.kind, monday.minutes) == (DayKind.REST, 0)


@pytest.mark.parametrize("hours", [(time(18), time(14)), (time(14), None), (None, time(18))])
def test_hours_have_a_beginning_and_a_later_end(hours):
	with pytest.raises(HoursReversed):
		PlanDay(1, "", *hours)
