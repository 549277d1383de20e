"""The daily and weekly quota: what is owed on which day, and what missing it brings (R20, R21, R36)."""

from datetime import date, timedelta
from decimal import Decimal

import pytest

from dianjian_app.incentives.engine.explain import recompute_worth
from dianjian_app.incentives.engine.figures import Opening
from dianjian_app.people.period import Period
from dianjian_app.tests.unit.judged import (
	OCTOBER,
	SEPTEMBER,
	Agent,
	D,
	World,
	counted,
	day,
	money,
	proposals,
	settle,
)
from dianjian_app.tests.unit.rules_of_source import calls_short, weeks_missed

WEEKS = Period.weeks_of_month(SEPTEMBER)


def every_day(value=100, **but):
	days = {d: value for d in SEPTEMBER.days()}
	days |= {day(int(n.removeprefix("d"))): v for n, v in but.items()}
	return counted("接通", days)


def deductions(world, *rules, **more):
	lines, _ = settle(list(rules or (calls_short(),)), world.facts(**more))
	return {ln.key.period.start: ln.amount for ln in lines}


@pytest.mark.req("R20")
@pytest.mark.parametrize(("reached", "taken"), [(99, -1), (100, None), (101, None), (92, -8), (0, -100)])
def test_each_customer_short_of_a_hundred_costs_a_yuan(reached, taken):
	world = World(counts=every_day(d3=reached))
	assert deductions(world).get(day(3)) == taken


@pytest.mark.req("R20")
def test_a_planned_day_without_a_sheet_counts_nothing():
	world = World(counts=tuple(c for c in every_day() if c.day != day(22)))
	assert deductions(world) == {day(22): D(-100)}


@pytest.mark.req("R36")
@pytest.mark.parametrize(
	("presence", "reached", "taken"), [("0.5", 46, -4), ("0.5", 50, None), ("0", 0, None)]
)
def test_leave_lowers_the_quota_and_a_free_day_owes_nothing(presence, reached, taken):
	world = World((Agent(off={day(16): D(presence)}),), every_day(d16=reached))
	assert deductions(world).get(day(16)) == taken


@pytest.mark.req("R20")
def test_a_target_that_does_not_divide_evenly_is_rounded_up():
	world = World((Agent(off={day(16): D("0.5")}),), every_day(d16=49))
	assert deductions(world, calls_short(target="99")) == {day(16): D(-1)}


@pytest.mark.req("R20")
def test_rest_days_and_days_outside_employment_owe_nothing():
	agent = Agent(rest=6, joined=day(3), left=day(8))
	assert sorted(deductions(World((agent,)))) == [day(3), day(4), day(5), day(7), day(8)]


@pytest.mark.req("R20")
def test_probation_is_bound_too():
	assert deductions(World((Agent(probation_until=day(30)),), every_day(d3=90))) == {day(3): D(-10)}


@pytest.mark.req("R31")
def test_each_day_is_judged_by_its_own_version():
	first = calls_short("1", valid_to=day(14))
	second = calls_short("2", version=2, valid_from=day(15))
	taken = deductions(World(counts=every_day(d14=90, d15=90)), first, second)
	assert taken == {day(14): D(-10), day(15): D(-20)}


@pytest.mark.req("R20")
def test_a_day_that_is_not_over_is_not_judged():
	assert sorted(deductions(World(), through=day(2))) == [day(1), day(2)]


@pytest.mark.req("R4")
def test_a_line_belongs_to_the_group_of_its_day():
	agent = Agent(groups=(("一组", date(2025, 1, 1)), ("二组", day(15))))
	lines, _ = settle([calls_short()], World((agent,)).facts())
	assert {ln.key.period.start: ln.group for ln in lines if ln.key.period.start in (day(14), day(15))} == {
		day(14): "一组",
		day(15): "二组",
	}


def test_days_before_the_app_was_used_are_nobodys_fault():
	assert sorted(deductions(World((Agent(unknown_until=day(28)),)))) == [day(29), day(30)]


def test_the_own_rule_of_a_centre_goes_before_the_general_one():
	own = calls_short("3", version=2, centre="八里洲")
	other = calls_short("9", version=3, centre="别处")
	assert deductions(World(counts=every_day(d3=99)), calls_short(), own, other) == {day(3): D(-3)}


def visits(per_week, first_week=WEEKS[0]):
	"""So many visits in each week, all on its Wednesday."""
	return counted(
		"到访", {first_week.start + timedelta(days=7 * n + 2): v for n, v in enumerate(per_week) if v}
	)


def dismissals(world, month=SEPTEMBER, rules=None, already=None):
	lines, already = settle(list(rules or [weeks_missed()]), world.facts(month), already)
	return [p.end for _, _, p in proposals(lines)], already


@pytest.mark.req("R21")
@pytest.mark.parametrize(
	("per_week", "proposed"),
	[
		((9, 9, 9, 9), [WEEKS[3].end]),
		((9, 9, 9, 10), []),
		((9, 10, 9, 9), []),
		((0, 0, 0, 0), [WEEKS[3].end]),
	],
)
def test_four_weeks_missed_in_a_row_propose_a_dismissal(per_week, proposed):
	assert dismissals(World(counts=visits(per_week)))[0] == proposed


@pytest.mark.req("R21")
def test_it_is_proposed_again_only_after_four_more():
	world = World(counts=visits((1,) * 9))
	september, already = dismissals(world)
	october, already = dismissals(world, OCTOBER, already=already)
	assert (len(WEEKS), september, october) == (4, [WEEKS[3].end], [WEEKS[3].end + timedelta(days=28)])


@pytest.mark.req("R21")
def test_a_week_met_in_the_next_month_breaks_the_row():
	world = World(counts=visits((10, 1, 1, 1, 10, 1, 1, 1)))
	_, already = dismissals(world)
	assert dismissals(world, OCTOBER, already=already)[0] == []


@pytest.mark.req("R21")
def test_a_row_goes_on_over_the_end_of_a_month():
	world = World(counts=visits((10, 1, 1, 1, 1)))
	_, already = dismissals(world)
	assert dismissals(world, OCTOBER, already=already)[0] == [WEEKS[3].end + timedelta(days=7)]


@pytest.mark.req("R36")
def test_a_week_without_presence_neither_breaks_nor_lengthens_the_row():
	away = {d: D(0) for d in WEEKS[1].days()}
	world = World((Agent(off=away),), visits((1, 0, 1, 1, 1)))
	september, already = dismissals(world)
	assert september == []
	assert dismissals(world, OCTOBER, already=already)[0] == [WEEKS[3].end + timedelta(days=7)]


@pytest.mark.req("R36")
@pytest.mark.parametrize(("came", "missed"), [(5, False), (4, True)])
def test_a_holiday_stays_in_the_divisor(came, missed):
	"""Sunday off and three holidays: ⌈10 × 3 ÷ 6⌉ = 5."""
	holidays = tuple(WEEKS[3].start + timedelta(days=n) for n in (3, 4, 5))
	world = World((Agent(rest=6, holidays=holidays),), visits((1, 1, 1, came)))
	assert bool(dismissals(world)[0]) is missed


@pytest.mark.req("R21")
@pytest.mark.parametrize(("came", "missed"), [(10, False), (9, True)])
def test_a_weekly_rest_day_does_not_lower_the_target(came, missed):
	assert bool(dismissals(World((Agent(rest=6),), visits((1, 1, 1, came))))[0]) is missed


@pytest.mark.req("R21")
@pytest.mark.parametrize("agent", [Agent(joined=day(2)), Agent(left=WEEKS[3].start + timedelta(days=4))])
def test_weeks_of_joining_and_leaving_are_passed_over(agent):
	assert dismissals(World((agent,)))[0] == []


@pytest.mark.req("R21")
def test_weeks_brought_along_lengthen_the_row():
	world = World(openings={("R21", "A1"): Opening(date(2026, 8, 31), streak=2)})
	lines, _ = settle([weeks_missed()], world.facts())
	assert [p.end for _, _, p in proposals(lines)] == [WEEKS[1].end]
	assert lines[0].explanation["facts"]["brought"] == "2"


@pytest.mark.req("R31")
def test_each_week_is_held_against_the_version_of_its_sunday():
	"""Five visits a week miss ten but not five."""
	first = weeks_missed(valid_to=day(13))
	second = weeks_missed(version=2, valid_from=day(14), target=D(5))
	assert dismissals(World(counts=visits((5, 5, 5, 5))), rules=(first, second))[0] == []
	assert dismissals(World(counts=visits((5, 5, 4, 4))), rules=(first, second))[0] == [WEEKS[3].end]


@pytest.mark.req("R21")
def test_a_late_fact_about_a_closed_month_raises_a_notice_and_no_new_proposal():
	world = World(counts=visits((1, 1, 1, 1, 10, 10, 10, 10)))
	_, already = dismissals(world)
	late = world.and_(*counted("到访", {WEEKS[2].start: 9}))
	lines, after = settle([weeks_missed()], late.facts(OCTOBER, closed=(SEPTEMBER,)), already)
	assert [(ln.state.value, ln.corrects) for ln in lines] == [("Notice", SEPTEMBER)]
	assert settle([weeks_missed()], late.facts(OCTOBER, closed=(SEPTEMBER,)), after)[0] == []


@pytest.mark.req("R21")
def test_after_a_proposal_the_row_starts_again_whatever_came_to_light_later():
	world = World(counts=visits((1, 1, 1, 1, 1, 1, 1, 1)))
	_, already = dismissals(world)
	late = world.and_(*counted("到访", {WEEKS[0].start: 9}))
	lines, _ = settle([weeks_missed()], late.facts(OCTOBER, closed=(SEPTEMBER,)), already)
	assert [p.end for _, _, p in proposals(lines)] == [WEEKS[3].end + timedelta(days=28)]


def test_every_line_works_out_again_from_its_explanation():
	agents = (Agent(off={day(16): D("0.5")}), Agent("A2", rest=2))
	world = World(agents, (*every_day(d3=92, d16=46), *visits((1, 2, 3, 4))))
	lines, _ = settle([calls_short("1.5"), weeks_missed()], world.facts())
	assert lines
	assert [recompute_worth(ln.explanation) for ln in lines] == [ln.worth for ln in lines]
	assert money(lines) == Decimal("-1.5") * (8 + 4 + 25 * 100)
