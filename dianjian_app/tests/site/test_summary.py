"""The cards above a report (R48)."""

from decimal import Decimal

import pytest

from dianjian_app.reporting.summary import card

pytestmark = pytest.mark.req("R48")


@pytest.mark.parametrize("value", [-1, -1584.5, Decimal("-0.01")])
def test_what_is_below_zero_is_not_green(value):
	assert card("Rewards", value, "Green", "Currency")["indicator"] == "Red"


@pytest.mark.parametrize("value", [0, 12, Decimal("0.01"), None, "–"])
def test_other_cards_keep_their_colour(value):
	assert card("Rewards", value, "Green")["indicator"] == "Green"
