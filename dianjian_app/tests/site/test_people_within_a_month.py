"""Several changes of a person within one month: each day is what it was then, and the days between ask for nothing (R3, R4)."""

from datetime import date, timedelta

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.ledger import build
from dianjian_app.people import moves
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agents_of, person_on, presence_of
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent

pytestmark = pytest.mark.req("R3", "R4")
NOVEMBER = Period.month(2026, 11)


def day(number):
	return date(2026, 11, number)


@pytest.fixture
def group(time_machine):
	time_machine.move_to("2026-12-20 10:00:00")
	return a_group(a_centre(rest_days=("Sunday",)))


def days_of_presence(agent):
	presence = presence_of([agent.name], NOVEMBER)
	return {d.day for (_name, d), p in presence.items() if p.presence}


def working_days(*spans):
	return {n for start, end in spans for n in range(start, end + 1) if day(n).weekday() != 6}


def lines(agent):
	return {row.day for row in frappe.get_all("Daily Ledger", {"agent": agent.name}, pluck="date")}


def test_agent_leader_agent_in_one_month_owes_the_days_as_agent_alone(group):
	agent = an_agent(group, joined=date(2026, 1, 5))
	moves.change_position(agent.name, roles.LEADER, str(day(10)))
	moves.change_position(agent.name, roles.AGENT, str(day(18)))
	assert days_of_presence(agent) == working_days((1, 9), (18, 30))
	found = [person_on(agent.name, day(n)).position for n in (9, 10, 17, 18)]
	assert found == [roles.AGENT, roles.LEADER, roles.LEADER, roles.AGENT]
	assert agents_of(group=group.name, period=Period(day(10), day(17))) == ()
	assert agents_of(group=group.name, period=NOVEMBER) == (agent.name,)
	build.rebuild(group.centre, NOVEMBER)
	assert {d for d in lines(agent) if 10 <= d <= 17} == set()
	frappe.get_doc("Sales Staff", agent.name).save()
	assert roles.LEADER not in frappe.get_roles(agent.user)


def test_left_and_back_in_one_month_owes_nothing_between(group):
	agent = an_agent(group, joined=date(2026, 1, 5))
	moves.record_leaving(agent.name, str(day(9)), at_once=True)
	moves.record_return(agent.name, str(day(23)), roles.AGENT, group=group.name)
	assert days_of_presence(agent) == working_days((1, 9), (23, 30))
	build.rebuild(group.centre, NOVEMBER)
	assert {d for d in lines(agent) if 10 <= d <= 22} == set()
	assert frappe.db.get_value("Sales Staff", agent.name, "status") == "Active"


def test_left_and_back_twice_in_one_month(group):
	agent = an_agent(group, joined=date(2026, 1, 5))
	for leaves, returns in ((4, 9), (13, 20)):
		moves.record_leaving(agent.name, str(day(leaves)), at_once=True)
		moves.record_return(agent.name, str(day(returns)), roles.AGENT, group=group.name)
	assert days_of_presence(agent) == working_days((1, 4), (9, 13), (20, 30))


def test_back_on_the_very_next_day_leaves_no_gap(group):
	agent = an_agent(group, joined=date(2026, 1, 5))
	moves.record_leaving(agent.name, str(day(11)), at_once=True)
	moves.record_return(agent.name, str(day(12)), roles.AGENT, group=group.name)
	assert days_of_presence(agent) == working_days((1, 30))


def test_back_in_another_group_stands_with_each_on_its_days(group):
	other = a_group(frappe.get_doc("Sales Centre", group.centre))
	agent = an_agent(group, joined=date(2026, 1, 5))
	moves.record_leaving(agent.name, str(day(9)), at_once=True)
	moves.record_return(agent.name, str(day(16)), roles.AGENT, group=other.name)
	assert [person_on(agent.name, day(n)).group for n in (9, 16)] == [group.name, other.name]
	assert agents_of(group=group.name, period=Period(day(10), day(30))) == ()
	assert agents_of(group=other.name, period=Period(day(1), day(15))) == ()


def test_a_leader_who_was_agent_for_a_week_owes_that_week(group):
	leader = a_staff(roles.LEADER, group=group, joined=date(2026, 1, 5))
	moves.change_position(leader.name, roles.AGENT, str(day(9)), group=group.name)
	moves.change_position(leader.name, roles.LEADER, str(day(9) + timedelta(days=7)))
	assert days_of_presence(leader) == working_days((9, 15))
