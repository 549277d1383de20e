"""Numbers that people send have bounds, whatever field they are for (R19, R47)."""

from __future__ import annotations

import pytest

from dianjian_app.number_bounds import BELOW_ZERO, LARGEST, NARROWER, excess, largest

pytestmark = pytest.mark.req("R19")


@pytest.mark.parametrize("kind", LARGEST)
@pytest.mark.parametrize("value", [10**30, -(10**30), "1e400", float("nan"), float("inf"), "-inf", [1], {}])
def test_a_number_that_cannot_be_is_refused_for_every_type_of_field(kind, value):
	for computed in (True, False):
		assert excess("Any", "field", kind, value, computed=computed)


@pytest.mark.parametrize("kind", LARGEST)
@pytest.mark.parametrize("value", [None, "", 0, 1, "12", True, "abc"])
def test_what_is_empty_small_or_a_text_passes(kind, value):
	assert excess("Any", "field", kind, value, computed=False) is None


def test_below_zero_only_where_it_means_something():
	assert excess("Sales Deal", "amount", "Currency", -1, computed=False) == "below"
	assert excess("Incentive Statement", "net", "Currency", -1, computed=True) is None
	for doctype, field in BELOW_ZERO:
		assert excess(doctype, field, "Float", -1, computed=False) is None


def test_the_largest_number_passes_and_the_next_does_not():
	for (doctype, field), most in NARROWER.items():
		assert largest(doctype, field, "Int", computed=False) == most
		assert excess(doctype, field, "Int", most, computed=False) is None
		assert excess(doctype, field, "Int", most + 1, computed=False) == "above"
