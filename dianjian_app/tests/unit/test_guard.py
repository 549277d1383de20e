"""What may be deducted from a month's wage, and what becomes of the rest (decision 17)."""

from dataclasses import replace
from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.incentives.engine.deduction_guard import (
	CARRY,
	DROP,
	FAMILY,
	FLOOR,
	FORBIDDEN,
	Policy,
	guard_deductions,
)
from dianjian_app.incentives.engine.explain import recompute_worth
from dianjian_app.incentives.engine.figures import Subject
from dianjian_app.incentives.engine.line import Key, Line
from dianjian_app.incentives.engine.rule_options import LineState, OutcomeType, PenaltyClass, SubjectType
from dianjian_app.people.period import Period

MONTH = Period.month(2026, 9)
COMPENSATION, FINE, LOST = (
	PenaltyClass.COMPENSATION_OF_LOSS,
	PenaltyClass.FINE,
	PenaltyClass.LOSS_OF_INCENTIVE,
)
CLASS_OF = {"comp": COMPENSATION, "fine": FINE, "lost": LOST, "reward": PenaltyClass.NONE}
LAW = Policy(
	"law", frozenset({COMPENSATION, LOST}), Decimal(20), Decimal(2300), carry=True, incentive_floor=True
)
pytestmark = pytest.mark.req("R30", "R32")


def a_line(rule, amount, agent="A", **fields):
	key = Key(rule, Subject(SubjectType.AGENT, agent), MONTH, "", OutcomeType.MONEY)
	return Line(rule=rule, version=1, key=key, amount=Decimal(amount), **fields)


def found(lines, policy=LAW, wage=5000, carried=0):
	wages = {} if wage is None else {"A": Decimal(wage)}
	result = guard_deductions(
		lines, CLASS_OF, policy, wages, {"A": Decimal(carried)} if carried else {}, MONTH
	)
	for ln in result.lines:
		assert ln.key.family == FAMILY and recompute_worth(ln.explanation) == ln.amount
	return {ln.key.dimension: ln.amount for ln in result.lines}, result.without_wage


def posted(lines, **options):
	given_back, _missing = found(lines, **options)
	return sum(ln.amount for ln in lines) + sum(given_back.values())


def test_a_loss_of_1400_of_a_wage_of_5000_posts_1000_and_carries_400():
	assert found([a_line("comp", -1400)]) == ({CARRY: Decimal(400)}, ())
	assert posted([a_line("comp", -1400)]) == -1000


def test_what_was_carried_is_taken_next_month_within_the_same_limit():
	assert found([], carried=400)[0] == {CARRY: Decimal(-400)}
	assert posted([a_line("comp", -900)], carried=400) == -1000
	assert found([a_line("comp", -900)], carried=400)[0] == {CARRY: Decimal(-100)}


def test_of_a_wage_of_2600_three_hundred_may_be_taken():
	assert posted([a_line("comp", -1400)], wage=2600) == -300
	assert posted([a_line("comp", -1400)], wage=2000) == 0


@pytest.mark.parametrize(("loss", "taken"), [(999, 999), (1000, 1000), (1001, 1000)])
def test_at_below_and_above_the_limit(loss, taken):
	assert posted([a_line("comp", -loss)]) == -taken


def test_dropping_takes_no_more_later():
	policy = replace(LAW, carry=False)
	assert found([a_line("comp", -1400)], policy) == ({DROP: Decimal(400)}, ())
	assert found([], policy, carried=400) == ({}, ())


def test_loss_of_incentives_stops_at_zero():
	assert posted([a_line("reward", 300), a_line("lost", -500)]) == 0
	assert found([a_line("reward", 300), a_line("lost", -500)])[0] == {FLOOR: Decimal(200)}
	assert found([a_line("reward", 300), a_line("lost", -300)])[0] == {}
	assert posted([a_line("lost", -500)]) == 0


def test_a_class_that_is_not_allowed_is_given_back_whole():
	assert found([a_line("fine", -80), a_line("fine", -20)])[0] == {FORBIDDEN: Decimal(100)}


def test_as_the_source_everything_is_taken_and_no_wage_is_asked_for():
	lines = [a_line("fine", -80), a_line("comp", -9000), a_line("lost", -500)]
	assert found(lines, Policy(), wage=None) == ({}, ())


def test_what_is_taken_of_an_earlier_month_stands_with_the_persons_group():
	found = guard_deductions(
		[], CLASS_OF, LAW, {"A": Decimal(5000)}, {"A": Decimal(400)}, MONTH, {"A": "一组"}.get
	)
	assert [(ln.amount, ln.group) for ln in found.lines] == [(Decimal(-400), "一组")]


def test_without_a_wage_the_limit_is_asked_for_and_not_guessed():
	assert found([a_line("comp", -10)], wage=None) == ({}, ("A",))
	assert found([a_line("reward", 10)], wage=None) == ({}, ())


def test_what_is_not_posted_is_not_counted():
	lines = [a_line("comp", -1400, state=LineState.NOTICE), a_line("comp", -10)]
	assert found(lines)[0] == {}


@given(
	st.lists(st.integers(0, 300000), min_size=1, max_size=12),
	st.integers(0, 900000),
	st.sampled_from([0, 20, 50]),
	st.sampled_from([0, 2300]),
)
def test_with_carry_what_is_posted_and_what_is_carried_is_what_is_owed(losses, wage, share, floor):
	policy = replace(LAW, share=Decimal(share), floor=Decimal(floor))
	wages, balance, taken = {"A": Decimal(wage) / 100}, Decimal(0), Decimal(0)
	for fen in losses:
		lines = [a_line("comp", -Decimal(fen) / 100)]
		result = guard_deductions(lines, CLASS_OF, policy, wages, {"A": balance}, MONTH)
		again = guard_deductions(lines, CLASS_OF, policy, wages, {"A": balance}, MONTH)
		assert again == result
		moved = sum((ln.amount for ln in result.lines), Decimal(0))
		month = lines[0].amount + moved
		assert month <= 0
		if share:
			assert -month <= wages["A"] * share / 100
		if floor:
			assert -month <= max(wages["A"] - floor, Decimal(0))
		balance += moved
		taken += month
		assert balance >= 0
	assert -taken + balance == Decimal(sum(losses)) / 100
