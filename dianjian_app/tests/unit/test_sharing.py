"""How leads are shared out: whole, all of them, as near to the weights as can be (R7)."""

from decimal import Decimal

import pytest
from hypothesis import given
from hypothesis import strategies as st

from dianjian_app.resources.pool.shares import divide, points_per_day

pytestmark = pytest.mark.req("R7")


def of(**weights):
	return {who: Decimal(str(w)) for who, w in weights.items()}


def test_shares_follow_the_weights_and_the_largest_remainders_get_the_rest():
	assert divide(10, of(a=1, b=1)) == {"a": 5, "b": 5}
	assert divide(11, of(a=1, b=1)) == {"a": 6, "b": 5}
	assert divide(10, of(a=3, b=1)) == {"a": 8, "b": 2}
	assert divide(100, of(a=1, b=1, c=1)) == {"a": 34, "b": 33, "c": 33}


def test_without_weights_evenly_and_without_leads_nothing():
	assert divide(4, of(a=0, b=0)) == {"a": 2, "b": 2}
	assert divide(0, of(a=1)) == {"a": 0}
	assert divide(5, {}) == {}


def test_half_a_day_gets_half():
	assert divide(150, of(a=1, b="0.5")) == {"a": 100, "b": 50}


def test_performance_is_per_day_of_work():
	assert points_per_day(Decimal(200), Decimal(4), Decimal(2), Decimal(2)) == 8
	assert points_per_day(Decimal(200), Decimal(4), Decimal(2), Decimal(0)) == 0


@given(
	st.integers(0, 500), st.dictionaries(st.sampled_from("abcdef"), st.decimals(0, 50, places=1), min_size=1)
)
def test_nothing_is_lost_and_nobody_is_a_whole_lead_off(total, weights):
	shares = divide(total, weights)
	assert sum(shares.values()) == total
	whole = sum(weights.values())
	for who, weight in weights.items():
		exact = total * weight / whole if whole else Decimal(total) / len(weights)
		assert abs(shares[who] - exact) < 1
