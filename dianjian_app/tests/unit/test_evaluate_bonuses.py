"""Targets and their bonuses, satisfaction, praise, teams (R25, R27-R29)."""

from decimal import Decimal

import pytest

from dianjian_app.incentives.engine.explain import recompute_worth
from dianjian_app.incentives.engine.figures import Subject
from dianjian_app.incentives.engine.rule import Outcome
from dianjian_app.incentives.engine.rule_options import (
	Condition,
	ExcessFrom,
	Function,
	PeriodType,
	SubjectType,
	TargetType,
)
from dianjian_app.people.period import Period
from dianjian_app.tests.unit.judged import (
	OCTOBER,
	SEPTEMBER,
	Count,
	D,
	World,
	counted,
	day,
	money,
	proposals,
	settle,
)
from dianjian_app.tests.unit.rules_of_source import (
	base_bonus,
	dissatisfied_customers,
	excess_bonus,
	no_serious_error,
	praise,
	rule,
	satisfied_customers,
	team_fund,
	training_due,
)

NOVEMBER = Period.month(2026, 11)
SCORES = {"满意度": Function.MEAN}


def bonuses(achieved, *rules, target=100_000, **fields):
	targets = {("业绩", Subject(SubjectType.AGENT, "A1"), SEPTEMBER): D(target)} if target else {}
	world = World(counts=counted("业绩", {day(8): achieved}), targets=targets, **fields)
	return settle(list(rules or (base_bonus(), excess_bonus(), training_due())), world.facts())[0]


@pytest.mark.req("R25")
@pytest.mark.parametrize(
	("achieved", "yuan", "training"),
	[
		(99_999, 0, True),
		(100_000, 1000, False),
		(119_999, 1000, False),
		(120_000, 1000 + 1000, False),
		(120_001, "2000.05", False),
	],
)
def test_the_target_met_brings_the_base_and_a_fifth_more_a_part_of_the_excess(achieved, yuan, training):
	lines = bonuses(achieved)
	assert (money(lines), bool(proposals(lines))) == (D(yuan), training)
	assert [recompute_worth(ln.explanation) for ln in lines] == [ln.worth for ln in lines]


@pytest.mark.req("R25")
def test_the_excess_may_count_from_the_threshold():
	assert money(bonuses(130_000, excess_bonus(excess_from=ExcessFrom.THRESHOLD))) == 500


@pytest.mark.req("R25")
def test_without_a_target_nothing_follows_but_a_notice():
	lines = bonuses(100, target=None)
	assert {(ln.state.value, ln.amount) for ln in lines} == {("Notice", 0)}


@pytest.mark.req("R25")
def test_amounts_are_rounded_half_up_to_the_fen():
	assert money(bonuses(120_000, excess_bonus("5.0000025"))) == Decimal("1000.00")
	assert money(bonuses(120_000, excess_bonus("5.000025"))) == Decimal("1000.01")


@pytest.mark.req("R27")
@pytest.mark.parametrize(("scores", "yuan"), [((5, "4.6"), 300), ((5, "4.59"), 0), ((5,), 300), ((), 0)])
def test_a_mean_of_four_point_eight_brings_the_award(scores, yuan):
	counts = tuple(Count("满意度", day(n + 1), D(s)) for n, s in enumerate(scores))
	assert money(settle([satisfied_customers()], World(counts=counts, functions=SCORES).facts())[0]) == yuan


@pytest.mark.req("R27")
@pytest.mark.parametrize(
	("scores", "taken"),
	[(("4.4", "4.4", "4.4"), True), (("4.4", "4.5", "4.4"), False), (("4.4", None, "4.4"), False)],
)
def test_three_months_below_bring_training_and_a_share_of_the_bonus(scores, taken):
	months = (SEPTEMBER, OCTOBER, NOVEMBER)
	counts = tuple(
		Count("满意度", m.start, D(s)) for m, s in zip(months, scores, strict=True) if s is not None
	)
	targets = {("业绩", Subject(SubjectType.AGENT, "A1"), m): D(100) for m in months}
	world = World(
		counts=counts + counted("业绩", {m.start: 120 for m in months}), functions=SCORES, targets=targets
	)
	rules = [dissatisfied_customers(), base_bonus(), excess_bonus()]
	already, lines = None, []
	for month in months:
		lines, already = settle(rules, world.facts(month), already)
	penalties = [ln for ln in lines if ln.key.family == "R27L"]
	expected = [("Money", D("-300.30")), ("Training", D(0))] if taken else []
	assert sorted((ln.key.outcome_type.value, ln.amount) for ln in penalties) == expected
	assert [recompute_worth(ln.explanation) for ln in penalties] == [ln.worth for ln in penalties]
	again, _ = settle(rules, world.facts(NOVEMBER), already)
	assert [ln for ln in again if ln.is_entry] == []


@pytest.mark.req("R28")
def test_each_praise_brings_its_award_with_its_own_evidence():
	world = World(
		counts=(Count("表扬", day(3), D(1)), Count("表扬", day(3), D(1)), Count("表扬", day(9), D(1)))
	)
	lines, _ = settle([praise()], world.facts())
	assert [(ln.amount, ln.explanation["evidence"]) for ln in lines] == [
		(D(400), ["Doc/0", "Doc/1"]),
		(D(200), ["Doc/2"]),
	]


@pytest.mark.req("R28")
def test_an_event_rule_may_look_at_each_documents_size():
	large = rule(
		"X1",
		"业绩",
		Outcome(amount=D(100)),
		period=PeriodType.EVENT,
		target_type=TargetType.FIXED,
		target=D(50),
		condition=Condition.MEETS,
	)
	world = World(counts=tuple(Count("业绩", day(3), D(v)) for v in (49, 50, 30, 51)))
	assert money(settle([large], world.facts())[0]) == 200


@pytest.mark.req("R29")
def test_a_team_gets_its_fund_after_three_months_and_again_after_three_more():
	months = [Period.month(2026, m) for m in (6, 7, 8, 9, 10, 11)]
	targets = {("业绩", Subject(SubjectType.GROUP, "一组"), m): D(10) for m in months}
	counts = counted("业绩", {m.start: 10 for m in months})
	world = World(counts=counts, targets=targets, begins=months[0].start)
	got, already = [], None
	for month in months:
		lines, already = settle([team_fund()], world.facts(month), already)
		got.append(money(lines))
	assert got == [0, 0, 2000, 0, 0, 2000]


@pytest.mark.req("R29")
@pytest.mark.parametrize(("errors", "yuan"), [(0, 500), (1, 0)])
def test_a_team_without_a_serious_error_gets_the_safety_award(errors, yuan):
	world = World(counts=(Count("失误", day(3), D(errors)),))
	assert money(settle([no_serious_error()], world.facts())[0]) == yuan
