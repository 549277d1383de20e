"""Leave that is asked for after it had begun says so, and excuses as the centre chose (R34)."""

from decimal import Decimal

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.people import leave_balance
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import presence_of
from dianjian_app.people.time_off_check import LateApplicationError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, a_staff, an_agent, follows

MONDAY = "2026-11-09"


@pytest.fixture
def centre(time_machine):
	time_machine.move_to("2026-11-11 10:00:00")  # a Wednesday
	return a_centre(rest_days=("Sunday",), late_leave_excuses=0)


@pytest.fixture
def agent(centre):
	return an_agent(a_group(centre))


def leave(agent, start=MONDAY, end="2026-11-12", leave_type="Sick Leave", **fields):
	return frappe.get_doc(
		doctype="Time Off Request",
		staff=agent.name,
		leave_type=leave_type,
		from_date=start,
		to_date=end,
		reason="急诊",
		**fields,
	).insert()


def presence(agent):
	week = Period(getdate(MONDAY), getdate("2026-11-13"))
	return [int(p.presence) for p in presence_of([agent.name], week).values()]


@pytest.mark.req("R34")
def test_leave_asked_for_late_says_so_and_excuses_from_that_day_on(agent):
	request = leave(agent)
	request.submit()
	assert (request.late, str(request.excused_from)) == (1, "2026-11-11")
	assert presence(agent) == [1, 1, 0, 0, 1]


@pytest.mark.req("R34")
def test_late_leave_excuses_where_the_centre_chose_so(centre, agent):
	centre.late_leave_excuses = 1
	centre.save()
	request = leave(agent)
	request.submit()
	assert (request.late, request.excused_from) == (1, None)
	assert presence(agent) == [0, 0, 0, 0, 1]
	# what was approved stays as it was approved
	centre.late_leave_excuses = 0
	centre.save()
	assert presence(agent) == [0, 0, 0, 0, 1]


@pytest.mark.req("R34")
def test_leave_asked_for_in_time_has_no_mark(agent):
	request = leave(agent, "2026-11-11", "2026-11-12")
	assert (request.late, request.excused_from) == (0, None)


@pytest.mark.req("R34")
def test_approving_later_makes_nothing_late(agent, time_machine):
	request = leave(agent, "2026-11-12", "2026-11-12")
	time_machine.move_to("2026-11-20 10:00:00")
	request = frappe.get_doc("Time Off Request", request.name)
	request.submit()
	assert request.late == 0
	assert presence(agent) == [1, 1, 1, 0, 1]


@pytest.mark.req("R34")
def test_days_that_are_changed_later_are_asked_for_later(agent, time_machine):
	request = leave(agent, "2026-11-12", "2026-11-12")
	time_machine.move_to("2026-11-13 10:00:00")
	request = frappe.get_doc("Time Off Request", request.name)
	request.from_date = MONDAY
	request.save()
	assert (request.late, str(request.excused_from)) == (1, "2026-11-13")


@pytest.mark.req("R34", "R22")
def test_leave_from_a_balance_is_asked_for_before_it_begins(agent):
	with pytest.raises(LateApplicationError):
		leave(agent, MONDAY, MONDAY, leave_balance.PAID_HALF_DAY)


@pytest.mark.req("R34")
def test_hr_asks_for_leave_of_somebody_else(centre, agent):
	hr = a_staff(roles.HR, centre=centre)
	with as_user(hr):
		request = leave(agent, "2026-11-16", "2026-11-16")
	assert (request.staff, request.owner) == (agent.name, hr.user)


@pytest.mark.req("R22", "R34")
def test_a_holiday_on_a_day_of_leave_gives_it_back_and_tells_the_person_and_administration(
	centre, agent, time_machine
):
	administration = a_staff(roles.ADMINISTRATION, centre=centre)
	bystander = a_staff(roles.FRONT_DESK, centre=centre)
	leave_balance.post(agent.name, leave_balance.EARNED, Decimal(2), getdate(), f"test:{agent.name}")
	request = leave(agent, "2026-11-16", "2026-11-17", leave_balance.PAID_HALF_DAY)
	request.submit()
	assert float(leave_balance.balance(agent.name)) == 0
	calendar = a_calendar(holidays=[getdate("2026-11-17")])
	centre.set("calendars", [follows(calendar)])
	centre.save()
	assert float(leave_balance.balance(agent.name)) == 1
	told = frappe.get_all("Notification Log", {"document_name": request.name}, ["for_user", "subject"])
	assert {t.for_user for t in told if "given back" in t.subject} == {agent.user, administration.user}
	assert bystander.user not in {t.for_user for t in told}
