"""The plan of the demo that lives, at any minute."""

from collections import Counter
from datetime import datetime, timedelta

import pytest
from hypothesis import given, settings
from hypothesis import strategies as st

from dianjian_app import roles
from dianjian_app.demo.living import living_plans

MINUTES = st.datetimes(datetime(2026, 1, 1), datetime(2028, 3, 1))


@given(MINUTES)
@settings(max_examples=40, deadline=None)
def test_whatever_today_is_the_month_before_is_whole_and_somebody_is_at_work(now):
	for plan in living_plans(now, 10):
		assert plan.last_day == now.date() - timedelta(days=1)
		assert max(s.day for s in plan.sheets) == now.date()
		assert Counter(s.agent for s in plan.sheets if s.day == now.date())[
			"agent1" if not plan.place.number else "agent21"
		]
	main = living_plans(now, 10)[0]
	assert main.first_day == (now.date().replace(day=1) - timedelta(days=1)).replace(day=1)
	assert {p.position for p in main.people} == set(roles.ALL)


@given(MINUTES)
@settings(max_examples=40, deadline=None)
def test_each_visit_is_invited_on_a_working_day_before_by_a_row_of_its_own(now):
	for plan in living_plans(now, 10):
		invited = {(s.agent, s.day): s.intention for s in plan.sheets}
		rows = Counter((v.agent, v.invited_on) for v in plan.visits)
		for key, count in rows.items():
			assert invited[key] >= count
			assert sorted(v.position for v in plan.visits if (v.agent, v.invited_on) == key) == list(
				range(count)
			)
		moments = Counter((v.agent, v.planned_at) for v in plan.visits if v.planned_at.date() < now.date())
		assert not [m for m, n in moments.items() if n > 1]
		assert all(v.invited_on < v.planned_at.date() <= now.date() for v in plan.visits)
		assert all(d.day > plan.visit(d.visit).planned_at.date() and d.day < now.date() for d in plan.deals)


@pytest.mark.parametrize("hour", [0, 3, 9, 14, 23])
def test_visitors_of_today_have_come_and_are_to_come_at_any_hour(hour):
	now = datetime(2026, 11, 18, hour, 30)
	today = [v for v in living_plans(now, 10)[0].visits if v.planned_at.date() == now.date()]
	assert len(today) == 7
	assert [v for v in today if v.planned_at <= now]
	assert [v for v in today if v.planned_at > now]
