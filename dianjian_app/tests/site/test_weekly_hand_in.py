"""A group's week is handed in from its reported days, and what changes afterwards is shown against it (R44)."""

import frappe
import pytest
from frappe.utils import add_days, formatdate, getdate

from dianjian_app import roles
from dianjian_app.ledger.build import rebuild
from dianjian_app.ledger.weekly_hand_in import changes, preview
from dianjian_app.people.period import Period
from dianjian_app.permissions import OutOfScopeError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_line
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent

pytestmark = pytest.mark.req("R44")
MONDAY = getdate("2026-09-07")
TUESDAY = getdate("2026-09-08")


@pytest.fixture
def group():
	return a_group()


@pytest.fixture
def assistant(group):
	assistant = a_staff(roles.ASSISTANT, group=group)
	group.assistant = assistant.name
	group.save()
	return assistant


@pytest.fixture
def agents(group):
	"""Two agents with 90 and 80 connected on Monday, and 70 and none on Tuesday."""
	agents = [an_agent(group) for _ in range(2)]
	for agent, day, connected in ((0, MONDAY, 90), (1, MONDAY, 80), (0, TUESDAY, 70)):
		a_line(agents[agent], day, connected=connected, visits=1)
	return agents


def report_of(day, group, **fields):
	return frappe.get_doc(doctype="Daily Hand-in", sales_group=group.name, date=day, **fields).insert()


def handed_in(group, **fields):
	return frappe.get_doc(
		doctype="Weekly Hand-in", sales_group=group.name, week_start=TUESDAY, **fields
	).insert()


def test_the_week_is_the_sum_of_its_reported_days_and_keeps_their_remarks(group, assistant, agents):
	with as_user(assistant):
		report = report_of(MONDAY, group, remarks="停电半小时")
		shown = preview(group.name, TUESDAY)
		assert shown["unreported"] == [formatdate(TUESDAY)]
		week = handed_in(group)
	monday, tuesday = week.days
	assert (monday.daily_hand_in, monday.connected, monday.remarks) == (report.name, 170, "停电半小时")
	assert (tuesday.daily_hand_in, tuesday.connected) == (None, 70)
	assert (week.connected, week.visits, str(week.week_start)) == (240, 3, str(MONDAY))


def test_what_changed_after_the_week_was_handed_in_is_shown_by_day(group, assistant, agents):
	report_of(MONDAY, group)
	week = handed_in(group)
	assert changes(week.name) == []
	frappe.db.set_value("Daily Ledger", {"agent": agents[1].name, "date": MONDAY}, "connected", 83)
	with as_user(assistant):
		assert [(c["date"], c["reported"], c["now"]) for c in changes(week.name)] == [
			(formatdate(MONDAY), 170, 173)
		]
	week.reload()
	week.remarks = "再看"
	week.append("days", {"date": add_days(MONDAY, 5), "connected": 999})
	week.save()
	assert (week.connected, len(week.days)) == (240, 2)


def test_a_reported_day_counts_as_reported_although_the_ledger_says_otherwise_by_now(group, agents):
	report_of(MONDAY, group)
	frappe.db.set_value("Daily Ledger", {"agent": agents[1].name, "date": MONDAY}, "connected", 0)
	week = handed_in(group)
	assert week.days[0].connected == 170
	assert [(c["reported"], c["now"]) for c in changes(week.name)] == [(170, 90)]


def test_a_week_without_any_line_has_no_days_and_another_group_s_is_closed(group, assistant):
	rebuild(group.centre, Period.day(getdate("2026-09-21")))
	with as_user(assistant):
		assert preview(group.name, "2026-09-14") == {"days": [], "unreported": []}
		with pytest.raises((frappe.PermissionError, OutOfScopeError)):
			preview(a_group().name, MONDAY)
