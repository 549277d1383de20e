"""The morning's briefing: given in a minute, read by everybody, and beside the result in the evening (R53)."""

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app.dianjian_app.report.daily_briefings.daily_briefings import execute
from dianjian_app.ledger.daily_briefing import briefings_for_me, plan_and_result, review, start_from
from dianjian_app.ledger.daily_briefing_events import BriefingError
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.people.reading_marks import mark_read
from dianjian_app.resources.customers_named import CustomerNamedError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import a_line
from dianjian_app.tests.builders.people import a_group, an_agent, the_leader

pytestmark = pytest.mark.req("R53")
DAY = "2026-09-15"


@pytest.fixture
def group(time_machine):
	time_machine.move_to(f"{DAY}T09:00:00+08:00")
	return a_group()


@pytest.fixture
def people(group):
	return the_leader(group), an_agent(group), an_agent(group)


def a_briefing(group, by, submit=True, **fields):
	with as_user(by):
		briefing = frappe.get_doc(
			doctype="Daily Briefing",
			**{
				"sales_group": group.name,
				"date": getdate(),
				"focus": "邀约二期样板间",
				"news": "二期高层加推十套",
				"target_connected": 200,
				"target_visits": 3,
				**fields,
			},
		).insert()
		return briefing.submit() if submit else briefing


def shown_to(person):
	with as_user(person):
		return [(b.name, b.is_read, b.is_today) for b in briefings_for_me()]


def test_a_briefing_stands_over_the_calls_until_it_is_read_and_for_absentees_the_next_day(
	group, people, time_machine
):
	leader, agent, absent = people
	briefing = a_briefing(group, leader)
	assert shown_to(agent) == [(briefing.name, False, True)]
	told = {"for_user": agent.user, "document_name": briefing.name}
	assert "邀约二期样板间" in frappe.db.get_value("Notification Log", told, "subject")
	with as_user(agent):
		assert mark_read("Daily Briefing", briefing.name)
	assert shown_to(agent) == [(briefing.name, True, True)]
	time_machine.move_to("2026-09-16T09:00:00+08:00")
	newest = a_briefing(group, leader, focus="回访老客户")
	assert shown_to(agent) == [(newest.name, False, True)]
	assert shown_to(absent) == [(briefing.name, False, False), (newest.name, False, True)]
	# who joins later did not miss it, and another group's is not theirs
	newcomer = an_agent(group, joined=getdate("2026-09-16"))
	assert shown_to(newcomer) == [(newest.name, False, True)]
	assert shown_to(an_agent(a_group())) == []


def test_the_last_briefing_is_the_start_of_the_next(group, people):
	leader, agent, _absent = people
	with as_user(leader):
		assert start_from(group.name) == {}
	a_briefing(group, leader, minutes=20)
	with as_user(leader):
		start = start_from(group.name)
	assert (start.focus, start.minutes, start.target_connected) == ("邀约二期样板间", 20, 200)
	with as_user(agent), pytest.raises(frappe.PermissionError):
		start_from(group.name)


def test_the_evening_puts_the_ledger_s_result_beside_the_plan(group, people):
	leader, agent, absent = people
	briefing = a_briefing(group, leader)
	for person, connected in ((agent, 90), (absent, 80)):
		a_line(person, getdate(DAY), connected=connected, visits=2)
	a_line(an_agent(a_group(frappe.get_doc("Sales Centre", group.centre))), getdate(DAY), connected=70)
	shown = plan_and_result(frappe.get_doc("Daily Briefing", briefing.name))
	assert [(r["target"], r["result"]) for r in shown] == [(200, 170), (0, 0), (3, 4), (0, 0)]
	with as_user(agent), pytest.raises(frappe.PermissionError):
		review(briefing.name, "好")
	with as_user(leader):
		with pytest.raises(CustomerNamedError):
			review(briefing.name, "13900001234 没接")
		review(briefing.name, "到访超额，接通不足")
	briefing.reload()
	assert (briefing.stage, briefing.result_connected, briefing.result_visits) == ("Reviewed", 170, 4)
	assert (briefing.review, briefing.reviewed_by) == ("到访超额，接通不足", leader.user)


def test_a_group_s_briefing_is_its_leader_s_and_one_a_day(group, people):
	leader, _agent, _absent = people
	other = the_leader(a_group(frappe.get_doc("Sales Centre", group.centre)))
	with pytest.raises(NotYourPartError):
		a_briefing(group, other)
	a_briefing(group, leader)
	with pytest.raises(BriefingError):
		a_briefing(group, leader)
	with pytest.raises(BriefingError):
		a_briefing(group, leader, date="2026-09-14")
	with pytest.raises(CustomerNamedError):
		a_briefing(group, leader, date="2026-09-16", focus="给 13900001234 回电")


def test_what_is_said_of_the_result_is_the_app_s_alone(group, people):
	leader, _agent, _absent = people
	briefing = a_briefing(group, leader, submit=False, stage="Reviewed", result_visits=99, review="大好")
	assert (briefing.stage, briefing.result_visits, briefing.review) == ("Draft", None, None)
	briefing.submit()
	with as_user(leader):
		doc = frappe.get_doc("Daily Briefing", briefing.name)
		doc.result_visits = 99
		doc.focus = "别的"
		with pytest.raises(frappe.UpdateAfterSubmitError):
			doc.save()
	assert not frappe.db.get_value("Daily Briefing", briefing.name, "result_visits")


def test_the_report_says_who_has_not_read_it_and_how_much_training_was_given(group, people):
	leader, agent, absent = people
	briefing = a_briefing(group, leader, minutes=20)
	for person in (agent, leader):
		with as_user(person):
			mark_read("Daily Briefing", briefing.name)
	with as_user(leader):
		_columns, [row], _message, _chart, cards = execute({"from_date": DAY, "to_date": DAY})
	assert (row.briefing, row.people, row.readers) == (briefing.name, 3, 2)
	assert row.missing == absent.staff_name
	assert {c["value"] for c in cards} == {1, 40}


def test_a_withdrawn_briefing_is_shown_to_nobody_and_the_day_is_free(group, people):
	leader, agent, _absent = people
	briefing = a_briefing(group, leader)
	with as_user(leader):
		frappe.get_doc("Daily Briefing", briefing.name).cancel()
	assert shown_to(agent) == []
	again = a_briefing(group, leader, focus="重写")
	assert shown_to(agent) == [(again.name, False, True)]
