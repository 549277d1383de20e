"""Duty shifts: hours of a person for days to come, which plan, roster and day results follow (R1, R33)."""

from datetime import date

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.attendance.duty_shifts import NotYourShiftError, ShiftError, read_shifts, set_shift
from dianjian_app.attendance.roster_board import read_board
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_policy, punched
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader

pytestmark = pytest.mark.req("R1", "R33")
MON, TUE, WED = (date(2026, 11, day) for day in (9, 10, 11))


class Place:
	"""A group of a centre with an early shift; it is Wednesday 4 November."""

	def __init__(self):
		self.centre = a_centre(rest_days=("Sunday",))
		a_policy(self.centre, start=date(2026, 11, 1))
		self.group = a_group(self.centre)
		self.leader, self.agent = the_leader(self.group), an_agent(self.group)
		self.early = a_shift(self.centre)


def a_shift(centre, **fields):
	given = {"shift_name": "早班", "work_start": "08:00:00", "work_end": "16:30:00", "break_from": "12:00"}
	given |= {"break_until": "12:30", **fields}
	return frappe.get_doc(doctype="Duty Shift", centre=centre.name, **given).insert()


@pytest.fixture
def place(time_machine):
	time_machine.move_to("2026-11-04 10:00:00+08:00")
	return Place()


def give(place, first, last, shift=None, by=None, to=None):
	with as_user((by or place.leader).user):
		return set_shift((to or place.agent).name, str(first), str(last), shift and shift.name)


def cells(place, *days):
	row = next(r for r in read_board(place.group.name, "2026-11")["rows"] if r["staff"] == place.agent.name)
	return [(row["cells"][day.day - 1]["shift"], row["cells"][day.day - 1]["minutes"]) for day in days]


def test_planned_minutes_and_the_day_s_result_follow_the_shift(place, time_machine):
	give(place, MON, TUE, place.early)
	assert cells(place, MON, TUE, WED) == [("早班", 480), ("早班", 480), ("", 480)]
	time_machine.move_to("2026-11-12 12:00:00+08:00")
	punched(place.agent, (MON, "08:07"), (MON, "16:30"), (WED, "08:07"), (WED, "17:00"))
	day_results.refresh([place.agent.name], Period(MON, WED))
	late = dict(
		frappe.get_all(
			"Staff Day Result", {"agent": place.agent.name}, ["date", "late_minutes"], as_list=True
		)
	)
	assert (late[MON], late[WED]) == (7, 0)


def test_what_was_set_last_holds_and_without_a_shift_the_season_again(place):
	give(
		place,
		MON,
		WED,
		a_shift(
			place.centre,
			shift_name="晚班",
			work_start="12:00:00",
			work_end="20:00:00",
			break_from="",
			break_until="",
		),
	)
	give(place, TUE, TUE, place.early)
	give(place, WED, WED)
	shifts = read_shifts([place.agent.name], Period(MON, WED))
	assert {day: shift.name for (_staff, day), shift in shifts.items()} == {MON: "晚班", TUE: "早班"}


def test_a_shift_that_changes_changes_no_day_that_was_set(place):
	give(place, MON, MON, place.early)
	place.early.work_start = "09:00:00"
	place.early.save()
	give(place, TUE, TUE, place.early)
	assert cells(place, MON, TUE) == [("早班", 480), ("早班", 420)]


@pytest.mark.req("R47")
def test_who_leads_or_manages_sets_it_for_days_to_come_and_nobody_their_own(place):
	other_centre = a_centre()
	for by in (
		place.agent,
		the_leader(a_group(place.centre)),
		a_staff(roles.ADMINISTRATION, centre=other_centre),
	):
		with pytest.raises(NotYourShiftError):
			give(place, MON, MON, place.early, by=by)
	with pytest.raises(NotYourShiftError):
		give(place, MON, MON, place.early, to=place.leader)
	for first, last, shift in (
		(date(2026, 11, 4), MON, place.early),
		(TUE, MON, place.early),
		(MON, date(2027, 11, 30), place.early),
		(MON, MON, a_shift(other_centre)),
	):
		with pytest.raises(ShiftError):
			give(place, first, last, shift)
	row = frappe.get_doc("Duty Shift Day", give(place, MON, MON, place.early))
	with pytest.raises(NotYourShiftError):
		row.update({"work_start": "10:00"}).save()


def test_hours_that_cannot_be_are_refused(place):
	for wrong in (
		{"work_end": "07:00:00"},
		{"break_until": ""},
		{"break_from": "18:00", "break_until": "19:00"},
	):
		with pytest.raises(ShiftError):
			a_shift(place.centre, shift_name="坏班", **wrong)
