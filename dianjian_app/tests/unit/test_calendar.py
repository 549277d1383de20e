"""The calendar: seasons over New Year, rest days with dates, holidays, make-up workdays, deadlines."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.people.calendar import (
	CalendarError,
	DayTwice,
	DayType,
	HoursReversed,
	NoSuchDay,
	NoWorkingDay,
	RestDay,
	Season,
	SeasonsClash,
	WorkCalendar,
	check_seasons,
	special_days,
)
from dianjian_app.people.period import Period

SUMMER = Season("夏季", 5, 1, time(9), time(17, 30))
WINTER = Season("冬季", 10, 1, time(9), time(17))
SATURDAY, SUNDAY = RestDay(5), RestDay(6)
MONDAY_TO_FRIDAY = WorkCalendar(rest_days=(SATURDAY, SUNDAY))
# National Day 2026: 1-7 October off, Saturday 10 October worked instead
NATIONAL_DAY = special_days(
	[(date(2026, 10, day), DayType.HOLIDAY) for day in range(1, 8)] + [(date(2026, 10, 10), DayType.WORKDAY)]
)
THE_SATURDAY = date(2026, 10, 10)


@pytest.mark.req("R1")
@pytest.mark.parametrize(
	("day", "season"),
	[
		(date(2026, 9, 30), SUMMER),
		(date(2026, 10, 1), WINTER),
		(date(2026, 12, 31), WINTER),
		(date(2027, 1, 1), WINTER),
		(date(2027, 4, 30), WINTER),
		(date(2027, 5, 1), SUMMER),
	],
)
def test_a_season_lasts_until_the_next_one_over_new_year(day, season):
	assert WorkCalendar(seasons=(SUMMER, WINTER)).season_on(day) is season
	assert WorkCalendar(seasons=(WINTER, SUMMER)).season_on(day) is season


@pytest.mark.req("R1")
def test_one_season_alone_holds_all_year():
	calendar = WorkCalendar(seasons=(Season("全年", 3, 1, time(9), time(18)),))
	assert calendar.hours_on(date(2026, 1, 5)) == (time(9), time(18))


@pytest.mark.req("R1")
def test_a_rest_day_has_no_hours_and_a_centre_without_seasons_none_either():
	assert WorkCalendar(rest_days=(SUNDAY,), seasons=(SUMMER,)).hours_on(date(2026, 11, 1)) is None
	assert WorkCalendar().hours_on(date(2026, 11, 2)) is None


@pytest.mark.parametrize("month, day", [(2, 30), (13, 1), (0, 1), (4, 31), (1, 0)])
def test_a_season_cannot_start_on_a_day_that_does_not_exist(month, day):
	with pytest.raises(NoSuchDay):
		Season("坏", month, day, time(9), time(17))


def test_a_season_may_start_on_29_february():
	leap = Season("闰", 2, 29, time(9), time(17))
	assert WorkCalendar(seasons=(leap, SUMMER)).season_on(date(2027, 3, 1)) is leap


def test_work_cannot_end_before_it_starts():
	with pytest.raises(HoursReversed):
		Season("坏", 5, 1, time(17), time(9))


def test_two_seasons_cannot_start_on_one_day():
	with pytest.raises(SeasonsClash, match="夏季"):
		check_seasons((SUMMER, Season("另", 5, 1, time(8), time(16))))
	check_seasons((SUMMER, WINTER))


@pytest.mark.req("R1")
def test_a_dated_rest_day_holds_only_between_its_dates():
	calendar = WorkCalendar(rest_days=(RestDay(1, date(2026, 11, 1), date(2026, 11, 15)), SUNDAY))
	tuesdays = [date(2026, 10, 27), date(2026, 11, 3), date(2026, 11, 10), date(2026, 11, 17)]
	assert [calendar.is_rest_day(day) for day in tuesdays] == [False, True, True, False]


@pytest.mark.req("R1")
def test_a_rest_day_of_ones_own_replaces_the_centres_while_it_is_in_force():
	calendar = MONDAY_TO_FRIDAY.for_staff([RestDay(2, start=date(2026, 11, 9))])
	before, after = Period.week_of(date(2026, 11, 2)), Period.week_of(date(2026, 11, 9))
	assert [day for day in before.days() if calendar.is_rest_day(day)] == [
		date(2026, 11, 7),
		date(2026, 11, 8),
	]
	assert [day for day in after.days() if calendar.is_rest_day(day)] == [date(2026, 11, 11)]


@pytest.mark.req("R1")
def test_nobodys_own_rest_days_leave_the_centres_in_force():
	assert MONDAY_TO_FRIDAY.for_staff([]) == MONDAY_TO_FRIDAY


@pytest.mark.req("R1")
def test_a_make_up_workday_turns_the_rest_day_of_the_centre_into_a_workday():
	calendar = WorkCalendar(rest_days=(SATURDAY, SUNDAY), special=NATIONAL_DAY)
	assert calendar.planned(THE_SATURDAY) == 1
	assert calendar.planned(THE_SATURDAY + timedelta(days=7)) == 0
	assert not calendar.is_rest_day(THE_SATURDAY)


@pytest.mark.req("R1")
def test_a_make_up_workday_leaves_a_rest_day_of_ones_own_alone():
	calendar = WorkCalendar(rest_days=(SUNDAY,), special=NATIONAL_DAY).for_staff([SATURDAY])
	assert calendar.planned(THE_SATURDAY) == 0
	assert calendar.is_rest_day(THE_SATURDAY)


@pytest.mark.req("R1")
def test_a_make_up_workday_on_a_day_that_is_worked_anyway_changes_nothing():
	calendar = WorkCalendar(rest_days=(SUNDAY,), special=NATIONAL_DAY)
	assert calendar.planned(THE_SATURDAY) == 1


@pytest.mark.req("R1")
def test_a_holiday_plans_nothing_but_is_no_rest_day():
	calendar = WorkCalendar(rest_days=(SUNDAY,), special=NATIONAL_DAY)
	assert calendar.planned(date(2026, 10, 1)) == 0
	assert not calendar.is_rest_day(date(2026, 10, 1))
	assert calendar.is_rest_day(date(2026, 10, 4))


@pytest.mark.req("R1")
def test_a_half_holiday_plans_half_a_day_and_none_on_a_rest_day():
	calendar = WorkCalendar(
		rest_days=(SUNDAY,),
		special=special_days(
			[(date(2026, 3, 7), DayType.HALF_HOLIDAY), (date(2026, 3, 8), DayType.HALF_HOLIDAY)]
		),
	)
	assert calendar.planned(date(2026, 3, 7)) == Decimal("0.5")
	assert calendar.planned(date(2026, 3, 8)) == 0


def test_one_date_cannot_stand_in_a_calendar_twice():
	with pytest.raises(DayTwice, match="2026-10-01"):
		special_days([(date(2026, 10, 1), DayType.HOLIDAY), (date(2026, 10, 1), DayType.WORKDAY)])


@pytest.mark.req("R35")
def test_a_deadline_jumps_over_weekend_and_holidays_and_counts_the_make_up_workday():
	calendar = WorkCalendar(rest_days=(SATURDAY, SUNDAY), special=NATIONAL_DAY)
	# Wednesday 30 September: the holidays follow, then Thursday 8th, Friday 9th, and the Saturday that is worked
	assert calendar.add_working_days(date(2026, 9, 30), 3) == THE_SATURDAY
	assert calendar.add_working_days(date(2026, 9, 30), 5) == date(2026, 10, 13)
	assert calendar.add_working_days(date(2026, 9, 30), 0) == date(2026, 9, 30)


@pytest.mark.req("R35")
def test_a_calendar_without_work_gives_no_deadline_instead_of_hanging():
	with pytest.raises(NoWorkingDay):
		WorkCalendar(rest_days=tuple(RestDay(n) for n in range(7))).add_working_days(date(2026, 1, 1), 1)


def test_a_deadline_cannot_lie_in_the_past():
	with pytest.raises(ValueError, match="1 working"):
		MONDAY_TO_FRIDAY.add_working_days(date(2026, 1, 1), -1)


def test_calendar_errors_can_be_caught_together():
	assert all(
		issubclass(e, CalendarError) for e in (NoSuchDay, SeasonsClash, HoursReversed, DayTwice, NoWorkingDay)
	)


rest_days = st.builds(
	lambda weekday, start, length: RestDay(weekday, start, start and start + timedelta(days=length)),
	st.integers(0, 6),
	st.none() | st.dates(date(2026, 1, 1), date(2026, 12, 31)),
	st.integers(0, 200),
)
calendars = st.builds(
	WorkCalendar,
	rest_days=st.lists(rest_days, max_size=3).map(tuple),
	own_rest_days=st.lists(rest_days, max_size=2).map(tuple),
	special=st.dictionaries(
		st.dates(date(2026, 1, 1), date(2027, 3, 1)), st.sampled_from(DayType), max_size=40
	),
)


@given(calendars, st.dates(date(2026, 1, 1), date(2026, 12, 1)), st.integers(1, 12))
def test_a_deadline_has_exactly_so_many_working_days_before_it(calendar, start, count):
	deadline = calendar.add_working_days(start, count)
	worked = [d for d in Period(start + timedelta(days=1), deadline).days() if calendar.planned(d)]
	assert len(worked) == count
	assert worked[-1] == deadline


@given(calendars, st.dates(date(2026, 1, 1), date(2026, 12, 31)))
def test_what_is_planned_on_a_day_follows_from_rest_day_and_holiday_alone(calendar, day):
	expected = {DayType.HOLIDAY: Decimal(0), DayType.HALF_HOLIDAY: Decimal("0.5")}.get(
		calendar.special.get(day), 1
	)
	assert calendar.planned(day) == (0 if calendar.is_rest_day(day) else expected)
