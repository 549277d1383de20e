"""The result of a day, from planned time, punches and applications (R33, R34)."""

from dataclasses import replace
from datetime import date, datetime, time, timedelta

import pytest
from hypothesis import HealthCheck, given, settings
from hypothesis import strategies as st

from dianjian_app.attendance.day_result import (
	Application,
	DayFacts,
	Figures,
	Kind,
	SeenPunch,
	Status,
)
from dianjian_app.attendance.judging import judge
from dianjian_app.attendance.policy import OvertimeRates, Policy, policy_on
from dianjian_app.people.calendar import DayType, RestDay, Season, WorkCalendar
from dianjian_app.people.presence import DayPart

pytestmark = pytest.mark.req("R33")
MONDAY, SUNDAY, HOLIDAY = date(2026, 11, 2), date(2026, 11, 1), date(2026, 10, 1)
SUMMER = Season("夏季", 5, 1, time(9), time(17, 30))
WINTER = Season("冬季", 10, 1, time(9), time(17))
CENTRE = WorkCalendar(rest_days=(RestDay(6),), special={HOLIDAY: DayType.HOLIDAY}, seasons=(SUMMER, WINTER))
PLAIN = Policy(date(2026, 1, 1))
LATER = datetime(2026, 12, 31)
MORNING, AFTERNOON, WHOLE = DayPart.MORNING, DayPart.AFTERNOON, DayPart.WHOLE_DAY


def at(text, day=MONDAY):
	"""A moment: HH:MM, with +1 of the next day."""
	plus, _sign, clock = text.rpartition("+")
	return datetime.combine(day + timedelta(days=bool(plus)), time.fromisoformat(clock))


def punches(*texts, day=MONDAY):
	"""SeenPunches from 09:07, in 09:07, out 17:00, 1+00:20."""
	made = []
	for index, text in enumerate(texts):
		direction, _blank, clock = text.rpartition(" ")
		made.append(
			SeenPunch(f"p{index}", at(clock, day), {"in": "Clock In", "out": "Clock Out"}.get(direction, ""))
		)
	return tuple(made)


def asked(kind, part=WHOLE, approved="08:00", name="a"):
	return Application(name, kind, part, at(approved))


def overtime(starts, minutes, when=MONDAY, approved="08:00", **more):
	"""Approved overtime from a time of the day."""
	return Application(
		more.pop("name", "o"), Kind.OVERTIME, WHOLE, at(approved, when), at(starts, when), minutes, **more
	)


def day(*texts, when=MONDAY, as_of=LATER, policy=PLAIN, **facts):
	return judge(
		DayFacts(
			when, **{"calendar": CENTRE, "policy": policy, "punches": punches(*texts, day=when), **facts}
		),
		as_of,
	)


def costs(result):
	f = result.figures
	return (f.late_minutes, f.early_minutes, f.missing_punches, f.absent_days)


FREE = (0, 0, 0, 0)


@pytest.mark.parametrize(
	("texts", "status", "cost"),
	[
		(("08:58", "17:02"), Status.PRESENT, FREE),
		(("09:00:59", "17:00"), Status.PRESENT, FREE),  # a minute that has begun is not late yet
		(("09:07", "17:00"), Status.PRESENT, (7, 0, 0, 0)),
		(("09:07:40", "16:40"), Status.PRESENT, (7, 20, 0, 0)),
		((), Status.ABSENT, (0, 0, 0, 1)),
		(("09:07",), Status.MISSING_PUNCH, (7, 0, 1, 0)),
		(("16:58",), Status.MISSING_PUNCH, (0, 2, 1, 0)),
		(("09:00", "09:03"), Status.MISSING_PUNCH, (0, 0, 1, 0)),  # a double punch is one
		(("08:59", "08:59", "17:00", "17:01"), Status.PRESENT, FREE),  # two devices, the same minute
		(("08:58", "12:00", "13:00", "17:00"), Status.PRESENT, FREE),
		(("08:58", "23:59"), Status.PRESENT, FREE),
		(("08:58", "1+00:20"), Status.PRESENT, FREE),  # out after midnight, of the same working day
		(("18:00", "20:00"), Status.ABSENT, (0, 0, 0, 1)),  # no minute of the working time
		(("out 09:07",), Status.MISSING_PUNCH, (0, 473, 1, 0)),  # the device says it was out
		(("in 09:07", "in 17:00"), Status.MISSING_PUNCH, (7, 0, 1, 0)),
		(("out 09:00", "in 17:00"), Status.PRESENT, FREE),  # directions against the clock are not believed
	],
)
def test_punches_make_the_day(texts, status, cost):
	result = day(*texts)
	assert (result.status, costs(result)) == (status, cost)
	assert result.punches == tuple(f"p{i}" for i in range(len(texts)))


@pytest.mark.parametrize(
	("when", "texts", "cost"),
	[
		(date(2026, 9, 30), ("09:00", "17:00"), (0, 30, 0, 0)),  # summer's last day ends at half past
		(date(2026, 10, 2), ("09:00", "17:00"), FREE),
		(date(2026, 9, 30), ("09:00", "1+00:30"), FREE),  # over the switch: by the hours of its own day
	],
)
def test_a_day_is_judged_by_the_hours_of_its_own_season(when, texts, cost):
	assert costs(day(*texts, when=when)) == cost


@pytest.mark.parametrize(
	("policy", "cost"),
	[
		(PLAIN, (7, 0, 0, 0)),
		(replace(PLAIN, late_allowance=6), (7, 0, 0, 0)),
		(replace(PLAIN, late_allowance=7), FREE),
		(replace(PLAIN, late_allowance=5, beyond_only=True), (2, 0, 0, 0)),
	],
)
def test_the_allowance_costs_nothing_and_the_centre_says_what_lies_beyond(policy, cost):
	assert costs(day("09:07", "17:00", policy=policy)) == cost


def test_a_day_is_open_until_it_turns():
	for moment in ("10:00", "17:30", "1+03:59"):
		result = day(as_of=at(moment))
		assert (result.status, costs(result)) == (Status.OPEN, FREE)
	assert day(as_of=at("1+04:00")).status is Status.ABSENT


def test_nothing_is_asked_on_a_rest_day_or_a_holiday_and_nothing_of_who_is_suspended():
	assert day(when=SUNDAY).status is Status.REST
	assert day(when=HOLIDAY).status is Status.HOLIDAY
	assert day(suspended=True).status is Status.SUSPENDED


@pytest.mark.req("R34")
@pytest.mark.parametrize(
	("application", "texts", "status", "cost"),
	[
		(asked(Kind.OUTING), (), Status.OUTING, FREE),
		(asked(Kind.LEAVE), (), Status.LEAVE, FREE),
		(asked(Kind.LEAVE, MORNING), ("12:00", "17:00"), Status.PRESENT, FREE),
		(asked(Kind.LEAVE, MORNING), ("12:10", "17:00"), Status.PRESENT, (10, 0, 0, 0)),
		(asked(Kind.OUTING, AFTERNOON), ("09:00", "12:01"), Status.PRESENT, FREE),
		(asked(Kind.LEAVE, MORNING), (), Status.ABSENT, (0, 0, 0, 0.5)),
		(asked(Kind.LEAVE, approved="09:30"), (), Status.ABSENT, (0, 0, 0, 0.5)),  # the afternoon was in time
		(asked(Kind.LEAVE, approved="1+09:30"), (), Status.ABSENT, (0, 0, 0, 1)),
		(asked(Kind.OUTING, approved="13:00"), ("16:59", "17:00"), Status.MISSING_PUNCH, (0, 0, 1, 0)),
	],
)
def test_what_was_approved_before_it_began_is_no_absence(application, texts, status, cost):
	result = day(*texts, applications=(application,))
	assert (result.status, costs(result)) == (status, cost)
	assert "a" in result.applications + result.late_applications


@pytest.mark.req("R34")
def test_a_late_application_excuses_where_the_centre_says_so():
	late = (asked(Kind.LEAVE, approved="1+09:30"),)
	assert day(applications=late).late_applications == ("a",)
	excused = day(applications=late, policy=replace(PLAIN, late_applications_excuse=True))
	assert (excused.status, excused.applications, excused.late_applications) == (Status.LEAVE, ("a",), ())


def test_what_is_in_doubt_holds_the_day_and_costs_nobody():
	for texts in ((), ("09:07",), ("09:07", "17:00")):
		held = day(*texts, doubts=("x",))
		assert (held.status, costs(held), held.doubts) == (Status.HELD, FREE, ("x",))
	assert day("08:58", "17:00", doubts=("x",)).status is Status.PRESENT
	assert day(when=SUNDAY, doubts=("x",)).status is Status.REST


def test_a_centre_without_working_hours_holds_the_day():
	assert day(calendar=WorkCalendar()).status is Status.HELD
	assert day(calendar=WorkCalendar(rest_days=(RestDay(0),))).status is Status.REST


@pytest.mark.req("R34")
@pytest.mark.parametrize(
	("when", "texts", "starts", "approved", "minutes", "weighted"),
	[
		(MONDAY, ("09:00", "19:00"), "17:00", 60, 60, 90),  # no more than approved
		(MONDAY, ("09:00", "17:40"), "17:00", 60, 40, 60),  # no more than punched
		(MONDAY, ("09:00", "19:00"), "17:00", 0, 0, 0),  # without approval nothing
		(MONDAY, ("09:00",), "17:00", 60, 0, 0),
		(MONDAY, ("07:00", "17:00"), "17:00", 60, 0, 0),  # another time than the approved one
		(MONDAY, ("09:00", "1+00:30"), "22:00", 240, 150, 225),  # past midnight, before the day's turn
		(MONDAY, ("09:00", "18:00"), "16:30", 90, 60, 90),  # working hours are no overtime
		(SUNDAY, ("09:00", "12:00"), "09:00", 240, 180, 360),
		(HOLIDAY, ("09:00", "12:00"), "09:00", 120, 120, 360),
	],
)
def test_overtime_is_what_was_approved_and_punched(when, texts, starts, approved, minutes, weighted):
	applications = (overtime(starts, approved, when),) if approved else ()
	figures = day(*texts, when=when, applications=applications).figures
	assert (figures.overtime_minutes, figures.overtime_weighted_minutes) == (minutes, weighted)


@pytest.mark.req("R34")
def test_time_off_in_lieu_is_for_rest_days_alone():
	def found(when):
		figures = day(
			"09:00", "12:00", when=when, applications=(overtime("09:00", 120, when, lieu=True),)
		).figures
		return figures.overtime_minutes, figures.overtime_weighted_minutes, figures.lieu_minutes

	assert found(SUNDAY) == (120, 0, 120)
	assert found(HOLIDAY) == (120, 360, 0)


@pytest.mark.req("R34")
def test_the_rates_are_the_centres():
	policy = replace(PLAIN, rates=OvertimeRates(workday=1, rest_day=1.25, holiday=2))
	found = [
		day("09:00", "18:00", when=when, policy=policy, applications=(overtime("17:00", 60, when),))
		for when in (MONDAY, SUNDAY, HOLIDAY)
	]
	assert [result.figures.overtime_weighted_minutes for result in found] == [60, 75, 120]


@pytest.mark.req("R34")
@pytest.mark.parametrize(
	("late", "approved", "counts"),
	[
		(False, "16:00", True),
		(False, "1+03:00", True),  # asked for before, approved while it was worked
		(False, "1+09:00", False),  # approved the day after
		(True, "17:30", False),  # asked for after it had begun
	],
)
def test_overtime_that_was_asked_for_too_late_counts_where_the_centre_says_so(late, approved, counts):
	application = overtime("17:00", 60, approved=approved, late=late)
	result = day("09:00", "18:00", applications=(application,))
	assert result.figures.overtime_minutes == (60 if counts else 0)
	assert result.late_applications == (() if counts else ("o",))
	lenient = replace(PLAIN, late_overtime_counts=True)
	assert day("09:00", "18:00", policy=lenient, applications=(application,)).figures.overtime_minutes == 60


def test_figures_say_what_was_planned_and_worked():
	figures = day("09:07", "17:00", applications=(asked(Kind.OUTING, AFTERNOON),)).figures
	assert (figures.planned_minutes, figures.worked_minutes, figures.outing_minutes) == (480, 173, 300)
	figures = day("09:00", "17:00", applications=(asked(Kind.LEAVE, AFTERNOON),)).figures
	assert (figures.planned_minutes, figures.leave_minutes) == (180, 300)


def test_a_difference_is_what_the_closed_rows_do_not_hold():
	before, now = day("09:07", "17:00").figures, day("09:00", "17:00").figures
	assert now.less([before]) == Figures(late_times=-1, late_minutes=-7, worked_minutes=7)
	assert now.less([before, now.less([before])]).nothing


def test_the_policy_of_a_day_is_the_last_one_that_has_begun():
	later = replace(PLAIN, start=date(2026, 11, 1))
	assert policy_on([later, PLAIN], date(2026, 10, 31)) is PLAIN
	assert policy_on([later, PLAIN], MONDAY) is later
	assert policy_on([later], date(2026, 10, 31)) is None


def test_a_punch_before_the_turn_belongs_to_the_day_before():
	assert PLAIN.day_of(at("1+03:59")) == MONDAY
	assert PLAIN.day_of(at("1+04:00")) == MONDAY + timedelta(days=1)


CLOCK = st.times(time(4), time(23, 59)).map(lambda t: datetime.combine(MONDAY, t.replace(microsecond=0)))


@settings(deadline=None, suppress_health_check=[HealthCheck.too_slow])
@given(
	st.lists(CLOCK, max_size=6),
	st.sampled_from([(), (Kind.LEAVE,), (Kind.OUTING,)]),
	st.sampled_from(DayPart),
)
def test_a_day_never_counts_twice(moments, kinds, part):
	"""Lateness, early leave and absence exclude each other where they must, and no figure is negative."""
	result = judge(
		DayFacts(
			MONDAY,
			CENTRE,
			PLAIN,
			punches=tuple(SeenPunch(str(i), m) for i, m in enumerate(moments)),
			applications=tuple(asked(kind, part) for kind in kinds),
		),
		LATER,
	)
	f = result.figures
	assert min(vars(f).values()) >= 0
	assert not (
		f.absent_days and (f.late_minutes or f.early_minutes or f.missing_punches or f.worked_minutes)
	)
	assert f.late_minutes + f.early_minutes + f.worked_minutes <= 480 + 420
	assert f.planned_minutes + f.leave_minutes == 480
