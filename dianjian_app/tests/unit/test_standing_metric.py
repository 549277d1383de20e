"""What a named figure counts at a centre, and since when (R25, R26)."""

from dataclasses import replace
from datetime import date

import pytest

from dianjian_app.incentives.engine.rule import version_on
from dianjian_app.incentives.engine.standing_metric import MetricChoice, with_chosen_metrics
from dianjian_app.tests.unit.rules_of_source import base_bonus

pytestmark = pytest.mark.req("R25", "R26")
RULE = replace(base_bonus("1500"), metric="业绩", tie_breaks=("业绩", "到访"), valid_from=date(2026, 1, 1))
STANDS_FOR = {"业绩": "成交金额"}


def counted_on(day, *choices, rule=RULE):
	versions = with_chosen_metrics([rule], STANDS_FOR, choices)
	found = version_on(versions, day, "八里洲")
	return found and (found.metric, found.tie_breaks)


def test_where_nothing_is_chosen_it_is_what_the_site_says():
	assert counted_on(date(2026, 9, 30)) == ("成交金额", ("成交金额", "到访"))


def test_the_past_keeps_the_choice_of_its_time():
	visits = MetricChoice("业绩", "到访", date(2026, 7, 1))
	deals = MetricChoice("业绩", "成交", date(2026, 10, 1))
	found = [counted_on(date(2026, m, 28), deals, visits)[0] for m in (6, 7, 9, 10)]
	assert found == ["成交金额", "到访", "到访", "成交"]


def test_a_choice_made_before_a_version_holds_from_its_first_day_and_none_beyond_its_last():
	visits = MetricChoice("业绩", "到访", date(2025, 7, 1))
	ended = replace(RULE, valid_to=date(2026, 6, 30))
	assert counted_on(date(2026, 1, 1), visits, rule=ended)[0] == "到访"
	assert counted_on(date(2026, 7, 1), MetricChoice("业绩", "成交", date(2026, 7, 1)), rule=ended) is None


def test_a_rule_that_names_no_figure_stays_as_it_is():
	plain = replace(RULE, metric="到访", tie_breaks=())
	assert with_chosen_metrics([plain], STANDS_FOR, [MetricChoice("业绩", "成交", date(2026, 7, 1))]) == [
		plain
	]
