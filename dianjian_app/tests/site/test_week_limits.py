"""8 hours a day and 40 a week are said before a rest day is moved or overtime is approved, where attendance is judged (R33)."""

from datetime import date

import frappe
import pytest

from dianjian_app.attendance import week_limits, working_time_check
from dianjian_app.attendance.roster_board import read_board
from dianjian_app.people.rest_day_moves import move_rest_day
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_policy
from dianjian_app.tests.builders.people import a_centre, a_group, an_agent, the_leader
from dianjian_app.tests.framework_internals import statements_of

pytestmark = pytest.mark.req("R33")
# the week from Monday 9 to Sunday 15 November; it is Wednesday 4
MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 11, day) for day in range(9, 16))


class Group:
	"""Somebody who rests on Saturdays and Sundays, and one who rests on Sundays, in a group of a centre with hours."""

	def __init__(self, start="09:00:00", end="17:00:00", judged=True):
		season = {
			"season_name": "全年",
			"from_month": 1,
			"from_day": 1,
			"work_start": start,
			"work_end": end,
		}
		self.centre = a_centre(rest_days=("Sunday",), seasons=[season])
		if judged:
			a_policy(self.centre)
		self.group = a_group(self.centre)
		self.leader = the_leader(self.group)
		self.short = an_agent(self.group, rest_days=("Saturday", "Sunday"))
		self.long = an_agent(self.group, rest_days=("Sunday",))


@pytest.fixture
def clock(time_machine):
	time_machine.move_to("2026-11-04 10:00:00+08:00")


def overtime(person, day, hours, by=None, starts_at="18:00:00"):
	with as_user((by or person).user):
		return working_time_check.preview(date=str(day), staff=person.name, hours=hours)["beyond"]


def approved_overtime(person, leader, day, hours, starts_at="18:00:00"):
	with as_user(person.user):
		request = frappe.get_doc(
			doctype="Working Time Request",
			kind="Overtime",
			staff=person.name,
			date=day,
			starts_at=starts_at,
			hours=hours,
			reason="客户晚到",
		).insert()
	with as_user(leader.user):
		frappe.get_doc(request.doctype, request.name).submit()


@pytest.mark.req("R34")
def test_overtime_names_the_day_above_8_hours_and_the_week_above_40(clock):
	at = Group()
	assert overtime(at.short, TUE, 0) == []
	day, week = overtime(at.short, TUE, 1.5, by=at.leader)
	assert at.short.staff_name in day and "9.5" in day and "8" in day
	assert at.short.staff_name in week and "41.5" in week and "40" in week


@pytest.mark.req("R34")
def test_overtime_that_was_approved_before_counts_too(clock):
	at = Group(end="16:00:00")  # 7 hours a day, 35 a week
	assert overtime(at.short, TUE, 1) == []
	for day in (MON, WED, THU, FRI):
		approved_overtime(at.short, at.leader, day, 1)
	assert overtime(at.short, TUE, 1) == []  # 40 hours are not above 40
	approved_overtime(at.short, at.leader, SAT, 0.5, starts_at="09:00:00")
	[week] = overtime(at.short, TUE, 1)
	assert "40.5" in week


def test_overtime_on_the_last_day_of_rest_says_so(clock):
	at = Group(end="14:00:00")  # 5 hours a day
	assert overtime(at.short, SUN, 2) == []
	[said] = overtime(at.long, SUN, 2)
	assert at.long.staff_name in said and "09" in said and "15" in said


def test_leave_leaves_room(clock):
	at = Group()
	with as_user(at.short.user):
		leave = frappe.get_doc(
			doctype="Time Off Request",
			staff=at.short.name,
			leave_type="Personal Leave",
			from_date=MON,
			to_date=MON,
			reason="家中有事",
		).insert()
	with as_user(at.leader.user):
		frappe.get_doc(leave.doctype, leave.name).submit()
	[day] = overtime(at.short, TUE, 2)
	assert "10" in day


def test_where_no_attendance_is_judged_nothing_is_said(clock):
	at = Group(judged=False)
	assert overtime(at.short, TUE, 5) == []
	with as_user(at.leader.user):
		assert week_limits.of_move(at.long.name, str(SUN), str(WED)) == []


def test_a_moved_rest_day_names_the_week_before_anybody_decides(clock):
	at = Group()
	with as_user(at.leader.user):
		[long] = week_limits.of_move(at.long.name, str(SUN), str(WED))
		assert "48" in long and at.long.staff_name in long
		assert week_limits.of_move(at.short.name, str(SUN), str(WED)) == []
	with as_user(at.long.user):
		move_rest_day(at.long.name, str(SUN), str(WED))
	with as_user(at.leader.user):
		[move] = read_board(at.group.name, "2026-11")["moves"]
	assert move["beyond"] == [long]


def test_a_swap_names_both_to_who_decides_and_ones_own_week_to_who_asks(clock):
	at = Group(end="18:00:00")  # 9 hours a day
	other = an_agent(at.group, rest_days=("Wednesday",))
	with as_user(at.leader.user):
		said = week_limits.of_move(at.long.name, str(SUN), str(WED), other.name)
	assert {at.long.staff_name, other.staff_name} == {line.split(":")[0] for line in said}
	assert len(said) == 4  # a day above 8 hours and the week, of each
	with as_user(at.long.user):
		own = week_limits.of_move(at.long.name, str(SUN), str(WED), other.name)
	assert own == [line for line in said if line.startswith(at.long.staff_name)]


@pytest.mark.req("R47")
def test_the_hours_of_somebody_elses_week_are_not_told(clock):
	at, elsewhere = Group(), Group()
	for reader in (at.short, elsewhere.leader):
		with as_user(reader.user), pytest.raises(frappe.PermissionError):
			week_limits.of_move(at.long.name, str(SUN), str(WED))


def test_as_many_statements_for_many_moves_as_for_one(clock):
	at = Group()
	people = [an_agent(at.group, rest_days=("Sunday",)) for _n in range(3)]

	def asked(*names):
		moves = [
			frappe._dict(name=name, staff=name, with_staff=None, works_on=SUN, rests_on=WED) for name in names
		]
		scope = week_limits.scope_of("Administrator", week_limits.REQUEST)
		return statements_of(lambda: week_limits.of_moves(moves, scope))

	asked(people[0].name)
	assert len(asked(people[0].name)) == len(asked(*(person.name for person in people)))
