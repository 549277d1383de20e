"""A list of people as centres write it, read without a site (R2)."""

from datetime import date, datetime

import pytest

from dianjian_app import roles
from dianjian_app.workbooks.staff_list_reading import MOST_LINES, StaffListError, lines_of, read_staff

pytestmark = pytest.mark.req("R2")
WORDS = {"电开人员": roles.AGENT, "销售组长": roles.LEADER, "前台": roles.FRONT_DESK}


def people(*rows):
	return read_staff(lines_of(rows), WORDS)


def test_columns_stand_in_any_order_below_a_title_in_either_language():
	found = people(
		["八里洲人员名单", None, None],
		[],
		["姓名", "岗位 ", "工号", "备注", "组别", "入职日期"],
		["张敏", "电开人员", 1001.0, "随便", "一组", datetime(2026, 9, 1)],
		[None, "", None],
		[" 李 雷 ", "组长", "1002", "", "一组", "2026年8月3日"],
	)
	assert [(p.line, p.number, p.name, p.position, p.group, p.joined) for p in found] == [
		(4, "1001", "张敏", roles.AGENT, "一组", date(2026, 9, 1)),
		(6, "1002", "李 雷", roles.LEADER, "一组", date(2026, 8, 3)),
	]
	[other] = people(
		["Employee Number", "Name", "Position", "E-Mail"], ["7", "Li", "consultant", "A@B.example"]
	)
	assert (other.position, other.email) == (roles.CONSULTANT, "a@b.example")


def test_what_is_wrong_with_a_line_is_said_of_it():
	found = people(
		["工号", "姓名", "岗位", "入职日期", "邮箱"],
		["1", "", "电开人员", "", "a@b.example"],
		["", "李雷", "厨师", "不知道", ""],
		["1", "韩梅", "组长", "", "A@B.example"],
	)
	assert [p.wrong for p in found] == [
		(("no_name", ""),),
		(("no_number", ""), ("position", "厨师"), ("day", "不知道")),
		(("number_twice", "1"), ("email_twice", "a@b.example")),
	]


def test_a_day_that_can_be_read_in_two_ways_is_read_as_the_column_allows_or_not_at_all():
	head = ["工号", "姓名", "岗位", "入职日期"]
	both = people(head, ["1", "甲", "前台", "3/9/2026"], ["2", "乙", "前台", "28/9/2026"])
	assert [p.joined for p in both] == [date(2026, 9, 3), date(2026, 9, 28)]
	[one] = people(head, ["1", "甲", "前台", "3/9/2026"])
	assert one.joined is None and one.wrong == (("day", "3/9/2026"),)


@pytest.mark.parametrize(
	("rows", "code"),
	[
		([], ("headings", "number", "name", "position")),
		([["a", "b"], ["c"]], ("headings", "number", "name", "position")),
		([["工号", "岗位"], ["1", "电开人员"]], ("headings", "name")),
		([["工号", "姓名", "岗位"], ["", None, " "]], ("empty",)),
		(
			[["工号", "姓名", "岗位"], *[[n, "甲", "前台"] for n in range(MOST_LINES + 1)]],
			("long", MOST_LINES + 1),
		),
	],
)
def test_what_is_no_list_is_refused_with_what_is_missing(rows, code):
	with pytest.raises(StaffListError) as refused:
		lines_of(rows)
	assert refused.value.args == code
