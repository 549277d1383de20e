"""Periods: both ends belong to them, weeks belong to the month of their Sunday."""

from datetime import date, datetime, timedelta

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.people.period import EndBeforeStart, InvalidMonth, Period, PeriodError

days = st.dates(min_value=date(1990, 1, 1), max_value=date(2100, 12, 31))
periods = st.builds(lambda day, length: Period(day, day + timedelta(days=length)), days, st.integers(0, 400))


def test_a_period_that_ends_before_it_starts_is_refused():
	with pytest.raises(EndBeforeStart, match="2026-11-01"):
		Period(date(2026, 11, 2), date(2026, 11, 1))


def test_a_time_or_a_text_is_no_day_of_a_period():
	with pytest.raises(PeriodError):
		Period(datetime(2026, 11, 1, 9), datetime(2026, 11, 2, 9))
	with pytest.raises(PeriodError):
		Period("2026-11-01", "2026-11-02")


def test_both_ends_belong_to_a_period():
	period = Period(date(2026, 11, 1), date(2026, 11, 3))
	assert list(period.days()) == [date(2026, 11, 1), date(2026, 11, 2), date(2026, 11, 3)]
	assert len(period) == 3
	assert date(2026, 11, 3) in period
	assert not period.contains(date(2026, 11, 4))


def test_a_period_contains_itself_and_what_lies_within():
	month = Period.month(2026, 11)
	assert month.contains(month)
	assert month.contains(Period.week_of(date(2026, 11, 11)))
	assert not month.contains(Period.week_of(date(2026, 11, 1)))


def test_periods_that_touch_on_one_day_share_that_day():
	first, second = Period(date(2026, 1, 1), date(2026, 1, 5)), Period(date(2026, 1, 5), date(2026, 1, 9))
	assert first.overlap(second) == Period.day(date(2026, 1, 5))
	assert first.overlap(Period.day(date(2026, 1, 6))) is None


@given(periods, periods)
def test_an_overlap_is_exactly_the_days_that_both_have(one, other):
	shared = one.overlap(other)
	assert set(one.days()) & set(other.days()) == (set(shared.days()) if shared else set())
	assert shared == other.overlap(one)


@given(days)
def test_a_week_runs_from_monday_to_sunday(day):
	week = Period.week_of(day)
	assert day in week
	assert len(week) == 7
	assert (week.start.weekday(), week.end.weekday()) == (0, 6)


@given(days)
def test_month_quarter_and_year_hold_the_day_and_lie_in_each_other(day):
	month, quarter, year = Period.month_of(day), Period.quarter_of(day), Period.year_of(day)
	assert day in month
	assert quarter.contains(month)
	assert year.contains(quarter)
	assert 28 <= len(month) <= 31
	assert 90 <= len(quarter) <= 92
	assert len(year) in (365, 366)


def test_december_and_february_end_where_the_calendar_says():
	assert Period.month(2026, 12).end == date(2026, 12, 31)
	assert Period.month(2028, 2).end == date(2028, 2, 29)
	assert Period.month(9999, 12).end == date.max
	assert Period.quarter_of(date(2026, 12, 31)) == Period(date(2026, 10, 1), date(2026, 12, 31))


@pytest.mark.req("R21")
def test_the_weeks_of_november_2026_are_those_whose_sunday_lies_in_it():
	weeks = Period.weeks_of_month(Period.month(2026, 11))
	assert [week.end.day for week in weeks] == [1, 8, 15, 22, 29]
	assert weeks[0].start == date(2026, 10, 26)


@pytest.mark.req("R21")
@given(st.integers(1991, 2099), st.integers(1, 12))
def test_each_week_belongs_to_one_month_and_none_is_lost(year, month):
	this = Period.month(year, month)
	following = Period.month_of(this.end + timedelta(days=1))
	weeks = Period.weeks_of_month(this)
	assert all(week.end in this for week in weeks)
	assert Period.weeks_of_month(following)[0].start == weeks[-1].end + timedelta(days=1)


def test_a_month_is_read_as_it_is_written():
	assert Period.parse_month("2026-11") == Period.month(2026, 11)
	assert Period.parse_month("2026-11").month_text == "2026-11"


@pytest.mark.parametrize("text", ["2026-13", "2026-00", "2026-1", "26-11", "2026/11", "", "0000-01", None])
def test_a_text_that_is_no_month_is_refused(text):
	with pytest.raises(InvalidMonth):
		Period.parse_month(text)
