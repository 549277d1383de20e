"""The leader's page of handing out, and the automatic of the morning (R7)."""

import frappe
import pytest
from frappe.utils import add_days, getdate, today

from dianjian_app.resources.pool import allocation, hand_out_page, morning_hand_out
from dianjian_app.resources.pool.allocation import AllocationError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_line
from dianjian_app.tests.builders.people import a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R7")


@made_once
def group():
	group = a_group()
	for _ in range(6):
		a_lead(group=group)
	return group


@made_once
def agents(group):
	return [an_agent(group=group) for _ in range(2)]


def held(agent):
	return frappe.db.count("Call Lead", {"agent": agent.name})


def absent(agent):
	doc = frappe.get_doc("Sales Staff", agent.name)
	doc.append("suspensions", {"from_date": today(), "to_date": today()})
	doc.save()


def test_the_board_shows_people_work_and_pool(group, agents):
	first, second = agents
	a_lead(agent=first, next_step_date=today())
	absent(second)
	with as_user(the_leader(group)):
		board = hand_out_page.board(group.name)
	found = {a["agent"]: a for a in board["agents"]}
	assert (found[first.name]["held"], found[first.name]["due"], found[first.name]["presence"]) == (1, 1, 1)
	assert found[second.name]["presence"] == 0
	assert board["size"] == 6 and sum(r["leads"] for r in board["pool"]) == 6


def test_the_proposal_is_what_is_handed_out(group, agents):
	first, second = agents
	a_line(first, getdate(add_days(today(), -3)), connected=100, visits=3, presence=1, intention=5)
	a_line(second, getdate(add_days(today(), -3)), connected=100, visits=0, presence=1, intention=3)
	with as_user(the_leader(group)):
		shares = hand_out_page.propose(group.name, 6, "Performance")
		assert shares == {first.name: 5, second.name: 1}
		assert held(first) == 0
		allocation.hand_out(group.name, shares, method="Performance")
	assert (held(first), held(second)) == (5, 1)
	assert frappe.db.count("Lead Allocation", {"sales_group": group.name, "method": "Performance"}) == 2


def test_no_more_is_proposed_than_there_is_and_nothing_to_the_absent(group, agents):
	absent(agents[1])
	with as_user(the_leader(group)):
		assert hand_out_page.propose(group.name, 100) == {agents[0].name: 6}
		with pytest.raises(AllocationError):
			hand_out_page.propose(group.name, 5, "Weather")


@pytest.mark.req("R47")
def test_only_the_groups_leader_and_the_manager(group, agents):
	for person in (agents[0], the_leader(a_group())):
		with as_user(person):
			for ask in (
				lambda: hand_out_page.board(group.name),
				lambda: hand_out_page.propose(group.name, 3),
			):
				with pytest.raises(frappe.PermissionError):
					ask()


class TestTheMorning:
	@pytest.fixture
	def group(self, group):
		group.reload()
		group.update({"auto_allocation": 1, "auto_per_agent": 2, "auto_way": "Even"}).save()
		return group

	def test_each_who_is_there_gets_the_days_leads_once(self, group, agents):
		assert morning_hand_out.hand_out_daily() >= 4
		assert [held(a) for a in agents] == [2, 2]
		morning_hand_out.hand_out_daily()
		assert [held(a) for a in agents] == [2, 2]
		leader = the_leader(group).user
		assert frappe.db.count("Notification Log", {"for_user": leader, "document_name": group.name}) == 1

	def test_the_absent_get_none_and_a_small_pool_is_dealt_in_turn(self, group, agents):
		absent(agents[0])
		third = an_agent(group=group)
		group.reload()
		group.update({"auto_per_agent": 5}).save()
		morning_hand_out.hand_out_daily()
		assert (held(agents[0]), held(agents[1]), held(third)) == (0, 3, 3)

	def test_groups_that_do_not_want_it_get_none(self, group, agents):
		frappe.db.set_value("Sales Group", group.name, "auto_allocation", 0)
		morning_hand_out.hand_out_daily()
		assert [held(a) for a in agents] == [0, 0]
