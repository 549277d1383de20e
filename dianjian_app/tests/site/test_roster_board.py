"""The board of a group's month: what it shows, to whom, and for how many people at the same cost (R1, R33, R47)."""

import io
from datetime import date

import frappe
import openpyxl
import pytest

from dianjian_app import roles
from dianjian_app.attendance.roster_board import RosterError, read_board
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import (
	a_calendar,
	a_centre,
	a_group,
	a_staff,
	an_agent,
	follows,
	the_leader,
)
from dianjian_app.tests.framework_internals import statements_of
from dianjian_app.workbooks import roster_workbook

pytestmark = pytest.mark.req("R1", "R33")
NOVEMBER = Period.month(2026, 11)


@pytest.fixture
def group(time_machine):
	time_machine.move_to("2026-11-04 10:00:00+08:00")
	calendar = a_calendar(holidays=[date(2026, 11, 12)])
	return a_group(a_centre(rest_days=("Sunday",), calendars=[follows(calendar)]))


def on_leave(person, leader, kind, day, half=""):
	with as_user(person.user):
		request = frappe.get_doc(
			doctype="Time Off Request",
			staff=person.name,
			leave_type=kind,
			from_date=day,
			to_date=day,
			half_day=int(bool(half)),
			half_day_part=half,
			place="样板区",
			reason="家中有事",
		).insert()
	with as_user(leader.user):
		request.reload()
		request.submit()


def row_of(board, person):
	return next(row for row in board["rows"] if row["staff"] == person.name)


def cell(board, person, day):
	return row_of(board, person)["cells"][day - 1]


def test_each_day_is_shown_as_it_is_planned(group):
	agent, leader = an_agent(group, rest_days=("Tuesday",)), the_leader(group)
	on_leave(agent, leader, "Sick Leave", "2026-11-18", "Morning")
	on_leave(agent, leader, "Outing", "2026-11-19")
	agent.reload()
	agent.append("suspensions", {"from_date": "2026-11-25", "to_date": "2026-11-27"})
	agent.save()
	with as_user(leader.user):
		board = read_board(group.name, "2026-11")
	marks = {day: tuple(cell(board, agent, day)["marks"]) for day in (2, 3, 8, 12, 18, 19, 26)}
	assert marks == {
		2: ("Work", "Work"),
		3: ("Rest Day", "Rest Day"),
		8: ("Work", "Work"),
		12: ("Holiday", "Holiday"),
		18: ("Leave", "Work"),
		19: ("Outing", "Outing"),
		26: ("Suspended", "Suspended"),
	}
	mine = row_of(board, agent)
	# 30 days less four Tuesdays, the holiday, three days of suspension, half a day of leave and an outing
	assert (mine["rest"], mine["work"], mine["minutes"]) == (4, 20.5, 20 * 480 + 480 + 300)
	assert cell(board, leader, 3)["marks"] == ["Work", "Work"]
	assert cell(board, leader, 8)["rest"]
	assert board["manages"]


def test_whoever_has_no_rest_day_in_a_week_is_named(group):
	restless = an_agent(group, joined=date(2026, 11, 11))
	centre = frappe.get_doc("Sales Centre", group.centre)
	centre.rest_days = []
	centre.save()
	with as_user(the_leader(group).user):
		found = row_of(read_board(group.name, "2026-11"), restless)
	assert found["without_rest"] == ["2026-11-16", "2026-11-23"]
	assert [c is None for c in found["cells"]] == [True] * 10 + [False] * 20


@pytest.mark.req("R47")
def test_colleagues_see_the_plan_and_not_the_reasons_and_others_see_nothing(group):
	agent, colleague, leader = an_agent(group), an_agent(group), the_leader(group)
	on_leave(agent, leader, "Sick Leave", "2026-11-18")
	seen_by = {}
	for person in (
		agent,
		colleague,
		leader,
		a_staff(roles.ADMINISTRATION, centre=frappe.get_doc("Sales Centre", group.centre)),
	):
		with as_user(person.user):
			board = read_board(group.name, "2026-11")
			seen_by[person.name] = cell(board, agent, 18)["marks"][0], board["manages"]
	assert list(seen_by.values()) == [("Leave", False), ("Work", False), ("Leave", True), ("Leave", True)]
	elsewhere = a_group(a_centre())
	for stranger in (
		an_agent(elsewhere),
		the_leader(elsewhere),
		an_agent(a_group(frappe.get_doc("Sales Centre", group.centre))),
	):
		with as_user(stranger.user):
			with pytest.raises(frappe.PermissionError):
				read_board(group.name, "2026-11")
			assert group.name not in [g["value"] for g in read_board()["groups"]]


def test_the_board_of_fifty_costs_as_many_statements_as_that_of_five(group):
	for _n in range(5):
		an_agent(group, user=False)
	read_board(group.name, "2026-11")
	few = len(statements_of(lambda: read_board(group.name, "2026-11")))
	for _n in range(45):
		an_agent(group, user=False)
	many = statements_of(lambda: read_board(group.name, "2026-11"))
	assert len(read_board(group.name, "2026-11")["rows"]) == 51
	assert len(many) <= few


def test_it_goes_into_excel_as_it_is_seen(group):
	agent = an_agent(group, rest_days=("Tuesday",))
	frappe.local.lang = "zh"
	roster_workbook.download(group.name, "2026-11")
	sheet = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active
	line = next(row for row in sheet.iter_rows(values_only=True) if row[0] == agent.staff_name)
	assert "".join(line[1:9]) == "班班休班班班班班"
	assert line[12] == "节"


def test_a_month_that_is_none_is_refused(group):
	with pytest.raises(RosterError, match="2026-13"):
		read_board(group.name, "2026-13")
