"""The weighted total of an appraisal: by hand, and whatever people answer (R38)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.people.appraisal_weighting import COLLEAGUE, DEPARTMENT, LEADER, SELF, Criterion, weigh

pytestmark = pytest.mark.req("R38")
D = Decimal
SCORES = st.integers(0, 100).map(D)
SIDE_WEIGHTS = {SELF: D(10), LEADER: D(50), COLLEAGUE: D(40)}
TWO = [Criterion(D(60)), Criterion(D(40))]


def total(answers, criteria=TWO, weights=SIDE_WEIGHTS, missing_is_zero=False):
	return weigh(criteria, answers, weights, missing_is_zero=missing_is_zero)


def test_the_hand_calculation():
	"""Attitude 60 %: self 90, leader 80, colleagues 70, 80, 60 (mean 70): (10*90 + 50*80 + 40*70) / 100 = 77.
	Ability 40 %: self 100, leader 70, colleagues 50, 60, 70 (mean 60): (10*100 + 50*70 + 40*60) / 100 = 69.
	Total 0.6 * 77 + 0.4 * 69 = 73.8."""
	found = total(
		{
			SELF: [[D(90), D(100)]],
			LEADER: [[D(80), D(70)]],
			COLLEAGUE: [[D(70), D(50)], [D(80), D(60)], [D(60), D(70)]],
		}
	)
	assert (found.total, found.criteria) == (D("73.80"), (D(77), D(69)))
	assert found.sides == {SELF: D(94), LEADER: D(76), COLLEAGUE: D(66)}


def test_a_metric_fills_its_criterion_beside_the_people():
	criteria = [Criterion(D(50)), Criterion(D(50), fixed=D(80), by_people=False)]
	assert total({LEADER: [[D(60)]]}, criteria).total == D(70)
	criteria[1] = Criterion(D(50), fixed=None, by_people=False)
	assert total({LEADER: [[D(60)]]}, criteria).total == D(60)


def test_a_side_that_did_not_answer_is_left_out_or_counts_as_nothing():
	answers = {SELF: [[D(90), D(90)]], LEADER: [[D(60), D(60)]]}
	assert total(answers).total == D(65)  # (10*90 + 50*60) / 60
	assert total(answers, missing_is_zero=True).total == D(39)  # (10*90 + 50*60) / 100
	assert total({}).total is None


@given(st.lists(st.tuples(SCORES, SCORES), max_size=2), SCORES, SCORES)
def test_two_colleagues_change_nothing_that_anybody_sees(colleagues, own, leaders):
	base = {SELF: [[own, own]], LEADER: [[leaders, leaders]]}
	for missing_is_zero in (False, True):
		seen = total({**base, COLLEAGUE: colleagues}, missing_is_zero=missing_is_zero)
		assert seen == total(base, missing_is_zero=missing_is_zero)
		assert COLLEAGUE not in seen.sides


@given(
	st.dictionaries(
		st.sampled_from([SELF, LEADER, COLLEAGUE, DEPARTMENT]),
		st.lists(st.tuples(SCORES, SCORES), min_size=1, max_size=5),
	),
	st.booleans(),
)
def test_a_total_lies_between_nothing_and_a_hundred_and_the_best_and_worst(answers, missing_is_zero):
	found = total(answers, missing_is_zero=missing_is_zero)
	counted = [s for side in found.sides for scores in answers[side] for s in scores]
	if not counted:
		assert found.total in (None, D(0))
		return
	assert 0 <= found.total <= max(counted)
	if not missing_is_zero:
		assert min(counted) <= found.total


@given(st.lists(st.tuples(SCORES, SCORES), min_size=3, max_size=6), st.randoms())
def test_the_order_of_answers_says_nothing(colleagues, chance):
	mixed = list(colleagues)
	chance.shuffle(mixed)
	assert total({COLLEAGUE: colleagues}) == total({COLLEAGUE: mixed})


@given(SCORES)
def test_when_all_say_the_same_the_total_is_that(score):
	same = [[score, score]]
	assert total({SELF: same, LEADER: same, COLLEAGUE: same * 3}).total == score
