"""Half days, deals, places, bonuses, satisfaction, praise, teams (R22-R29)."""

from dataclasses import replace
from datetime import date

import pytest

from dianjian_app.incentives.engine.explain import recompute_worth
from dianjian_app.incentives.engine.figures import Opening
from dianjian_app.incentives.engine.rule import Outcome
from dianjian_app.incentives.engine.rule_options import (
	Basis,
	Condition,
	Function,
	Kind,
	LineState,
	PenaltyClass,
	SubjectType,
)
from dianjian_app.people.period import Period
from dianjian_app.tests.unit.judged import (
	OCTOBER,
	SEPTEMBER,
	Agent,
	Count,
	D,
	World,
	counted,
	day,
	days_of_leave,
	money,
	proposals,
	settle,
)
from dianjian_app.tests.unit.rules_of_source import (
	best_of_quarter,
	deal_rewards,
	half_days,
	outside_the_first,
	rule,
)

NOVEMBER = Period.month(2026, 11)
SCORES = {"满意度": Function.MEAN}


def leave(world, month=SEPTEMBER, already=None, rules=None, **more):
	lines, already = settle(rules or [half_days()], world.facts(month, **more), already)
	return days_of_leave(lines), already


@pytest.mark.req("R22")
@pytest.mark.parametrize(("visits", "days"), [(9, "0"), (10, "0.5"), (11, "0.5"), (19, "0.5"), (20, "1")])
def test_every_ten_visits_bring_half_a_day(visits, days):
	assert leave(World(counts=counted("到访", {day(8): visits})))[0] == D(days)


@pytest.mark.req("R22")
def test_the_remainder_carries_over():
	world = World(counts=counted("到访", {day(8): 19, day(8, 10): 11}))
	september, already = leave(world)
	assert (september, leave(world, OCTOBER, already)[0]) == (D("0.5"), D("1"))


@pytest.mark.req("R22")
def test_visits_brought_along_count():
	world = World(
		counts=counted("到访", {day(8): 5, date(2026, 8, 30): 50}),
		openings={("R22", "A1"): Opening(date(2026, 8, 31), remainder=D(5))},
	)
	assert leave(world)[0] == D("0.5")


@pytest.mark.req("R22")
def test_a_visit_that_falls_away_takes_the_half_day_back_in_the_open_month():
	world = World(counts=counted("到访", {day(8): 9, day(9): 1, day(8, 10): 3}))
	_, already = leave(world)
	fallen = World(counts=world.counts, cancelled=frozenset({1}))
	assert leave(fallen, OCTOBER, already, closed=(SEPTEMBER,))[0] == 0, "9 + 3 earn what was given already"
	fewer = World(counts=world.counts, cancelled=frozenset({1, 2}))
	assert leave(fewer, OCTOBER, already, closed=(SEPTEMBER,))[0] == D("-0.5")


@pytest.mark.req("R22")
def test_a_version_with_another_n_goes_on_with_what_is_left():
	world = World(counts=counted("到访", {day(8): 25, day(8, 10): 3}))
	rules = [half_days(valid_to=day(30)), half_days(8, version=2, valid_from=day(1, 10))]
	_, already = leave(world, rules=rules)
	assert leave(world, OCTOBER, already, rules)[0] == D("0.5"), "5 left + 3 make one more of 8"


def deals(*sold, who="A1"):
	return tuple(Count("成交", d, D(units), who, dimension=product) for d, product, units in sold)


@pytest.mark.req("R23")
def test_each_unit_brings_its_products_reward():
	lines, _ = settle(
		[deal_rewards()], World(counts=deals((day(12), "高层", 2), (day(19), "别墅", 1))).facts()
	)
	assert {(ln.key.dimension, ln.key.period.start): ln.amount for ln in lines} == {
		("高层", day(12)): D(400),
		("别墅", day(19)): D(500),
	}


@pytest.mark.req("R23")
def test_a_product_without_a_rate_shows_so_and_pays_nothing():
	lines, _ = settle([deal_rewards()], World(counts=deals((day(18), "洋房", 1))).facts())
	assert [(ln.state.value, ln.amount, ln.key.dimension) for ln in lines] == [("No Rate", 0, "洋房")]


@pytest.mark.req("R23")
def test_a_parking_space_with_a_rate_of_nothing_blocks_no_month():
	sold = World(counts=deals((day(12), "车位", 1), (day(12), "高层", 1)))
	[open_rate, _] = sorted(settle([deal_rewards()], sold.facts())[0], key=lambda ln: ln.amount)
	assert open_rate.state is LineState.NO_RATE
	nothing = Outcome(basis=Basis.PER_UNIT, dimension="车位", zero_is_meant=True)
	rule = replace(deal_rewards(), outcomes=(*deal_rewards().outcomes, nothing))
	[line], _ = settle([rule], sold.facts())
	assert (line.key.dimension, line.amount) == ("高层", D(200))


@pytest.mark.req("R19")
def test_a_deal_after_leaving_still_earns():
	world = World((Agent(left=day(10)),), deals((day(12), "高层", 1)))
	assert money(settle([deal_rewards()], world.facts())[0]) == 200


@pytest.mark.req("R19")
def test_a_cancelled_deal_is_taken_back_in_the_next_open_month():
	world = World(counts=deals((day(24), "高层", 1), (day(7, 10), "高层", 1)))
	lines, already = settle([deal_rewards()], world.facts())
	cancelled = World(counts=world.counts, cancelled=frozenset({0}))
	lines, after = settle([deal_rewards()], cancelled.facts(OCTOBER, closed=(SEPTEMBER,)), already)
	assert [(ln.amount, ln.corrects, ln.key.period.start, ln.correction_no) for ln in lines] == [
		(D(-200), SEPTEMBER, day(24), 1),
		(D(200), None, day(7, 10), 0),
	]
	assert settle([deal_rewards()], cancelled.facts(OCTOBER, closed=(SEPTEMBER,)), after)[0] == []


@pytest.mark.req("R19", "R4")
def test_what_is_taken_back_stays_with_the_group_that_had_it():
	sold = deals((day(24), "高层", 1))
	_, already = settle([deal_rewards()], World(counts=sold).facts())
	moved = Agent(groups=(("二组", date(2025, 1, 1)),))
	cancelled = World((moved,), sold, cancelled=frozenset({0}), groups=("一组", "二组"))
	[line], _ = settle([deal_rewards()], cancelled.facts(OCTOBER, closed=(SEPTEMBER,)), already)
	assert (line.amount, line.group) == (D(-200), "一组")


@pytest.mark.req("R31")
def test_a_back_dated_version_posts_the_difference_and_names_what_it_corrects():
	world = World(counts=deals((day(24), "高层", 3)))
	_, already = settle([deal_rewards()], world.facts())
	newer = [
		deal_rewards(valid_to=day(19)),
		deal_rewards({"高层": "250"}, version=2, valid_from=day(20)),
	]
	lines, after = settle(newer, world.facts(OCTOBER, closed=(SEPTEMBER,)), already)
	assert [(ln.amount, ln.version, ln.corrects) for ln in lines] == [(D(150), 2, SEPTEMBER)]
	assert recompute_worth(lines[0].explanation) == 150
	assert settle(newer, world.facts(OCTOBER, closed=(SEPTEMBER,)), after)[0] == []


def ranked(visits, others=(), agents=None, **fields):
	names = [f"A{n}" for n in range(1, len(visits) + 1)]
	world = World(
		agents or tuple(Agent(n) for n in names),
		tuple(c for n, v in zip(names, visits, strict=True) for c in counted("到访", {day(8): v}, n))
		+ tuple(others),
	)
	return [who for who, _, _ in proposals(settle([outside_the_first(**fields)], world.facts())[0])]


@pytest.mark.req("R24")
@pytest.mark.parametrize(
	("visits", "out"),
	[
		((9, 8, 7, 6, 5, 4), []),
		((9, 8, 7, 6, 5, 4, 3), ["A7"]),
		((9, 8, 7, 6, 5, 4, 4), []),
		((9, 8, 7, 6, 5, 5, 3), ["A7"]),
		((0,) * 7, []),
	],
)
def test_places_beyond_the_sixth_propose_elimination(visits, out):
	assert ranked(visits) == out


@pytest.mark.req("R24")
def test_deals_then_their_amount_break_a_tie():
	level = (9, 8, 7, 6, 5, 4, 4)
	assert ranked(level, deals((day(9), "高层", 1), who="A7")) == ["A6"]
	sold = deals((day(9), "高层", 1), who="A7") + deals((day(9), "高层", 1), who="A6")
	assert ranked(level, sold + counted("业绩", {day(9): 5}, "A6")) == ["A7"]


@pytest.mark.req("R24")
def test_whoever_was_on_probation_in_the_month_is_not_ranked():
	agents = (*(Agent(f"A{n}") for n in range(1, 7)), Agent("A7", probation_until=day(1)))
	assert ranked((9, 8, 7, 6, 5, 4, 0), agents=agents) == []


@pytest.mark.req("R24")
def test_whoever_left_in_the_month_is_ranked_and_whoever_left_before_is_not():
	agents = (*(Agent(f"A{n}") for n in range(1, 7)), Agent("A7", left=day(3)))
	assert ranked((9, 8, 7, 6, 5, 4, 1), agents=agents) == ["A7"]
	agents = (*agents[:6], Agent("A7", left=date(2026, 8, 31)))
	assert ranked((9, 8, 7, 6, 5, 4, 1), agents=agents) == []


@pytest.mark.req("R24")
def test_places_of_a_closed_month_are_not_run_again_but_noticed():
	world = World(
		tuple(Agent(f"A{n}") for n in range(1, 8)),
		tuple(c for n in range(1, 8) for c in counted("到访", {day(8): 10 - n}, f"A{n}")),
	)
	_, already = settle([outside_the_first()], world.facts())
	late = world.and_(*counted("到访", {day(9): 5}, "A7"))
	lines, _ = settle([outside_the_first()], late.facts(OCTOBER, closed=(SEPTEMBER,)), already)
	notices = {(ln.key.subject.name, ln.state.value) for ln in lines if ln.corrects}
	assert notices == {("A6", "Notice"), ("A7", "Notice")}


@pytest.mark.req("R26")
def test_the_first_three_of_a_quarter_get_three_levels_and_equals_the_same():
	names, per = ("A1", "A2", "A3", "A4"), (9, 7, 7, 1)
	counts = tuple(c for n, v in zip(names, per, strict=True) for c in counted("到访", {day(8, 7): v}, n))
	world = World(tuple(Agent(n) for n in names), counts, begins=date(2026, 7, 1))
	lines, _ = settle([best_of_quarter()], world.facts())
	assert {ln.key.subject.name: ln.amount for ln in lines} == {"A1": 3000, "A2": 2000, "A3": 2000}
	assert settle([best_of_quarter()], world.facts(Period.month(2026, 8)))[0] == []


@pytest.mark.req("R26")
def test_nobody_is_among_the_first_with_nothing():
	assert settle([best_of_quarter()], World().facts())[0] == []


@pytest.mark.req("R4")
def test_a_groups_figures_stay_with_the_group_of_their_day():
	rules = [
		rule("G", "到访", Outcome(basis=Basis.PER_UNIT, amount=D(10)), subject=SubjectType.GROUP),
	]
	counts = counted("到访", {day(3): 2}, group="一组") + counted("到访", {day(20): 3}, group="二组")
	lines, _ = settle(rules, World(counts=counts, groups=("一组", "二组")).facts())
	assert {ln.key.subject.name: ln.amount for ln in lines} == {"一组": 20, "二组": 30}


def test_a_cap_limits_what_a_line_brings():
	capped = rule("X", "到访", Outcome(basis=Basis.PER_UNIT, amount=D(10), cap=D(25)))
	lines, _ = settle([capped], World(counts=counted("到访", {day(3): 3})).facts())
	assert (money(lines), recompute_worth(lines[0].explanation)) == (25, 25)


def test_a_penalty_is_negative_and_every_n_of_a_month_forgets_the_rest():
	fine = rule(
		"X",
		"到访",
		Outcome(amount=D(10)),
		kind=Kind.PENALTY,
		penalty_class=PenaltyClass.FINE,
		condition=Condition.EVERY_N,
		condition_value=D(3),
	)
	world = World(counts=counted("到访", {day(3): 8, day(3, 10): 1}))
	lines, already = settle([fine], world.facts())
	assert (money(lines), settle([fine], world.facts(OCTOBER), already)[0]) == (-20, [])
