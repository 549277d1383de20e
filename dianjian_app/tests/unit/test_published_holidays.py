"""What the kept libraries know of a year's holidays (R1)."""

from datetime import date

import pytest

from dianjian_app.people.calendar import DayType
from dianjian_app.people.published_holidays import known_year


def days(year, day_type):
	return {known.date for known in known_year(year).days if known.day_type is day_type}


@pytest.mark.req("R1")
def test_a_published_year_has_its_holidays_and_its_make_up_workdays():
	assert known_year(2026).published
	spring = {date(2026, 2, day) for day in range(15, 24)}
	assert spring <= days(2026, DayType.HOLIDAY)
	assert len(days(2026, DayType.HOLIDAY)) == 33
	assert days(2026, DayType.WORKDAY) == {
		*(date(2026, 1, 4), date(2026, 2, 14), date(2026, 2, 28)),
		*(date(2026, 5, 9), date(2026, 9, 20), date(2026, 10, 10)),
	}


@pytest.mark.req("R1")
def test_of_a_year_to_come_only_the_days_of_the_law_are_known():
	known = known_year(2040)
	assert not known.published
	assert days(2040, DayType.WORKDAY) == set()
	assert {date(2040, 1, 1), date(2040, 5, 1), date(2040, 10, 1)} <= days(2040, DayType.HOLIDAY)
	assert 12 <= len(known.days) <= 13


@pytest.mark.req("R1")
@pytest.mark.parametrize("year", [2020, 2025, 2026, 2027])
def test_each_date_stands_once_and_in_order(year):
	dates = [known.date for known in known_year(year).days]
	assert dates == sorted(set(dates))
	assert {day.year for day in dates} == {year}
