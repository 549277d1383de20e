"""The demo's plan holds every situation that the rules speak of, and is the same each time."""

from collections import Counter, defaultdict

import pytest

from dianjian_app import roles
from dianjian_app.demo import facts
from dianjian_app.demo.september import build_plan, working_days
from dianjian_app.demo.workbooks import resources


@pytest.fixture(scope="module")
def plan():
	return build_plan()


def test_the_plan_is_the_same_each_time(plan):
	assert build_plan() == plan
	assert [r.name for r in resources(build_plan(10))] == [r.name for r in resources(build_plan(10))]


@pytest.mark.req("R2")
def test_six_groups_and_the_expansion_department_have_eight_agents(plan):
	assert len(plan.agents) == 8
	groups = Counter(a.memberships[0].group for a in plan.agents)
	assert len(groups) == 7
	assert groups["拓展部"] == 1
	assert {p.position for p in plan.people} == set(roles.ALL)


@pytest.mark.req("R1")
def test_agents_rest_once_a_week_and_not_all_on_one_day(plan):
	assert len({a.rest_day for a in plan.agents}) >= 5
	for agent in plan.agents:
		assert all(f"{day:%A}" != agent.rest_day for day in working_days(agent))


def test_every_working_day_has_a_sheet_but_one(plan):
	sheets = {(s.agent, s.day) for s in plan.sheets}
	missing = {(a.key, d) for a in plan.agents for d in working_days(a)} - sheets
	assert {(agent, day.day) for agent, day in missing} == facts.NO_SHEET


def test_invitations_go_out_on_a_working_day_before_the_visit(plan):
	for visit in plan.visits:
		days = working_days(plan.person(visit.agent))
		assert visit.invited_on in days
		assert visit.planned_at.date() in days
		assert visit.invited_on < visit.planned_at.date()


def test_a_register_numbers_its_rows_from_the_first(plan):
	rows = defaultdict(list)
	for visit in plan.visits:
		rows[visit.agent, visit.invited_on].append(visit.position)
	assert all(sorted(positions) == list(range(len(positions))) for positions in rows.values())


def test_nobody_is_in_two_places_at_once(plan):
	hours = Counter((v.agent, v.planned_at) for v in plan.visits)
	assert max(hours.values()) == 1


@pytest.mark.parametrize("quota", [100, 10])
def test_a_day_reaches_all_whom_it_invites(quota):
	plan = build_plan(quota)
	invited = Counter((v.agent, v.invited_on) for v in plan.visits if not v.same_customer_as)
	for sheet in plan.sheets:
		assert invited[sheet.agent, sheet.day] <= sheet.intention <= sheet.customers
		assert sheet.fresh <= sheet.leads
