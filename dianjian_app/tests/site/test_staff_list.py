"""A new centre's people come from one list: looked at, made whole or not at all, with groups and logins (R2, R3)."""

import io

import frappe
import openpyxl
import pytest
from frappe.utils import add_days, today

from dianjian_app import roles
from dianjian_app.reporting.centre_readiness import readiness
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import an_administrator
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff
from dianjian_app.workbooks import staff_list
from dianjian_app.workbooks.staff_list import StaffListRefused

pytestmark = pytest.mark.req("R2")
HEAD = ("工号", "姓名", "岗位", "组别", "入职日期", "邮箱", "电话")


@pytest.fixture
def centre():
	return a_centre()


@pytest.fixture
def number():
	return lambda nth: f"{frappe.generate_hash(length=6)}-{nth}"


def a_file(*rows, head=HEAD):
	workbook = openpyxl.Workbook()
	for row in (head, *rows):
		workbook.active.append(row)
	content = io.BytesIO()
	workbook.save(content)
	return content.getvalue()


def uploaded(content, name="人员.xlsx"):
	frappe.local.uploaded_file, frappe.local.uploaded_filename = content, name
	return staff_list.upload()


def a_team(number):
	"""Two groups and eight people, two of whom log in."""
	mark = frappe.generate_hash(length=6)
	return (
		(number(1), "王经理", "部门经理", "", "2026-09-01", f"{mark}-m@test.example", ""),
		(number(2), "人事李", "人力资源部", "", "2026-09-01", "", ""),
		(number(3), "组长一", "销售组长", "一组", "2026-09-01", "", ""),
		(number(4), "组长二", "组长", "二组", "2026-09-01", "", ""),
		(number(5), "电开一", "电开人员", "一组", "2026-09-01", f"{mark}-a@test.example", "13800001111"),
		(number(6), "电开二", "电开", "二组", "2026-09-01", "", ""),
		(number(7), "顾问", "置业顾问", "一组", "2026-09-01", "", ""),
		(number(8), "前台", "前台", "", "2026-09-01", "", ""),
	)


def test_two_groups_and_eight_people_are_made_with_leaders_manager_and_logins(centre, number):
	rows = a_team(number)
	with as_user(an_administrator()):
		lines = uploaded(a_file(*rows))
		assert {p["state"] for p in staff_list.look(centre.name, lines)} == {"new"}
		made = staff_list.make(centre.name, lines)
	assert (made["made"], made["groups"], len(made["logins"])) == (8, 2, 2)
	groups = frappe.get_all("Sales Group", {"centre": centre.name}, ["group_name", "leader_name"])
	assert {g.group_name: g.leader_name for g in groups} == {"一组": "组长一", "二组": "组长二"}
	assert frappe.db.get_value("Sales Centre", centre.name, "manager") == rows[0][0]
	agent = frappe.get_doc("Sales Staff", rows[4][0])
	assert (agent.position, agent.sales_group, str(agent.joining_date)) == (
		roles.AGENT,
		f"{centre.name}-一组",
		"2026-09-01",
	)
	assert frappe.get_roles(agent.user) and roles.AGENT in frappe.get_roles(agent.user)
	assert all("update-password?key=" in login["link"] for login in made["logins"])
	with as_user(an_administrator()):
		again = staff_list.make(centre.name, lines)
	assert again == {"made": 0, "groups": 0, "logins": []}


def test_what_a_centre_needs_is_ticked_off(centre, number):
	def open_items():
		with as_user(an_administrator()):
			return {item["key"] for item in readiness(centre.name) if not item["done"]}

	assert {"groups", "leaders", "agents", roles.MANAGER, roles.FRONT_DESK, "workbook"} <= open_items()
	with as_user(an_administrator()):
		staff_list.make(centre.name, uploaded(a_file(*a_team(number))), with_logins=0)
	left = open_items()
	assert not left & {"groups", "leaders", "agents", roles.MANAGER, roles.FRONT_DESK, roles.HR}
	assert {"logins", "deputy", "workbook"} <= left


def test_one_wrong_line_and_nothing_is_made(centre, number):
	there = a_staff(roles.FRONT_DESK, centre=centre, user=True)
	elsewhere = a_staff(roles.FRONT_DESK, centre=a_centre())
	rows = (
		(number(1), "好的", "前台", "", "", "", ""),
		(there.employee_number, "别人", "前台", "", "", "", ""),
		(elsewhere.employee_number, "别人", "前台", "", "", "", ""),
		(number(4), "没组", "电开人员", "", "", "", ""),
		(number(5), "坏邮箱", "前台", "", "", "不是邮箱", ""),
		(number(6), "有人用", "前台", "", "", there.user, ""),
		(number(7), "厨师", "厨师", "", "", "", ""),
	)
	with as_user(an_administrator()):
		lines = uploaded(a_file(*rows))
		looked = staff_list.look(centre.name, lines)
		with pytest.raises(StaffListRefused):
			staff_list.make(centre.name, lines)
	assert [p["state"] for p in looked] == ["new", *["wrong"] * 6]
	assert there.staff_name in looked[1]["problems"][0]
	assert elsewhere.staff_name not in str(looked), "whose number it is at another centre is not told"
	assert not frappe.db.exists("Sales Staff", rows[0][0])


def test_a_line_of_somebody_who_is_there_is_left_alone(centre, number):
	there = a_staff(roles.FRONT_DESK, centre=centre)
	rows = (
		(there.employee_number, there.staff_name, "电开人员", "新组", "", "", ""),
		(number(2), "新人", "前台", "", "", "", ""),
	)
	with as_user(an_administrator()):
		lines = uploaded(a_file(*rows))
		assert [p["state"] for p in staff_list.look(centre.name, lines)] == ["there", "new"]
		made = staff_list.make(centre.name, lines)
	assert (made["made"], made["groups"]) == (1, 0)
	assert frappe.db.get_value("Sales Staff", there.name, "position") == roles.FRONT_DESK


def test_who_begins_later_leads_later(centre, number):
	rows = ((number(1), "明天的组长", "组长", "三组", add_days(today(), 5), "", ""),)
	with as_user(an_administrator()):
		staff_list.make(centre.name, uploaded(a_file(*rows)))
	assert not frappe.db.get_value("Sales Group", f"{centre.name}-三组", "leader")


def test_hr_makes_people_but_no_groups_and_no_logins_of_who_decides(centre, number):
	hr = a_staff(roles.HR, centre=centre, user=True)
	rows = (
		(number(1), "新组员", "电开人员", "没有的组", "", "", ""),
		(number(2), "经理", "部门经理", "", "", f"{number(2)}@test.example", ""),
		(number(3), "前台", "前台", "", "", f"{number(3)}@test.example", ""),
	)
	with as_user(hr):
		looked = staff_list.look(centre.name, uploaded(a_file(*rows)))
		made = staff_list.make(centre.name, uploaded(a_file(rows[2])))
	assert [p["state"] for p in looked] == ["wrong", "wrong", "new"]
	assert made["made"] == 1 and len(made["logins"]) == 1


def test_who_may_not_enter_staff_reads_nothing_out_of_it(centre, number):
	elsewhere = a_staff(roles.HR, centre=a_centre(), user=True)
	agent = a_staff(roles.FRONT_DESK, centre=centre, user=True)
	lines = [{"line": "2", "number": number(1), "name": "x", "position": "前台"}]
	for person in (elsewhere, agent):
		with as_user(person):
			for ask in (staff_list.look, staff_list.make):
				with pytest.raises(frappe.PermissionError):
					ask(centre.name, lines)
			with pytest.raises(frappe.PermissionError):
				staff_list.download_blank(centre.name)
			if person is agent:
				with pytest.raises(frappe.PermissionError):
					uploaded(a_file())
				with pytest.raises(frappe.PermissionError):
					readiness(centre.name)


@pytest.mark.parametrize(
	("content", "says"),
	[
		(b"", "xlsx"),
		(b"PK\x03\x04kaputt", "xlsx"),
		(a_file(head=("甲", "乙")), "headings"),
		(a_file(), "Nobody"),
	],
	# a workbook holds the second in which it was made: no name of a test
	ids=["empty", "broken", "other headings", "nobody"],
)
def test_a_file_that_is_no_list_says_what_to_do(content, says):
	with as_user(an_administrator()), pytest.raises(StaffListRefused, match=says):
		frappe.local.lang = "en"
		uploaded(content)


@pytest.mark.parametrize(
	"lines", ["", "[]", "{}", "7", '["x"]', [{"line": "x", "number": "1"}], [{"number": "1"}], [None]]
)
def test_lines_that_were_made_up_are_refused(centre, lines):
	with as_user(an_administrator()), pytest.raises(StaffListRefused):
		staff_list.make(centre.name, lines)


def test_the_blank_list_offers_positions_and_groups_and_comes_back(centre):
	a_group(centre)
	with as_user(an_administrator()):
		staff_list.download_blank(centre.name)
		workbook = openpyxl.load_workbook(io.BytesIO(frappe.local.response.filecontent))
		sheet = workbook.active
		offered = " ".join(v.formula1 for v in sheet.data_validations.dataValidation)
		assert frappe._(roles.AGENT) in offered
		sheet.append([frappe.generate_hash(length=8), "张三", frappe._(roles.FRONT_DESK)])
		content = io.BytesIO()
		workbook.save(content)
		[line] = staff_list.look(centre.name, uploaded(content.getvalue()))
	assert (line["state"], line["position"]) == ("new", roles.FRONT_DESK)


def test_making_logins_says_nothing_that_frappe_says_of_users(centre, number):
	"""Frappe tells of user names and System Managers at each new user; those are nothing to HR."""
	frappe.clear_messages()
	with as_user(an_administrator()):
		staff_list.make(centre.name, uploaded(a_file(*a_team(number))))
	assert not frappe.get_message_log()
