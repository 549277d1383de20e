"""The own month of attendance: what each day was, and why, in words (R33, R34, R35)."""

from datetime import date, timedelta

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.attendance import day_results, scheduled
from dianjian_app.people.period import Period
from dianjian_app.reporting.my_month import my_month
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_policy, punched
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, a_user, an_agent, the_leader
from dianjian_app.tests.framework_internals import statements_of
from dianjian_app.tests.site.test_day_results import approved

pytestmark = pytest.mark.req("R33", "R34")
MONDAY = date(2026, 11, 2)
TUESDAY, WEDNESDAY, THURSDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3))
SUNDAY = MONDAY + timedelta(days=6)


@pytest.fixture
def agent(time_machine):
	"""Late on Monday, absent on Tuesday with leave that came too late, out on Wednesday."""
	time_machine.move_to("2026-11-01 12:00:00+08:00")
	centre = a_centre(rest_days=("Sunday",))
	a_policy(centre, start=MONDAY)
	agent = an_agent(a_group(centre))
	approved(agent, WEDNESDAY, "Outing")
	time_machine.move_to("2026-11-09 09:00:00+08:00")
	punched(agent, (MONDAY, "09:07"), (MONDAY, "17:00"))
	approved(agent, TUESDAY, "Personal Leave")
	day_results.refresh([agent.name], Period(MONDAY, SUNDAY))
	scheduled.judge_days()
	return agent


def mine(person, month="2026-11"):
	with as_user(person):
		return my_month(month)


def of_day(found, day):
	return next(each for each in found["days"] if each["date"] == str(day))


def test_each_day_says_what_it_was_and_why(agent):
	found = mine(agent)
	monday, tuesday, wednesday = (of_day(found, day) for day in (MONDAY, TUESDAY, WEDNESDAY))
	assert (monday["mark"], tuesday["mark"], wednesday["mark"]) == ("L", "A", "O")
	assert monday["why"] == ["Plan: 8 hours", "Clocked: 09:07 (Device), 17:00 (Device)", "7 minutes late"]
	assert tuesday["why"][1] == "No punch, and nothing that was approved in time."
	assert tuesday["why"][2].startswith(
		"Asked for or approved too late, so it does not count: Personal Leave"
	)
	assert tuesday["why"][-1] == "1 days absent"
	assert wednesday["why"][1].startswith("Applications: Outing")
	assert of_day(found, SUNDAY)["why"] == ["Plan: Rest Day"]
	totals = {total["label"]: total["value"] for total in found["totals"]}
	assert (totals["Times Late"], totals["Minutes Late"]) == (1, 7)
	assert [balance["days"] for balance in found["balances"]] == [0, 0]


@pytest.mark.req("R35")
def test_what_costs_something_may_be_appealed_against_in_time_and_once(agent, time_machine):
	monday = of_day(mine(agent), MONDAY)
	assert monday["appeal_until"] == "2026-11-12"
	assert of_day(mine(agent), WEDNESDAY)["appeal_until"] is None
	with as_user(agent):
		frappe.get_doc(doctype="Day Result Appeal", result=monday["result"], grounds="电梯故障").insert()
	assert of_day(mine(agent), MONDAY)["appeal_until"] is None
	assert of_day(mine(agent), TUESDAY)["appeal_until"] == "2026-11-12"
	time_machine.move_to("2026-11-13 09:00:00+08:00")
	assert of_day(mine(agent), TUESDAY)["appeal_until"] is None


def test_what_waits_for_a_decision_is_named(agent):
	with as_user(agent):
		request = frappe.get_doc(
			doctype="Time Off Request",
			staff=agent.name,
			leave_type="Sick Leave",
			from_date="2026-11-20",
			to_date="2026-11-20",
			reason="看病",
		).insert()
	[waiting] = mine(agent)["waiting"]
	assert (waiting["doctype"], waiting["name"]) == ("Time Off Request", request.name)


@pytest.mark.req("R47")
def test_nobody_sees_anybody_elses_month(agent):
	for person in (
		the_leader(frappe.get_doc("Sales Group", agent.sales_group)),
		a_staff(roles.HR, centre=frappe.get_doc("Sales Centre", agent.centre)),
	):
		found = mine(person)
		assert found["staff"] == person.name
		assert not [day for day in found["days"] if day["result"].startswith(agent.name)]
	assert mine(a_user(roles.AUDITOR).name)["staff"] is None


def test_a_month_takes_as_many_statements_as_a_day(agent, time_machine):
	def statements():
		return len(statements_of(lambda: mine(agent)))

	for _ in range(2):
		statements()
	few = statements()
	time_machine.move_to("2026-11-29 09:00:00+08:00")
	for day in Period(date(2026, 11, 16), date(2026, 11, 28)).days():
		punched(agent, (day, "09:20"), (day, "17:00"))
	scheduled.judge_days()
	statements()
	assert (
		statements() <= few + 9
	)  # one more day on which people were told of results: its last day to appeal
