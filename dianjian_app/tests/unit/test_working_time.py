"""Planned minutes of a day: season, shift, break, half days, leave, outing, suspension (R1, R33, R34)."""

from datetime import date, datetime, time

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.attendance.working_time import DayKind, Hours, HoursError, plan_day
from dianjian_app.people.calendar import BreakOutsideHours, DayType, RestDay, Season, WorkCalendar
from dianjian_app.people.presence import DayPart

MORNING, AFTERNOON, WHOLE = DayPart.MORNING, DayPart.AFTERNOON, DayPart.WHOLE_DAY
SUMMER = Season("夏季", 5, 1, time(9), time(17, 30))
WINTER = Season("冬季", 10, 1, time(9), time(17))
OFFICE = Season("全年", 1, 1, time(9), time(18), time(12), time(13))
MONDAY, SUNDAY = date(2026, 11, 2), date(2026, 11, 1)
CENTRE = WorkCalendar(
	rest_days=(RestDay(6),),
	special={date(2026, 10, 1): DayType.HOLIDAY, date(2026, 12, 31): DayType.HALF_HOLIDAY},
	seasons=(SUMMER, WINTER),
)
FIVE_DAYS = WorkCalendar(rest_days=(RestDay(5), RestDay(6)), seasons=(OFFICE,))


@pytest.mark.req("R33")
@pytest.mark.parametrize(
	("calendar", "day", "minutes"),
	[
		(CENTRE, MONDAY, 480),
		(CENTRE, date(2026, 9, 30), 510),  # the last day of summer
		(CENTRE, date(2026, 10, 1), 0),
		(CENTRE, date(2026, 10, 2), 480),  # the season has switched
		(CENTRE, SUNDAY, 0),
		(CENTRE, date(2026, 12, 31), 180),  # a half holiday is worked in the morning
		(FIVE_DAYS, MONDAY, 480),  # nine hours less an hour of break
	],
)
def test_the_calendar_says_how_many_minutes_a_day_asks_for(calendar, day, minutes):
	assert plan_day(calendar, day).minutes == minutes


@pytest.mark.req("R33")
def test_a_day_says_what_kind_it_is():
	kinds = [plan_day(CENTRE, d).kind for d in (MONDAY, SUNDAY, date(2026, 10, 1))]
	assert kinds == [DayKind.WORKDAY, DayKind.REST, DayKind.HOLIDAY]


@pytest.mark.req("R34")
@pytest.mark.parametrize(
	("part", "planned", "leave"), [(MORNING, 300, 180), (AFTERNOON, 180, 300), (WHOLE, 0, 480)]
)
def test_leave_takes_its_half_of_the_season_and_no_more(part, planned, leave):
	plan = plan_day(CENTRE, MONDAY, leave=(part,))
	assert (plan.minutes, plan.leave_minutes) == (planned, leave)


@pytest.mark.req("R34")
def test_an_outing_is_working_time_away_from_the_centre():
	plan = plan_day(CENTRE, MONDAY, outing=(AFTERNOON,))
	assert (plan.minutes, plan.outing_minutes) == (480, 300)
	assert [(s.start.time(), s.end.time()) for s in plan.spans] == [(time(9), time(12))]


@pytest.mark.req("R34")
def test_leave_and_outing_of_one_half_day_count_once():
	plan = plan_day(CENTRE, MONDAY, leave=(MORNING,), outing=(WHOLE,))
	assert (plan.leave_minutes, plan.outing_minutes, plan.minutes, plan.spans) == (180, 300, 300, ())


@pytest.mark.req("R36")
def test_nothing_is_asked_of_who_is_suspended():
	plan = plan_day(CENTRE, MONDAY, suspended=True)
	assert (plan.minutes, plan.spans, plan.leave_minutes) == (0, (), 0)


@pytest.mark.req("R34")
def test_leave_on_a_rest_day_takes_nothing():
	assert plan_day(CENTRE, SUNDAY, leave=(WHOLE,), outing=(WHOLE,)).leave_minutes == 0


@pytest.mark.req("R33")
def test_a_shift_goes_before_the_season():
	late = Hours(time(13), time(17), time(18), time(21, 30))
	plan = plan_day(CENTRE, date(2026, 10, 1), shift=late)
	assert plan.minutes == 0  # a holiday stays one
	plan = plan_day(CENTRE, MONDAY, shift=late)
	assert plan.minutes == 450
	assert [s.start for s in plan.spans] == [datetime(2026, 11, 2, 13), datetime(2026, 11, 2, 18)]


@pytest.mark.req("R33")
def test_without_a_break_the_day_is_one_span():
	assert [s.minutes for s in plan_day(CENTRE, MONDAY).spans] == [480]
	assert [s.minutes for s in plan_day(FIVE_DAYS, MONDAY).spans] == [180, 300]


@pytest.mark.req("R33")
def test_a_noon_outside_the_hours_gives_way_to_their_middle():
	evening = Season("晚班", 1, 1, time(13), time(21))
	assert Hours.of(evening).middle_from == time(17)


@pytest.mark.req("R33")
def test_a_centre_without_seasons_plans_the_day_and_knows_no_minutes():
	plan = plan_day(WorkCalendar(rest_days=(RestDay(6),)), MONDAY)
	assert (plan.minutes, plan.hours, len(plan.halves)) == (0, None, 2)


@pytest.mark.req("R1")
@pytest.mark.parametrize(
	"pause",
	[(time(12), None), (None, time(13)), (time(13), time(12)), (time(8), time(13)), (time(12), time(18))],
)
def test_a_break_lies_within_the_hours(pause):
	with pytest.raises(BreakOutsideHours):
		Season("坏", 1, 1, time(9), time(18), *pause)


def test_hours_are_in_order():
	with pytest.raises(HoursError):
		Hours(time(9), time(13), time(12), time(18))


PARTS = st.lists(st.sampled_from(list(DayPart)), max_size=3)


@pytest.mark.req("R33")
@given(
	day=st.dates(date(2026, 9, 1), date(2027, 1, 31)),
	leave=PARTS,
	outing=PARTS,
	calendar=st.sampled_from((CENTRE, FIVE_DAYS)),
)
def test_planned_and_leave_are_what_the_calendar_gives(day, leave, outing, calendar):
	"""Minutes at the centre, on outings and on leave add up to the day's, whatever was applied for."""
	bare, plan = plan_day(calendar, day), plan_day(calendar, day, leave=leave, outing=outing)
	assert plan.minutes + plan.leave_minutes == bare.minutes
	assert sum(s.minutes for s in plan.spans) + plan.outing_minutes == plan.minutes
