"""Presence: what a person owes the quotas on each day (decision 1, R36)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.people.calendar import DayType, RestDay, WorkCalendar, special_days
from dianjian_app.people.period import EndBeforeStart, Period
from dianjian_app.people.presence import DayPart, OffTime, Roster
from dianjian_app.people.spells import Spell

MONDAY = date(2026, 11, 2)
WEEK = Period.week_of(MONDAY)
HALF = Decimal("0.5")
SIX_DAYS = WorkCalendar(rest_days=(RestDay(6),))


def a_roster(*off, calendar=SIX_DAYS, joined=date(2026, 1, 1), left=None):
	return Roster("T-1", calendar, (Spell("Telesales Agent", joined, left),), tuple(off))


def leave(start, end=None, part=DayPart.WHOLE_DAY):
	return OffTime(start, end or start, part)


@pytest.mark.req("R36")
def test_a_workday_is_1_and_a_rest_day_0():
	roster = a_roster()
	assert roster.presence(MONDAY) == 1
	assert roster.presence(WEEK.end) == 0


@pytest.mark.req("R36")
def test_a_holiday_is_0():
	calendar = WorkCalendar(special=special_days([(MONDAY, DayType.HOLIDAY)]))
	assert a_roster(calendar=calendar).presence(MONDAY) == 0


@pytest.mark.req("R36")
def test_a_day_of_leave_takes_the_day_and_half_a_day_takes_half():
	assert a_roster(leave(MONDAY)).presence(MONDAY) == 0
	assert a_roster(leave(MONDAY, part=DayPart.MORNING)).presence(MONDAY) == HALF


@pytest.mark.req("R36")
def test_morning_and_afternoon_together_are_a_whole_day():
	off = leave(MONDAY, part=DayPart.MORNING), leave(MONDAY, part=DayPart.AFTERNOON)
	assert a_roster(*off).presence(MONDAY) == 0


@pytest.mark.req("R36")
def test_the_same_half_off_twice_is_half_a_day():
	off = leave(MONDAY, part=DayPart.MORNING), leave(MONDAY, part=DayPart.MORNING)
	assert a_roster(*off).presence(MONDAY) == HALF


@pytest.mark.req("R36")
def test_leave_within_a_suspension_does_not_go_below_nothing():
	assert a_roster(OffTime(MONDAY, None), leave(MONDAY)).presence(MONDAY) == 0


@pytest.mark.req("R36")
def test_half_a_day_off_on_a_half_holiday_leaves_nothing():
	calendar = WorkCalendar(special=special_days([(MONDAY, DayType.HALF_HOLIDAY)]))
	assert a_roster(calendar=calendar).presence(MONDAY) == HALF
	assert a_roster(leave(MONDAY, part=DayPart.AFTERNOON), calendar=calendar).presence(MONDAY) == 0


@pytest.mark.req("R36")
def test_a_suspension_without_an_end_lasts():
	roster = a_roster(OffTime(MONDAY, None))
	assert roster.presence(MONDAY - timedelta(days=2)) == 1
	assert roster.presence(MONDAY + timedelta(days=70)) == 0


@pytest.mark.req("R36")
def test_a_suspension_without_an_end_that_begins_later_takes_nothing_yet():
	roster = a_roster(OffTime(MONDAY + timedelta(days=30), None))
	assert sum(p.presence for p in roster.over(WEEK).values()) == 6


@pytest.mark.req("R36")
def test_nobody_is_present_before_joining_or_after_leaving():
	roster = a_roster(joined=MONDAY + timedelta(days=1), left=MONDAY + timedelta(days=3))
	assert [int(p.presence) for p in roster.over(WEEK).values()] == [0, 1, 1, 1, 0, 0, 0]
	assert [p.employed for p in roster.over(WEEK).values()] == [False, True, True, True, False, False, False]


def test_time_off_cannot_end_before_it_starts():
	with pytest.raises(EndBeforeStart):
		OffTime(MONDAY, MONDAY - timedelta(days=1))


def roster_days(roster) -> int:
	"""What the weekly quota is divided by (decision 3)."""
	return sum(p.roster_day for p in roster.over(WEEK).values())


@pytest.mark.req("R21")
def test_a_holiday_stays_among_the_roster_days_and_a_rest_day_does_not():
	special = special_days([(MONDAY, DayType.HOLIDAY), (WEEK.end, DayType.HOLIDAY)])
	roster = a_roster(calendar=WorkCalendar(rest_days=(RestDay(6),), special=special))
	assert roster_days(roster) == 6
	assert sum(p.presence for p in roster.over(WEEK).values()) == 5


@pytest.mark.req("R21")
def test_a_week_with_a_make_up_saturday_has_six_roster_days_of_six():
	special = special_days([(MONDAY + timedelta(days=5), DayType.WORKDAY)])
	roster = a_roster(calendar=WorkCalendar(rest_days=(RestDay(5), RestDay(6)), special=special))
	assert roster_days(roster) == 6
	assert sum(p.presence for p in roster.over(WEEK).values()) == 6


@pytest.mark.req("R34")
def test_leave_takes_working_days_only():
	assert a_roster().days_taken(leave(MONDAY, MONDAY + timedelta(days=7))) == 7
	assert a_roster().days_taken(leave(WEEK.end)) == 0
	assert a_roster().days_taken(leave(MONDAY, part=DayPart.MORNING)) == HALF


@pytest.mark.req("R34")
def test_leave_does_not_take_again_what_is_off_already():
	assert a_roster(leave(MONDAY, part=DayPart.MORNING)).days_taken(leave(MONDAY)) == HALF


@pytest.mark.req("R34")
def test_leave_without_an_end_has_no_number_of_days():
	with pytest.raises(ValueError, match="end"):
		a_roster().days_taken(OffTime(MONDAY, None))


off_times = st.builds(
	lambda offset, length, part, open_end: OffTime(
		MONDAY + timedelta(days=offset), None if open_end else MONDAY + timedelta(days=offset + length), part
	),
	st.integers(-10, 30),
	st.integers(0, 12),
	st.sampled_from(DayPart),
	st.booleans(),
)
rosters = st.builds(
	lambda off, rest, special, joined, employed: Roster(
		"T-1",
		WorkCalendar(rest_days=tuple(map(RestDay, rest)), special=special),
		(
			Spell(
				"Telesales Agent",
				MONDAY + timedelta(days=joined),
				None if employed is None else MONDAY + timedelta(days=joined + employed),
			),
		),
		tuple(off),
	),
	st.lists(off_times, max_size=5),
	st.sets(st.integers(0, 6), max_size=2),
	st.dictionaries(st.dates(MONDAY, MONDAY + timedelta(days=27)), st.sampled_from(DayType), max_size=6),
	st.integers(-30, 20),
	st.none() | st.integers(0, 30),
)
FOUR_WEEKS = Period(MONDAY, MONDAY + timedelta(days=27))


@pytest.mark.req("R36")
@given(rosters)
def test_presence_is_planned_less_the_half_days_that_anything_covers(roster):
	for day, presence in roster.over(FOUR_WEEKS).items():
		halves = sum(
			any(
				off.start <= day and (off.end is None or day <= off.end) and off.part in ("", half)
				for off in roster.off
			)
			for half in ("Morning", "Afternoon")
		)
		planned = float(roster.calendar.planned(day)) if roster.employed(day) else 0
		assert presence.presence == max(0, planned - halves / 2)
		assert 0 <= presence.presence <= presence.planned <= 1


@pytest.mark.req("R36")
@given(rosters, off_times)
def test_more_time_off_never_raises_presence(roster, off):
	more = replace(roster, off=(*roster.off, off))
	before, after = roster.over(FOUR_WEEKS), more.over(FOUR_WEEKS)
	assert all(after[day].presence <= before[day].presence for day in before)
