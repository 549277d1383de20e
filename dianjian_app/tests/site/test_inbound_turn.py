"""Incoming calls go round among the agents who are there (R5); the form says who is calling (R47)."""

import frappe
import pytest
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.resources.numbers import caller_lookup, vault
from dianjian_app.resources.pool import call_rotation
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.builders.resources import a_lead, a_number
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R5")
SOURCE = "近半年来电"


@made_once
def centre():
	return a_centre()


@made_once
def group(centre):
	return a_group(centre)


@made_once
def desk(centre):
	return a_staff(roles.FRONT_DESK, centre=centre)


def a_call(person, phone=None, **fields):
	with as_user(person):
		return frappe.get_doc(
			doctype="Inbound Call", phone_input=phone or a_number(), source=SOURCE, **fields
		).insert()


def suspend(agent):
	agent.append("suspensions", {"from_date": today(), "to_date": today()})
	agent.save()


def test_calls_go_round_among_those_who_are_there(group, desk):
	agents = [an_agent(group=group) for _ in range(3)]
	suspend(agents[1])
	names = [a.name for a in agents if a is not agents[1]]
	assert [a_call(desk).agent for _ in range(4)] == names * 2
	for name in names:
		assert frappe.db.count("Call Lead", {"agent": name, "status": "Held"}) == 2


def test_who_comes_later_gets_the_next_and_no_pile(group, desk):
	first = an_agent(group=group)
	for _ in range(3):
		a_call(desk)
	late = an_agent(group=group)
	assert [a_call(desk).agent for _ in range(3)] == [late.name, first.name, late.name]


def test_calls_that_an_agent_keeps_are_no_turn(group, desk):
	first, second = an_agent(group=group), an_agent(group=group)
	for _ in range(2):
		assert a_call(second).agent == second.name
	assert [a_call(desk).agent for _ in range(2)] == [first.name, second.name]


def test_a_centre_may_send_every_new_customer_round(centre, group):
	centre.reload()
	centre.update({"inbound_to": "In Turn"}).save()
	first, second = an_agent(group=group), an_agent(group=group)
	calls = [a_call(second) for _ in range(3)]
	assert [c.agent for c in calls] == [first.name, second.name, first.name]
	assert [c.answered_by for c in calls] == [second.name] * 3 and all(c.by_turn for c in calls)


def test_a_leaders_calls_go_to_the_own_group_and_a_groups_lead_stays_with_it(centre, group, desk):
	other = a_group(centre)
	mine, theirs = an_agent(group=group), an_agent(group=other)
	leader = frappe.get_doc("Sales Staff", other.leader)
	assert {a_call(leader).agent for _ in range(2)} == {theirs.name}
	number = a_number()
	a_lead(group=group, phone=number)
	assert a_call(desk, number).agent == mine.name


def test_with_nobody_there_the_customer_waits_in_the_pool(group, desk):
	suspend(an_agent(group=group))
	call = a_call(desk)
	assert (call.agent, call.by_turn) == (None, 0)
	assert frappe.db.get_value("Call Lead", call.lead, ["agent", "status"]) == (None, "Pool")


def test_who_gets_or_has_the_customer_is_told(group, desk):
	agent = an_agent(group=group)
	number = a_number()
	a_call(desk, number, customer_name="王先生")
	again = a_call(desk, number)
	assert (again.agent, again.is_new_lead, again.by_turn) == (agent.name, 0, 0)
	told = frappe.get_all("Notification Log", {"for_user": agent.user}, pluck="subject", order_by="creation")
	assert len(told) == 2 and "王先生" in told[0]
	assert number[3:] not in "".join(told)


def test_who_bought_or_is_out_goes_to_nobody(group, desk):
	an_agent(group=group)
	for status in ("Deal", "Out"):
		number = a_number()
		lead = a_lead(group=group, phone=number, status=status)
		call = a_call(desk, number)
		assert (call.lead, call.agent) == (lead.name, None)
		assert frappe.db.get_value("Call Lead", lead.name, "agent") is None


def test_the_turn_of_equals_goes_by_name():
	assert call_rotation.longest_without_call(["b", "a"], {}) == "a"
	assert call_rotation.longest_without_call([], {}) is None


@pytest.mark.req("R47")
class TestRecognising:
	def test_a_known_customer_is_shown_masked(self, group, desk):
		holder, number = an_agent(group=group), a_number()
		a_lead(agent=holder, phone=number, customer_name="欧阳锋", agent_name=holder.staff_name)
		for spelling in (number, number[3:], f"{number[3:6]} {number[6:10]}-{number[10:]}"):
			with as_user(desk):
				told = caller_lookup.recognise(spelling)
			assert told["known"] and told["agent_name"] == holder.staff_name
			text = str(told)
			assert "欧**" in text and "欧阳锋" not in text and number[-8:] not in text

	def test_new_refusing_and_unreadable_numbers(self, desk):
		refusing = a_number()
		vault.refuse_calls(vault.store([refusing]).values(), "asked")
		with as_user(desk):
			assert caller_lookup.recognise(a_number())["known"] is False
			assert caller_lookup.recognise(refusing)["refuses"] is True
			assert caller_lookup.recognise("1380")["mask"] is None

	def test_other_centres_customers_are_nobodys_business(self, desk):
		number = a_number()
		a_lead(phone=number)
		with as_user(desk):
			assert caller_lookup.recognise(number)["known"] is False

	def test_asking_is_logged_and_limited(self, desk, group):
		number = a_number()
		a_lead(group=group, phone=number)
		frappe.db.set_single_value("Telesales Settings", "search_limit_per_day", 2)
		with as_user(desk):
			known = [caller_lookup.recognise(number)["known"] for _ in range(3)]
		assert known == [True, True, False]
		lines = frappe.get_all("Phone Reveal Log", {"user": desk.user}, ["kind", "refused"])
		assert sorted(line.refused for line in lines) == [0, 0, 1]

	def test_who_registers_no_calls_is_told_nothing(self, centre):
		planning = a_staff(roles.PLANNING, centre=centre)
		with as_user(planning), pytest.raises(frappe.PermissionError):
			caller_lookup.recognise(a_number())


def test_a_turn_of_last_week_counts_today(group, desk):
	first, second = an_agent(group=group), an_agent(group=group)
	call = a_call(desk)
	assert call.agent == first.name
	frappe.db.set_value("Inbound Call", call.name, "date", add_days(today(), -7))
	assert a_call(desk).agent == second.name
