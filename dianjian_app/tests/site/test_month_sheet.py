"""The month sheet (考勤表) of a group: on screen, in Excel, by mail, each reader's own rows (R33, R47)."""

import io
from datetime import date, timedelta

import frappe
import openpyxl
import pytest
from frappe.desk import query_report

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.attendance.month_sheet import SYMBOLS
from dianjian_app.dianjian_app.report.attendance_month_sheet import attendance_month_sheet
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_policy, punched
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.framework_internals import statements_of
from dianjian_app.tests.site.test_day_results import approved
from dianjian_app.workbooks import month_sheet_workbook

pytestmark = pytest.mark.req("R33")
REPORT = "Attendance Month Sheet"
DAYS = [date(2026, 11, 2) + timedelta(days=n) for n in range(10)]
MON, TUE, WED, THU, FRI, SAT, SUN, MON2, TUE2, WED2 = DAYS
JUDGED_ON = "2026-11-12 12:00:00+08:00"
# Monday 2 to Wednesday 11 November; Saturday is a holiday, Sunday the rest day
PUNCHED = {
	MON: ("08:58", "17:02"),
	TUE: ("09:07", "17:00"),
	WED: ("08:55", "16:40"),
	THU: ("09:00",),
	MON2: ("09:00", "17:00"),
}
BY_HAND = {
	"marks": "√ 迟 早 缺 病 节 休 √ 外 旷",
	"planned": 8,
	"attended": 6,
	"outing": 1,
	"absent": 1,
	"undecided": 0,
	"leave_days": 1,
	"late_times": 1,
	"late_minutes": 7,
	"early_times": 1,
	"early_minutes": 20,
	"missing_punches": 1,
	"overtime_hours": 0,
}


class World:
	"""Two groups of a centre that judges attendance; the first has an agent with one day of each kind."""

	def __init__(self, clock):
		clock.move_to("2026-11-01 12:00:00+08:00")
		self.centre = a_centre(calendar=a_calendar(holidays=[SAT]), rest_days=("Sunday",))
		a_policy(self.centre, start=MON)
		self.first, self.second = a_group(self.centre), a_group(self.centre)
		self.agent, self.other = an_agent(self.first), an_agent(self.second)
		approved(self.agent, FRI, "Sick Leave")
		approved(self.agent, TUE2, "Outing")
		clock.move_to(JUDGED_ON)
		for day, clocks in PUNCHED.items():
			punched(self.agent, *((day, text) for text in clocks))
		people = [self.agent.name, self.other.name, self.first.leader]
		day_results.refresh(people, Period(MON, WED2))


@pytest.fixture
def world(time_machine):
	return World(time_machine)


def sheet(person="Administrator", **filters):
	with as_user(person):
		return query_report.run(REPORT, {"month": "2026-11", **filters})


def people(answer):
	return {row["agent"]: row for row in answer["result"] if isinstance(row, dict) and not row.get("is_sum")}


@pytest.fixture
def chinese():
	frappe.local.lang = "zh"
	yield
	frappe.local.lang = "en"


@pytest.mark.req("R48")
def test_the_days_and_totals_are_those_added_up_by_hand(world, chinese):
	row = people(sheet(centre=world.centre.name))[world.agent.name]
	assert " ".join(row[f"d{day.day}"] for day in DAYS) == BY_HAND["marks"]
	assert {name: row[name] for name in BY_HAND if name != "marks"} == {
		name: value for name, value in BY_HAND.items() if name != "marks"
	}
	assert row["leave_0"] == 1 and row["d12"] == row["d1"] == ""
	assert row["tones"]["d11"] == "danger"


def test_group_and_centre_are_summed_and_the_leader_stands_first(world):
	answer = sheet(centre=world.centre.name)
	rows = [row for row in answer["result"] if isinstance(row, dict)]
	assert [row.get("agent") for row in rows] == [
		*(world.first.leader, world.agent.name, None),
		*(world.other.name, None, None),
	]
	# leader and the other agent: never there on 8 planned days
	assert [row["absent"] for row in rows] == [8, 1, 9, 8, 8, 17]
	assert answer["message"].count("&emsp;") == len(SYMBOLS) - 1


@pytest.mark.req("R47")
def test_each_reader_gets_their_own_people(world):
	outsider = a_staff(roles.MANAGER, centre=a_centre())
	clerk, assistant = (
		a_staff(roles.ADMINISTRATION, centre=world.centre),
		a_staff(roles.ASSISTANT, group=world.first),
	)
	everybody = {world.agent.name, world.other.name, world.first.leader}
	for person, may in (
		(world.agent, {world.agent.name}),
		(the_leader(world.first), {world.agent.name, world.first.leader}),
		(assistant, set()),
		(clerk, everybody),
		(a_staff(roles.HR, centre=world.centre), everybody),
		(outsider, set()),
	):
		assert set(people(sheet(person))) == may, person.position


@pytest.mark.req("R47")
def test_the_paper_in_excel_is_the_screens_and_is_logged(world, chinese):
	with as_user(the_leader(world.first)):
		month_sheet_workbook.download("2026-11")
	book = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent))
	assert book.sheetnames == [world.first.group_name]
	page = book.active
	heading = [cell.value for cell in page[3]]
	assert heading[2:32] == [str(n) for n in range(1, 31)]
	line = next(row for row in page.iter_rows(values_only=True) if row[1] == world.agent.staff_name)
	assert " ".join(line[1 + day.day] for day in DAYS) == BY_HAND["marks"]
	assert dict(zip(heading, line, strict=True))["迟到分钟"] == 7
	assert "旷 旷工" in page.cell(7, 1).value
	assert (page.page_setup.orientation, str(page.page_setup.paperSize)) == ("landscape", "9")
	log = frappe.get_last_doc("Phone Reveal Log", {"reference_name": REPORT})
	assert (log.kind, log.row_count) == ("Export", 2)


def test_a_month_without_results_is_an_empty_paper(world):
	month_sheet_workbook.download("2026-09", centre=world.centre.name)
	assert openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent)).active.max_row >= 5
	assert sheet(month="2026-09", centre=world.centre.name)["result"] == []


def test_what_changed_after_the_month_was_closed_is_marked_and_counts_later(world, time_machine):
	time_machine.move_to("2026-12-02 12:00:00+08:00")
	clerk = a_staff(roles.HR, centre=world.centre)
	with as_user(clerk):
		frappe.get_doc(doctype="Attendance Close", centre=world.centre.name, month="2026-11").insert()
	before = people(sheet(centre=world.centre.name))[world.agent.name]
	punched(world.agent, (WED2, "09:10"), (WED2, "17:00"))
	november = people(sheet(centre=world.centre.name))[world.agent.name]
	assert november["absent"] == before["absent"] and november["d11"] == before["d11"] + "/*"
	december = people(sheet(month="2026-12", centre=world.centre.name))[world.agent.name]
	assert (december["absent"], december["late_minutes"], december["booked"]) == (-1, 10, "11-11")


def test_as_many_statements_for_fifty_people_as_for_five(world, time_machine):
	filters = {"month": "2026-11", "centre": world.centre.name}

	def statements():
		return len(statements_of(lambda: attendance_month_sheet.execute(filters)))

	for _ in range(2):
		statements()
	few = statements()
	more = [an_agent(world.first, user=False, joined=MON).name for _ in range(45)]
	day_results.refresh(more, Period(MON, WED2))
	assert len(attendance_month_sheet.execute(filters)[1]) >= 50
	assert statements() == few
