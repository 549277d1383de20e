"""Paid leave on a day that becomes a holiday comes back to the person (R22, R34)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app.people import leave_balance
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, an_agent
from dianjian_app.tests.site.test_time_off import a_request, act, earn, leader_of


@pytest.fixture
def monday():
	"""A Monday to come."""
	today = getdate()
	return today + timedelta(days=21 - today.weekday())


@pytest.fixture
def agent():
	agent = an_agent(a_group(a_centre(a_calendar(), rest_days=("Sunday",))))
	earn(agent, 5)
	return agent


def leave(agent, start, days=3):
	request = a_request(agent, start, start + timedelta(days=days - 1), leave_balance.PAID_HALF_DAY)
	return act(leader_of(agent), request, "Approve")


def set_day(agent, day, day_type="Holiday"):
	calendar = frappe.get_doc(
		"Work Calendar", frappe.db.get_value("Centre Calendar", {"parent": agent.centre}, "work_calendar")
	)
	calendar.set("days", [{"date": day, "day_type": day_type}] if day else [])
	calendar.save()


def left(agent):
	return float(leave_balance.balance(agent.name))


@pytest.mark.req("R22", "R34")
def test_my_leave_on_a_day_that_became_a_holiday_is_given_back(agent, monday):
	request = leave(agent, monday)
	assert left(agent) == 2
	set_day(agent, monday + timedelta(days=1))
	assert left(agent) == 3
	assert frappe.db.get_value("Time Off Request", request.name, "days") == 2
	set_day(agent, None)  # it is worked after all
	assert left(agent) == 2


@pytest.mark.req("R22", "R34")
def test_what_was_given_back_is_not_given_back_again_when_the_leave_is_cancelled(agent, monday):
	request = leave(agent, monday)
	set_day(agent, monday + timedelta(days=1))
	frappe.get_doc("Time Off Request", request.name).cancel()
	assert left(agent) == 5


@pytest.mark.req("R22", "R34")
@pytest.mark.parametrize("whose", ["Sales Staff", "Sales Centre"])
def test_a_new_rest_day_of_mine_or_of_the_centre_gives_leave_back_too(agent, monday, whose):
	leave(agent, monday)
	doc = frappe.get_doc(whose, agent.name if whose == "Sales Staff" else agent.centre)
	doc.append("rest_days", {"weekday": "Monday", "from_date": monday})
	doc.save()
	assert left(agent) == 3
