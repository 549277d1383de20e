"""Weeks above 40 hours, days above 8, weeks without a rest day (R33)."""

from datetime import date

import pytest

from dianjian_app.attendance.long_weeks import week_of
from dianjian_app.people.period import Period

pytestmark = pytest.mark.req("R33")
WEEK = Period(date(2026, 11, 2), date(2026, 11, 8))


@pytest.mark.parametrize(
	("hours", "too_long", "long_days", "without_rest"),
	[
		((8, 8, 8, 8, 8, 0, 0), False, 0, False),
		((8, 8, 8, 8, 8, 0.02, 0), True, 0, False),  # a minute more
		((8.5, 8, 8, 8, 7, 0, 0), False, 1, False),
		((5, 5, 5, 5, 5, 5, 5), False, 0, True),
		((5, 5, 5, 5, 5, 5), False, 0, False),  # the seventh day has no result yet
		((), False, 0, False),
	],
)
def test_what_a_week_is_asked_about(hours, too_long, long_days, without_rest):
	worked = dict(zip(WEEK.days(), (round(h * 60) for h in hours), strict=False))
	week = week_of(WEEK, worked)
	assert (week.too_long, len(week.long_days), week.without_rest) == (too_long, long_days, without_rest)
	assert week.in_order is not (too_long or bool(long_days) or without_rest)
