"""Paid leave on a day that becomes a holiday comes back to the person (R22, R34)."""

from datetime import timedelta

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app.people import leave_balance
from dianjian_app.people.rest_day_moves import move_rest_day
from dianjian_app.tests.builders import as_user
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


@pytest.mark.req("R22", "R34")
def test_a_half_holiday_gives_half_a_day_back(agent, monday):
	leave(agent, monday)
	set_day(agent, monday + timedelta(days=1), "Half Holiday")
	assert left(agent) == 2.5
	set_day(agent, monday + timedelta(days=1))
	assert left(agent) == 3


@pytest.mark.req("R22", "R34")
def test_a_holiday_over_the_whole_leave_gives_all_of_it_back(agent, monday):
	request = leave(agent, monday, days=1)
	set_day(agent, monday)
	assert left(agent) == 5
	assert frappe.db.get_value("Time Off Request", request.name, ["docstatus", "days"]) == (1, 0)
	frappe.get_doc("Time Off Request", request.name).cancel()
	assert left(agent) == 5


@pytest.mark.req("R22", "R34")
def test_a_rest_day_moved_into_the_leave_gives_its_day_back(agent, monday):
	leave(agent, monday)
	assert left(agent) == 2
	with as_user(leader_of(agent)):
		move_rest_day(agent.name, str(monday + timedelta(days=6)), str(monday + timedelta(days=2)))
	assert left(agent) == 3


@pytest.mark.req("R22", "R34")
def test_leave_over_a_day_of_rest_that_is_worked_after_all_takes_that_day(agent, monday):
	sunday = monday + timedelta(days=6)
	leave(agent, sunday - timedelta(days=1), days=2)
	assert left(agent) == 4
	set_day(agent, sunday, "Workday")
	assert left(agent) == 3
