"""The sales assistant checks the day's ledger and reports it to the leader with one act (R44)."""

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.ledger.build import rebuild
from dianjian_app.ledger.daily_hand_in import changes, preview
from dianjian_app.ledger.daily_hand_in_events import DailyHandInError
from dianjian_app.people.period import Period
from dianjian_app.permissions import OutOfScopeError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.calls import a_sheet, confirmed, handed_in
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R44")


@made_once
def group():
	return a_group()


@made_once
def assistant(group):
	assistant = a_staff(roles.ASSISTANT, group=group)
	group.assistant = assistant.name
	group.save()
	return assistant


@made_once
def agents(group):
	return [an_agent(group) for _ in range(3)]


@pytest.fixture
def a_day(group, agents):
	"""One sheet is confirmed, one handed in, one person has none."""
	confirmed(a_sheet(agents[0], connected=2, missed=1), agents[0])
	handed_in(a_sheet(agents[1], connected=1), agents[1])
	rebuild(group.centre, Period.day(frappe.utils.getdate()))


def reported(by, group, day=None, **fields):
	with as_user(by):
		return frappe.get_doc(
			doctype="Daily Hand-in", sales_group=group.name, date=day or frappe.utils.today(), **fields
		).insert()


def test_one_act_keeps_the_day_who_checked_it_and_when(group, assistant, agents, a_day):
	report = reported(assistant, group, remarks="二组设备故障半小时")
	assert report.reported_by == assistant.user and report.reported_at
	lines = {line.agent: line for line in report.lines}
	first = lines[agents[0].name]
	assert (first.sheet_state, first.calls, first.connected) == ("Confirmed", 3, 2)
	assert lines[agents[2].name].sheet_state == "No Sheet"
	assert frappe.db.exists(
		"Notification Log", {"for_user": the_leader(group).user, "document_name": report.name}
	)


def test_what_is_odd_stands_there_without_being_asked(group, assistant, agents, a_day):
	report = reported(assistant, group)
	of_person = dict(line.split(":" if ": " in line else "：", 1) for line in report.odd_points.splitlines())
	assert agents[0].staff_name not in of_person
	assert {agents[1].staff_name, agents[2].staff_name} <= set(of_person)


def test_what_changed_afterwards_is_shown_against_what_was_reported(group, assistant, agents, a_day):
	report = reported(assistant, group)
	with as_user(assistant):
		assert changes(report.name) == []
	confirmed(frappe.get_doc("Call Sheet", {"agent": agents[1].name}), agents[1])
	with as_user(assistant):
		found = {(change["agent"], change["label"]): change for change in changes(report.name)}
	calls = found[(agents[1].name, frappe._("Calls Made"))]
	assert (calls["reported"], calls["now"]) == (0, 1)
	assert frappe.get_doc("Daily Hand-in", report.name).lines[0].calls == report.lines[0].calls


def test_a_reported_day_stays_as_it_was_but_for_the_remarks(group, assistant, agents, a_day):
	report = reported(assistant, group)
	with as_user(assistant):
		report.reload()
		report.lines[0].calls = 999
		report.remarks = "客户 13912345678 投诉"
		report.reported_by, report.odd_points = "Administrator", ""
		report.save()
	stored = frappe.get_doc("Daily Hand-in", report.name)
	assert 999 not in [line.calls for line in stored.lines] and stored.reported_by == assistant.user
	assert stored.odd_points and "13912345678" not in stored.remarks and stored.remarks
	with pytest.raises(DailyHandInError):
		frappe.delete_doc("Daily Hand-in", report.name, force=True)


def test_a_day_is_reported_once(group, assistant, agents, a_day):
	reported(assistant, group)
	with pytest.raises(frappe.DuplicateEntryError):
		reported(the_leader(group), group)


def test_neither_tomorrow_nor_a_day_without_lines(group, assistant, agents, a_day):
	for day in (frappe.utils.add_days(frappe.utils.today(), 1), "2020-01-01"):
		with pytest.raises(DailyHandInError):
			reported(assistant, group, day)


def test_another_groups_day_is_not_reported(group, assistant, agents, a_day):
	other = a_group(frappe.get_doc("Sales Centre", group.centre))
	an_agent(other)
	rebuild(group.centre, Period.day(frappe.utils.getdate()))
	with pytest.raises((OutOfScopeError, frappe.PermissionError)):
		reported(assistant, other)
	with as_user(assistant), pytest.raises(frappe.PermissionError):
		preview(other.name, frappe.utils.today())


def test_the_preview_is_what_is_reported(group, assistant, agents, a_day):
	with as_user(assistant):
		shown = preview(group.name, frappe.utils.today())
	report = reported(assistant, group)
	assert [line["agent"] for line in shown["lines"]] == [line.agent for line in report.lines]
	assert shown["odd_points"] == report.odd_points
