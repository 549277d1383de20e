"""Presence as the site's documents give it (decision 1, R36)."""

from datetime import date, timedelta
from decimal import Decimal

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import presence_of, read_staffing
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, a_staff, an_agent

MONDAY = date(2026, 11, 2)
WEEK = Period.week_of(MONDAY)


def presence(agent, period=WEEK):
	return [float(p.presence) for p in presence_of([agent.name], period).values()]


@pytest.mark.req("R1")
def test_the_agents_own_rest_day_goes_before_the_centres():
	group = a_group(a_centre(rest_days=("Saturday", "Sunday")))
	assert presence(an_agent(group)) == [1, 1, 1, 1, 1, 0, 0]
	assert presence(an_agent(group, rest_days=("Wednesday",))) == [1, 1, 0, 1, 1, 1, 1]


@pytest.mark.req("R1")
def test_holidays_and_make_up_workdays_of_the_centres_calendar():
	calendar = a_calendar(holidays=[MONDAY], workdays=[MONDAY + timedelta(days=5)])
	group = a_group(a_centre(calendar, rest_days=("Saturday", "Sunday")))
	agent = an_agent(group)
	assert presence(agent) == [0, 1, 1, 1, 1, 1, 0]
	assert sum(p.roster_day for p in presence_of([agent.name], WEEK).values()) == 6


@pytest.mark.req("R36")
def test_suspension_joining_and_leaving_lower_presence():
	agent = an_agent(
		a_group(a_centre(rest_days=("Sunday",))),
		joined=MONDAY + timedelta(days=1),
		suspensions=[{"from_date": MONDAY + timedelta(days=3), "to_date": MONDAY + timedelta(days=3)}],
		leaving_date=MONDAY + timedelta(days=4),
	)
	assert presence(agent) == [0, 1, 1, 0, 1, 0, 0]


@pytest.mark.req("R36")
def test_approved_leave_lowers_presence_and_a_request_does_not():
	agent = an_agent(a_group(a_centre(rest_days=("Sunday",))))
	request = frappe.get_doc(
		doctype="Time Off Request",
		staff=agent.name,
		leave_type="Personal Leave",
		from_date=MONDAY,
		to_date=MONDAY,
		half_day=1,
		half_day_part="Morning",
		reason="事",
	).insert()
	assert presence(agent)[0] == 1
	request.submit()
	assert presence(agent)[0] == 0.5
	request.cancel()
	assert presence(agent)[0] == 1


@pytest.mark.req("R4")
def test_somebody_who_changed_centres_follows_the_calendar_of_each_day():
	weekends = a_group(a_centre(rest_days=("Saturday", "Sunday")))
	mondays = a_group(a_centre(rest_days=("Monday",)))
	agent = an_agent(mondays)
	agent.memberships[0].sales_group = weekends.name
	agent.memberships[0].to_date = MONDAY + timedelta(days=6)
	agent.append("memberships", {"sales_group": mondays.name, "from_date": MONDAY + timedelta(days=7)})
	agent.save()
	two_weeks = Period(MONDAY, MONDAY + timedelta(days=13))
	assert presence(agent, two_weeks) == [1, 1, 1, 1, 1, 0, 0, 0, 1, 1, 1, 1, 1, 1]


def test_reading_many_people_takes_no_more_queries_than_reading_one():
	group = a_group(a_centre(rest_days=("Sunday",)))
	agents = [an_agent(group).name for _ in range(5)]
	read_staffing(agents)  # the framework reads its own descriptions of the tables once
	assert queries_of(lambda: read_staffing(agents)) == queries_of(lambda: read_staffing(agents[:1]))


def test_nobody_asked_nobody_read():
	assert presence_of([], WEEK) == {}


@pytest.mark.req("R1")
def test_the_hours_follow_the_season():
	agent = a_staff(roles.AGENT, group=a_group(a_centre(rest_days=("Sunday",))))
	calendar = read_staffing([agent.name]).roster(agent.name).calendar
	assert [str(calendar.hours_on(d)[1]) for d in (date(2026, 9, 30), date(2026, 10, 1))] == [
		"17:30:00",
		"17:00:00",
	]
	assert calendar.planned(MONDAY) == Decimal(1)


def queries_of(act) -> int:
	"""How many statements an act sends to the database."""
	count = 0
	sql = frappe.db.sql

	def counting(*args, **kwargs):
		nonlocal count
		count += 1
		return sql(*args, **kwargs)

	frappe.db.sql = counting
	try:
		act()
	finally:
		del frappe.db.sql
	return count
