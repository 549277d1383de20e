"""What must hold for whatever happens: posting twice adds nothing, order plays no part, nothing is lost or paid twice."""

from dataclasses import replace
from datetime import timedelta
from decimal import Decimal
from random import Random

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dianjian_app.incentives.engine.explain import recompute_worth
from dianjian_app.incentives.engine.posted_state import PostedState
from dianjian_app.incentives.engine.rule_options import LineState
from dianjian_app.tests.unit.judged import (
	OCTOBER,
	SEPTEMBER,
	Agent,
	Count,
	World,
	days_of_leave,
	money,
	settle,
)
from dianjian_app.tests.unit.rules_of_source import (
	calls_short,
	deal_rewards,
	half_days,
	outside_the_first,
	praise,
	weeks_missed,
)

PAYING = [calls_short("1.37"), half_days(), deal_rewards(), praise("88.88")]
EVERYTHING = [*PAYING, weeks_missed(), outside_the_first(1)]
AGENTS = (Agent("A1", rest=0), Agent("A2", rest=6, probation_until=SEPTEMBER.start + timedelta(days=9)))

days = st.integers(0, 60).map(lambda n: SEPTEMBER.start + timedelta(days=n))
who = st.sampled_from(("A1", "A2"))
counts = st.one_of(
	st.builds(Count, st.just("接通"), days, st.integers(0, 130).map(Decimal), who),
	st.builds(Count, st.just("到访"), days, st.integers(0, 12).map(Decimal), who),
	st.builds(Count, st.just("表扬"), days, st.just(Decimal(1)), who),
	st.builds(
		Count,
		st.just("成交"),
		days,
		st.integers(1, 4).map(Decimal),
		who,
		st.sampled_from(("高层", "别墅", "洋房")),
	),
)
worlds = st.lists(counts, max_size=60).map(
	lambda c: World(AGENTS, tuple(c)).and_(Count("表扬", SEPTEMBER.start, Decimal(1)))
)
few = settings(max_examples=25, deadline=None)


def paid(already: PostedState) -> dict:
	return {(k, p.amount, p.quantity) for k, p in already.posted.items() if p.amount or p.quantity}


@few
@given(worlds)
@pytest.mark.req("R31")
def test_evaluating_again_after_posting_adds_nothing(world):
	facts = world.facts()
	lines, already = settle(EVERYTHING, facts)
	again, after = settle(EVERYTHING, facts, already)
	assert [ln for ln in again if ln.is_entry] == []
	assert (after.posted, after.proposed) == (already.posted, already.proposed)
	assert {ln.key for ln in lines if ln.is_proposal} == {ln.key for ln in again if ln.is_proposal}


@few
@given(worlds, st.randoms(use_true_random=False))
def test_rebuilding_from_nothing_equals_posting_piece_by_piece_in_any_order(world, random: Random):
	"""Facts arrive in any order, each posted at once: what is posted in the end is what one evaluation brings."""
	order = list(range(len(world.counts)))
	random.shuffle(order)
	already = PostedState()
	for step in range(0, len(order) + 1, 7):
		known = replace(world, cancelled=frozenset(order[step:]))
		_, already = settle(PAYING, known.facts(), already)
	_, already = settle(PAYING, world.facts(), already)
	assert paid(already) == paid(settle(PAYING, world.facts())[1])


@few
@given(worlds, st.lists(st.integers(0, 59), max_size=10))
def test_what_falls_away_after_closing_is_taken_back_to_the_fen(world, fallen):
	_, september = settle(PAYING, world.facts())
	_, october = settle(PAYING, world.facts(OCTOBER, closed=(SEPTEMBER,)), september)
	after = replace(world, cancelled=frozenset(fallen))
	lines, corrected = settle(PAYING, after.facts(OCTOBER, closed=(SEPTEMBER,)), october)
	assert all(ln.corrects == SEPTEMBER or ln.key.period.end in OCTOBER for ln in lines)
	fresh = PostedState()
	for month in (SEPTEMBER, OCTOBER):
		_, fresh = settle(PAYING, after.facts(month), fresh)
	by_money = {k: p.amount for k, p in corrected.posted.items() if p.amount}
	assert by_money == {k: p.amount for k, p in fresh.posted.items() if p.amount}
	assert settle(PAYING, after.facts(OCTOBER, closed=(SEPTEMBER,)), corrected)[0] == [
		ln for ln in lines if ln.state is LineState.NO_RATE
	]


@few
@given(worlds)
def test_taking_everything_back_leaves_nothing(world):
	"""Without quotas: a month in which nothing happened owes nothing, and reversals bring every key to zero."""
	rules = [half_days(), deal_rewards(), praise("88.88")]
	_, already = settle(rules, world.facts())
	nothing = replace(world, cancelled=frozenset(range(len(world.counts))))
	lines, after = settle(rules, nothing.facts(), already)
	assert paid(after) == set()
	assert money(lines) == -sum((p.amount for p in already.posted.values()), Decimal(0))


@few
@given(st.lists(st.integers(0, 40), min_size=2, max_size=2), st.integers(1, 15), st.integers(1, 15))
@pytest.mark.req("R22")
def test_no_remainder_is_lost_and_none_counts_twice(visits, n, later_n):
	"""However N changes between months: what the grants used up and what is left are all the visits there were."""
	world = World(
		counts=tuple(
			Count("到访", m.start, Decimal(v)) for m, v in zip((SEPTEMBER, OCTOBER), visits, strict=True)
		)
	)
	rules = [
		half_days(n, valid_to=SEPTEMBER.end),
		half_days(later_n, version=2, valid_from=OCTOBER.start),
	]
	_, already = settle(rules, world.facts())
	lines, after = settle(rules, world.facts(OCTOBER), already)
	used = sum((p.consumed for p in after.posted.values()), Decimal(0))
	assert 0 <= sum(visits) - used < later_n
	if n == later_n:
		granted = sum((p.quantity for p in after.posted.values()), Decimal(0))
		assert granted == Decimal(sum(visits) // n) / 2
		assert days_of_leave(lines) == granted - Decimal(visits[0] // n) / 2


@few
@given(worlds, st.integers(0, 29))
def test_settling_part_of_a_month_first_never_pays_twice(world, through):
	day = SEPTEMBER.start + timedelta(days=through)
	_, part = settle(PAYING, world.facts(through=day))
	_, whole = settle(PAYING, world.facts(), part)
	assert paid(whole) == paid(settle(PAYING, world.facts())[1])


@few
@given(worlds)
@pytest.mark.req("R32")
def test_every_amount_is_an_exact_decimal_that_its_explanation_gives_again(world):
	lines, already = settle(EVERYTHING, world.facts())
	later, _ = settle(EVERYTHING, world.facts(OCTOBER, closed=(SEPTEMBER,)), already)
	for line in (*lines, *later):
		assert isinstance(line.amount, Decimal) and line.amount == round(line.amount, 2)
		if line.state is LineState.NORMAL:
			assert recompute_worth(line.explanation) == line.worth
