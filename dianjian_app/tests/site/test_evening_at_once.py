"""Nine o'clock and the evening: ten people at the same moment, each in a process of their own (R11, R13, R44)."""

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.tests.builders.calls import a_sheet, handed_in
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.test_log_call_at_once import centre, logging  # noqa: F401 centre is a fixture

CONFIRM = "dianjian_app.calls.review.confirm_all"
HAND_IN = "dianjian_app.calls.review.hand_in"
LEADERS = AGENTS = 10


@pytest.mark.req("R11", "R13")
def test_ten_agents_begin_and_hand_in_their_day_at_once_and_none_is_turned_away(centre):  # noqa: F811
	group = a_group(centre)
	agents = [an_agent(group) for _ in range(AGENTS)]
	leads = [a_lead(agent=agent) for agent in agents]
	frappe.db.commit()
	begun = at_once(*(logging(agent, lead) for agent, lead in zip(agents, leads, strict=True)))
	assert [answer.text for answer in begun if answer.error] == []
	acts = (
		Act(HAND_IN, agent.user, {"sheet": answer.value["sheet"]})
		for agent, answer in zip(agents, begun, strict=True)
	)
	assert [answer.text for answer in at_once(*acts) if answer.error] == []
	frappe.db.rollback()
	stages = frappe.get_all("Call Sheet", {"agent": ("in", [a.name for a in agents])}, pluck="stage")
	assert stages == ["Handed In"] * AGENTS


@pytest.mark.req("R13", "R44")
def test_ten_leaders_confirm_their_day_at_once_and_none_is_turned_away(centre):  # noqa: F811 the fixture
	groups = [a_group(centre) for _ in range(LEADERS)]
	agents = [an_agent(group) for group in groups]
	for agent in agents:
		handed_in(a_sheet(agent, connected=2), agent)
	frappe.db.commit()
	today = frappe.utils.today()
	answers = at_once(*(Act(CONFIRM, the_leader(group).user, {"date": today}) for group in groups))
	assert [answer.text for answer in answers if answer.error] == []
	assert [len(answer.value["confirmed"]) for answer in answers] == [1] * LEADERS
	frappe.db.rollback()
	lines = frappe.get_all(
		"Daily Ledger",
		{"agent": ("in", [a.name for a in agents])},
		["name", "sheet_state", "calls"],
	)
	assert {(line.sheet_state, line.calls) for line in lines} == {("Confirmed", 2)}
	counts = frappe.get_all(
		"Daily Ledger Count", {"parent": ("in", [line.name for line in lines])}, ["kind", "key", "calls"]
	)
	assert [(c.kind, c.key, c.calls) for c in counts] == [("Grade", "C", 2)] * LEADERS


@pytest.mark.req("R13", "R44")
def test_two_managers_and_the_leaders_confirm_the_same_evening_and_each_sheet_is_confirmed_once(centre):  # noqa: F811
	groups = [a_group(centre) for _ in range(4)]
	agents = [an_agent(group) for group in groups]
	managers = [a_staff(roles.MANAGER, centre=centre) for _ in range(2)]
	for agent in agents:
		handed_in(a_sheet(agent, connected=2), agent)
	frappe.db.commit()
	today = frappe.utils.today()
	users = [*(the_leader(group).user for group in groups), *(manager.user for manager in managers)]
	answers = at_once(*(Act(CONFIRM, user, {"date": today}) for user in users))
	assert [answer.text for answer in answers if answer.error] == []
	frappe.db.rollback()
	confirmed = [name for answer in answers for name in answer.value["confirmed"]]
	assert len(confirmed) == len(set(map(str, confirmed))) == len(agents)
	stages = frappe.get_all("Call Sheet", {"agent": ("in", [a.name for a in agents])}, pluck="docstatus")
	assert stages == [1] * len(agents)


@pytest.mark.req("R13", "R44")
def test_one_leader_who_presses_confirm_five_times_confirms_once(centre):  # noqa: F811 the fixture
	group = a_group(centre)
	agents = [an_agent(group) for _ in range(3)]
	for agent in agents:
		handed_in(a_sheet(agent, connected=2), agent)
	frappe.db.commit()
	act = Act(CONFIRM, the_leader(group).user, {"date": frappe.utils.today()})
	answers = at_once(*[act] * 5)
	assert [answer.text for answer in answers if answer.error] == []
	assert sum(len(answer.value["confirmed"]) for answer in answers) == len(agents)
