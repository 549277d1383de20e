"""The morning's hand-out and a request that is sent twice, in real processes of their own (R7)."""

from collections import Counter

import frappe
import pytest

from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.committed import holders, two_groups

pytestmark = pytest.mark.req("R7")
HAND_OUT = "dianjian_app.resources.pool.allocation.hand_out"
MORNING = Act("dianjian_app.resources.pool.morning_hand_out.hand_out_daily")
QUOTA = 5


@pytest.fixture
def groups(centre):
	"""Two groups of two agents each, whose leads go out by themselves in the morning."""
	groups, agents = two_groups(centre)
	everybody = [*agents, *(an_agent(g, user=False) for g in groups)]
	for group in groups:
		group.update({"auto_allocation": 1, "auto_per_agent": QUOTA, "auto_way": "Even"}).save()
	return groups, {a.name for a in everybody}


def pool_of(centre, count):
	for _ in range(count):
		a_lead(centre=centre)
	frappe.db.commit()


def given(centre) -> Counter:
	"""How many each agent holds; every lead was handed out once, to who holds it."""
	frappe.db.rollback()
	handed = holders(centre)
	held = frappe.get_all(
		"Call Lead", {"centre": centre.name, "agent": ("is", "set")}, ["name", "agent"], as_list=True
	)
	assert sorted(handed) == sorted(tuple(row) for row in held)
	return Counter(agent for _lead, agent in handed)


@pytest.mark.parametrize("leads", [40, 13], ids=["enough", "too few"])
def test_two_mornings_at_once_give_each_lead_once_and_nobody_more_than_the_quota(centre, groups, leads):
	pool_of(centre, leads)
	answers = at_once(MORNING, MORNING)
	assert [a.error for a in answers] == [None, None]
	found = given(centre)
	assert max(found.values()) == QUOTA and sum(found.values()) == min(leads, 4 * QUOTA)
	assert set(found) <= groups[1]
	assert at_once(MORNING)[0].error is None
	assert given(centre) == found


def test_the_morning_beside_a_leader_who_hands_out(centre, groups):
	pool_of(centre, 30)
	group = groups[0][0]
	agent = frappe.db.get_value("Sales Staff", {"sales_group": group.name})
	by_hand = Act(HAND_OUT, arguments={"sales_group": group.name, "quotas": {agent: 3}})
	answers = at_once(MORNING, by_hand, MORNING)
	assert [a.error for a in answers] == [None] * 3
	found = given(centre)
	assert found.pop(agent) == QUOTA + 3
	assert found == dict.fromkeys(groups[1] - {agent}, QUOTA)


def test_one_request_sent_twice_hands_out_once_and_answers_the_same(centre):
	group = a_group(centre, leader=False)
	agents = sorted(an_agent(group, user=False).name for _ in range(2))
	pool_of(centre, 20)
	ask = {"sales_group": group.name, "quotas": dict.fromkeys(agents, 4), "request_key": "one"}
	answers = at_once(Act(HAND_OUT, arguments=ask), Act(HAND_OUT, arguments=ask))
	assert [a.error for a in answers] == [None, None]
	told = [sorted((r["agent"], r["lead_count"], r["name"]) for r in a.value) for a in answers]
	assert told[0] == told[1]
	assert given(centre) == dict.fromkeys(agents, 4)
	at_once(Act(HAND_OUT, arguments={**ask, "request_key": "another"}))
	assert given(centre) == dict.fromkeys(agents, 8)


@pytest.mark.req("R8")
def test_due_leads_given_back_twice_at_once_and_beside_a_hand_out(centre, groups):
	centre.update({"protection_days": 30}).save()
	agent = frappe.get_doc("Sales Staff", {"sales_group": groups[0][0].name})
	for _ in range(4):
		lead = a_lead(agent=agent)
		long_ago = frappe.utils.add_days(None, -90)
		frappe.db.set_value("Call Lead", lead.name, {"due_on": long_ago, "allocated_on": long_ago})
	frappe.db.commit()
	recycle = Act("dianjian_app.resources.pool.recycling.return_due_leads")
	answers = at_once(recycle, recycle, MORNING)
	assert [a.error for a in answers] == [None] * 3
	frappe.db.rollback()
	given_back = frappe.get_all(
		"Lead Allocation", {"centre": centre.name, "action": "Return"}, pluck="lead_count"
	)
	assert sum(given_back) == 4
	free = frappe.db.count("Call Lead", {"centre": centre.name, "status": "Pool"})
	out = frappe.get_all("Lead Allocation", {"centre": centre.name, "action": "Hand Out"}, pluck="lead_count")
	assert free + sum(out) == 4
