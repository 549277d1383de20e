"""The leader hands resources out (R7)."""

import json
from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate, today

from dianjian_app import roles
from dianjian_app.people.centre_calendars import WEEKDAYS
from dianjian_app.permissions import OutOfScopeError
from dianjian_app.resources.numbers import vault
from dianjian_app.resources.pool import hand_out_page
from dianjian_app.resources.pool.allocation import (
	AllocationError,
	agents_today,
	hand_out,
	hand_over,
	return_open_leads,
	take_back,
)
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead, a_source
from dianjian_app.tests.framework_internals import statements_of
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R7")


@made_once
def group():
	return a_group()


@made_once
def leader(group):
	return the_leader(group)


def held(agent):
	return set(frappe.get_all("Call Lead", filters={"agent": agent.name}, pluck="name"))


def some_leads(count, **fields):
	return [a_lead(**fields).name for _ in range(count)]


def lead(name):
	return frappe.get_doc("Call Lead", name)


def pool_size(group, **filters):
	return hand_out_page.board(group.name, filters=filters)["size"]


def test_a_leader_hands_out_by_quota(group, leader):
	first, second = an_agent(group), an_agent(group)
	some_leads(6, group=group)
	with as_user(leader):
		answer = hand_out(group.name, json.dumps({first.name: 3, second.name: 2}))
	assert {(a["agent"], a["lead_count"]) for a in answer} == {(first.name, 3), (second.name, 2)}
	assert (len(held(first)), len(held(second))) == (3, 2)
	one = lead(held(first).pop())
	assert (one.status, one.sales_group, one.allocated_on) == ("Held", group.name, getdate(today()))
	assert one.agent_name == first.staff_name


def test_a_hand_out_of_many_sends_no_more_than_one_of_few(group, leader):
	few, many = an_agent(group), an_agent(group)
	some_leads(33, group=group)
	with as_user(leader):
		hand_out(group.name, {few.name: 1})
		sent_for_few = statements_of(lambda: hand_out(group.name, {few.name: 2}))
		sent_for_many = statements_of(lambda: hand_out(group.name, {many.name: 30}))
	assert (len(held(few)), len(held(many))) == (3, 30)
	assert len(sent_for_many) <= len(sent_for_few)


def test_the_history_of_a_hand_out_is_kept_and_cannot_be_altered(group, leader):
	agent = an_agent(group)
	names = some_leads(2, group=group)
	with as_user(leader):
		(answer,) = hand_out(group.name, {agent.name: 2})
	history = frappe.get_doc("Lead Allocation", answer["name"])
	assert [i.lead for i in history.items] == names
	assert (history.action, history.agent, history.allocated_by) == ("Hand Out", agent.name, leader.user)
	history.reason = "typed afterwards"
	with pytest.raises(frappe.ValidationError):
		history.save()
	with pytest.raises(frappe.ValidationError):
		history.delete()
	with pytest.raises(frappe.ValidationError):
		frappe.get_doc(doctype="Lead Allocation", agent=agent.name, date=today()).insert()


def test_when_the_pool_is_short_agents_are_served_in_turn(group, leader):
	first, second = an_agent(group), an_agent(group)
	some_leads(3, group=group)
	with as_user(leader):
		hand_out(group.name, {first.name: 3, second.name: 3})
	assert {len(held(first)), len(held(second))} == {1, 2}


def test_the_oldest_leads_go_first_and_only_those_asked_for(group, leader):
	agent = an_agent(group)
	old, new = a_lead(group=group, date="2026-01-01"), a_lead(group=group, date="2026-02-01")
	other = a_lead(group=group, date="2025-01-01", source="派单", grade="B")
	with as_user(leader):
		assert pool_size(group, source=a_source()) == 2
		hand_out(group.name, {agent.name: 1}, filters={"source": a_source()})
		assert held(agent) == {old.name}
		hand_out(group.name, {agent.name: 1}, filters='{"grade": "B"}')
	assert held(agent) == {old.name, other.name}
	assert not lead(new.name).agent


@pytest.mark.parametrize(
	"filters", [{"source": "派单"}, {"grade": "B"}, {"age": "older"}, {"batch": "LB-1"}], ids=str
)
def test_every_method_takes_the_filter_as_one_object_or_as_in_0_1(group, leader, filters):
	agent = an_agent(group)
	one = a_lead(group=group, date="2025-01-01", source="派单", grade="B")
	one.db_set("batch", "LB-1")
	a_lead(group=group, date=today())
	common = {"sales_group": group.name}
	quotas = {**common, "quotas": {agent.name: 2}}
	with as_user(leader):
		for given in ({"filters": json.dumps(filters)}, filters):
			assert frappe.call(hand_out_page.board, **common, **given)["size"] == 1
			assert frappe.call(hand_out_page.propose, **common, total=2, **given) == {agent.name: 1}
			assert frappe.call(hand_out_page.preview, **quotas, **given)["given"] == 1
			assert [a["lead_count"] for a in frappe.call(hand_out, **quotas, **given)] == [1]
			assert held(agent) == {one.name}
			take_back([one.name], "once more")


def test_an_unknown_filter_is_refused(group, leader):
	with as_user(leader):
		for wrong in ({"source": "月球"}, {"age": "century"}, "[1]"):
			with pytest.raises(AllocationError):
				hand_out_page.board(group.name, filters=wrong)


def test_the_common_pool_of_the_centre_serves_every_group_and_another_groups_pool_does_not(group, leader):
	agent, centre = an_agent(group), frappe.get_doc("Sales Centre", group.centre)
	common = a_lead(centre=centre)
	a_lead(group=a_group(centre))
	a_lead(centre=a_centre())
	with as_user(leader):
		assert pool_size(group) == 1
		hand_out(group.name, {agent.name: 5})
	assert held(agent) == {common.name}
	assert lead(common.name).sales_group == group.name


def test_a_lead_that_is_not_due_yet_stays_in_the_pool(group, leader):
	agent = an_agent(group)
	a_lead(group=group, due_on=getdate(today()) + timedelta(days=1))
	due = a_lead(group=group, due_on=today())
	with as_user(leader):
		hand_out(group.name, {agent.name: 5})
	assert held(agent) == {due.name}


@pytest.mark.req("R10")
def test_who_refuses_calls_or_is_out_is_never_handed_out(group, leader):
	agent = an_agent(group)
	refused, out = a_lead(group=group), a_lead(group=group, status="Out")
	vault.refuse_calls([refused.phone_hash], "asked not to be called")
	with as_user(leader):
		with pytest.raises(AllocationError, match=group.name):
			hand_out(group.name, {agent.name: 5})
		for name in (refused.name, out.name):
			with pytest.raises(AllocationError, match=name):
				hand_over(group.name, json.dumps([name]), agent.name)
	assert not held(agent)


@pytest.mark.parametrize("absence", ["resting", "suspended", "gone"])
def test_nobody_absent_gets_any(group, leader, absence):
	agent = an_agent(
		group,
		**{
			"resting": {"rest_days": WEEKDAYS},
			"suspended": {"suspensions": [{"from_date": today()}]},
			"gone": {"leaving_date": getdate(today()) - timedelta(days=1)},
		}[absence],
	)
	some_leads(1, group=group)
	with as_user(leader), pytest.raises(AllocationError, match=agent.name):
		hand_out(group.name, {agent.name: 1})


def test_nobody_on_leave_gets_any(group, leader):
	agent = an_agent(group)
	some_leads(1, group=group)
	frappe.get_doc(
		doctype="Time Off Request",
		name=frappe.generate_hash(length=10),
		staff=agent.name,
		centre=group.centre,
		leave_type="Personal Leave",
		from_date=today(),
		to_date=today(),
		docstatus=1,
	).db_insert()
	with as_user(leader):
		assert [a["presence"] for a in agents_today(group.name)] == [0]
		with pytest.raises(AllocationError, match=agent.name):
			hand_out(group.name, {agent.name: 1})


def test_an_agent_of_another_group_gets_none(group, leader):
	stranger = an_agent(a_group(frappe.get_doc("Sales Centre", group.centre)))
	some_leads(1, group=group)
	with as_user(leader), pytest.raises(AllocationError, match=stranger.name):
		hand_out(group.name, {stranger.name: 1})


@pytest.mark.parametrize(
	"quotas",
	["", "[]", "{}", '{"T-1": -1}', '{"T-1": 1.5}', '{"T-1": "many"}', '{"T-1": true}', '{"T-1": 99999}'],
)
def test_a_count_that_is_none_is_refused(group, leader, quotas):
	with as_user(leader), pytest.raises(AllocationError):
		hand_out(group.name, quotas)


def test_a_day_that_is_over_is_refused(group, leader):
	agent = an_agent(group)
	some_leads(1, group=group)
	with as_user(leader), pytest.raises(AllocationError):
		hand_out(group.name, {agent.name: 1}, date=str(getdate(today()) - timedelta(days=1)))


@pytest.mark.parametrize(
	"position", [roles.AGENT, roles.ASSISTANT, roles.PLANNING, roles.CONSULTANT, roles.HR]
)
def test_only_leaders_and_managers_hand_out(group, position):
	agent = an_agent(group)
	some_leads(1, group=group)
	somebody = agent if position == roles.AGENT else a_staff(position, group=group)
	with as_user(somebody):
		for act in (
			lambda: hand_out(group.name, {agent.name: 1}),
			lambda: agents_today(group.name),
			lambda: hand_over(group.name, "[]", agent.name),
		):
			with pytest.raises(frappe.PermissionError):
				act()


def test_a_leader_of_another_group_hands_nothing_out(group):
	agent = an_agent(group)
	some_leads(1, group=group)
	other = the_leader(a_group(frappe.get_doc("Sales Centre", group.centre)))
	with as_user(other), pytest.raises(OutOfScopeError):
		hand_out(group.name, {agent.name: 1})


def test_chosen_leads_go_to_one_agent(group, leader):
	agent = an_agent(group)
	names = some_leads(3, group=group)
	with as_user(leader):
		(answer,) = hand_over(group.name, json.dumps(names[:2]), agent.name)
		assert hand_over(group.name, json.dumps(names[:2]), agent.name) == []
	assert answer["lead_count"] == 2 and held(agent) == set(names[:2])


def test_a_lead_that_another_agent_holds_is_not_handed_over(group, leader):
	first, second = an_agent(group), an_agent(group)
	theirs, free = a_lead(agent=first), a_lead(group=group)
	with as_user(leader), pytest.raises(AllocationError, match=theirs.name):
		hand_over(group.name, json.dumps([theirs.name, free.name]), second.name)
	assert held(first) == {theirs.name} and not held(second)


def test_unknown_leads_are_named(group, leader):
	agent = an_agent(group)
	with as_user(leader), pytest.raises(AllocationError, match="CL-none"):
		hand_over(group.name, '["CL-none"]', agent.name)


def test_a_leader_takes_leads_back_with_a_reason(group, leader):
	agent = an_agent(group)
	mine, free = a_lead(agent=agent), a_lead(group=group)
	with as_user(leader):
		with pytest.raises(AllocationError):
			take_back(json.dumps([mine.name]), " ")
		assert take_back(json.dumps([mine.name, free.name]), "agent is overloaded") == 1
	back = lead(mine.name)
	assert (back.agent, back.agent_name, back.status, back.sales_group) == (None, None, "Pool", group.name)
	history = frappe.get_last_doc("Lead Allocation", filters={"agent": agent.name})
	assert (history.action, history.reason, history.items[0].lead) == (
		"Return",
		"agent is overloaded",
		mine.name,
	)


def test_nobody_takes_back_another_groups_leads(group):
	mine = a_lead(agent=an_agent(group))
	other = the_leader(a_group(frappe.get_doc("Sales Centre", group.centre)))
	with as_user(other), pytest.raises(frappe.PermissionError):
		take_back(json.dumps([mine.name]), "want them")
	assert lead(mine.name).agent


@pytest.mark.req("R4")
def test_open_leads_of_who_leaves_the_group_go_back_to_its_pool(group):
	agent = an_agent(group)
	open_one, deal = a_lead(agent=agent), a_lead(agent=agent, status="Deal")
	assert return_open_leads(agent.name, group.name, getdate(today())) == 1
	assert (lead(open_one.name).agent, lead(open_one.name).sales_group) == (None, group.name)
	assert lead(deal.name).agent == agent.name
	assert return_open_leads(agent.name, group.name, getdate(today())) == 0
