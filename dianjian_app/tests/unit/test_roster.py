"""What the roster shows of a planned day, and the weeks without rest (R1, R33, R36)."""

from datetime import date, time, timedelta
from decimal import Decimal

import pytest

from dianjian_app.attendance.roster import Mark, as_settled, roster_day, symbol, weeks_without_rest
from dianjian_app.attendance.working_time import plan_day
from dianjian_app.people.calendar import DayType, RestDay, Season, WorkCalendar
from dianjian_app.people.period import Period
from dianjian_app.people.presence import DayPart

MONDAY, SUNDAY, THURSDAY = date(2026, 11, 2), date(2026, 11, 8), date(2026, 12, 31)
CENTRE = WorkCalendar(
	rest_days=(RestDay(6),),
	special={date(2026, 10, 1): DayType.HOLIDAY, THURSDAY: DayType.HALF_HOLIDAY},
	seasons=(Season("冬季", 10, 1, time(9), time(17)),),
)
WHOLE, MORNING = DayPart.WHOLE_DAY, DayPart.MORNING


@pytest.mark.req("R33", "R36")
@pytest.mark.parametrize(
	("day", "plan", "marks", "sign", "minutes"),
	[
		(MONDAY, {}, (Mark.WORK, Mark.WORK), "班", 480),
		(SUNDAY, {}, (Mark.REST, Mark.REST), "休", 0),
		(date(2026, 10, 1), {}, (Mark.HOLIDAY, Mark.HOLIDAY), "节", 0),
		(THURSDAY, {}, (Mark.WORK, Mark.HOLIDAY), "班/节", 180),
		(MONDAY, {"leave": [MORNING]}, (Mark.LEAVE, Mark.WORK), "假/班", 300),
		(MONDAY, {"outing": [WHOLE]}, (Mark.OUTING, Mark.OUTING), "外", 480),
		(MONDAY, {"suspended": True}, (Mark.SUSPENDED, Mark.SUSPENDED), "停", 0),
		(SUNDAY, {"leave": [WHOLE], "suspended": True}, (Mark.REST, Mark.REST), "休", 0),
	],
)
def test_a_day_is_shown_as_it_is_planned(day, plan, marks, sign, minutes):
	shown = roster_day(plan_day(CENTRE, day, **plan), plan.get("suspended", False))
	assert ((shown.morning, shown.afternoon), symbol(shown, True), shown.minutes) == (marks, sign, minutes)


@pytest.mark.req("R1", "R33")
def test_a_week_in_which_nobody_rests_is_named_and_a_part_of_one_is_not():
	without = WorkCalendar(seasons=CENTRE.seasons)
	month = Period.month(2026, 11)
	weeks = Period.weeks_of_month(month)
	every_day = [weeks[0].start + timedelta(days=n) for n in range(40)]
	with_rest = {day: roster_day(plan_day(CENTRE, day)) for day in every_day}
	none = {day: roster_day(plan_day(without, day)) for day in every_day}
	assert weeks_without_rest(with_rest, weeks) == []
	assert weeks_without_rest(none, weeks) == list(weeks)
	from_tuesday = {day: planned for day, planned in none.items() if day > MONDAY}
	assert weeks_without_rest(from_tuesday, weeks) == [w for w in weeks if w.start > MONDAY]


@pytest.mark.req("R31", "R36")
def test_a_published_month_shows_the_rest_days_that_it_was_settled_with():
	work, rest = (roster_day(plan_day(CENTRE, day)) for day in (MONDAY, SUNDAY))
	leave = roster_day(plan_day(CENTRE, MONDAY, leave=[MORNING]))
	assert as_settled(work, Decimal(1), True) == work
	assert as_settled(leave, Decimal(1), True) == leave
	assert as_settled(work, Decimal(0), False).morning is Mark.REST
	assert as_settled(work, Decimal(0), True).morning is Mark.HOLIDAY
	assert as_settled(rest, Decimal(1), True).afternoon is Mark.WORK
	assert as_settled(rest, Decimal(0), False) == rest
