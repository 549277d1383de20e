"""The month sheet against a month that was added up by hand: three people, ten days, each symbol (R33)."""

from datetime import date, timedelta

import pytest

from dianjian_app.attendance.day_result import Figures
from dianjian_app.attendance.month_sheet import (
	SYMBOLS,
	SheetDay,
	Totals,
	marks_of,
	text_of,
	tone_of,
	totals_of,
)

pytestmark = pytest.mark.req("R33")
MONDAY = date(2026, 9, 28)
DAY, HALF = 480, 240
"""working minutes of a day of 9 to 17 without a break, and of half of it"""


def day(number, status, kind="Workday", applied=(), whole=1.0, changed=False, **figures):
	asked = {} if kind != "Workday" or status == "Suspended" else {"planned_minutes": DAY}
	return SheetDay(
		*(MONDAY + timedelta(days=number), status, kind, Figures(**{**asked, **figures}), whole),
		applied=applied,
		changed_later=changed,
	)


def present(number, **figures):
	return day(number, "Present", **figures)


def rest(number, **figures):
	return day(number, "Rest Day", "Rest Day", **figures)


def holiday(number):
	return day(number, "Holiday", "Holiday")


# Monday 28 September to Wednesday 7 October; 1 to 3 October are holidays, the 4th is a Sunday
LI = [
	present(0),
	present(1, late_times=1, late_minutes=7),
	present(2, early_times=1, early_minutes=20),
	*(holiday(n) for n in (3, 4, 5)),
	rest(6, overtime_minutes=150),
	present(7, late_times=1, late_minutes=13, early_times=1, early_minutes=5),
	day(8, "Missing Punch", missing_punches=1, late_times=1, late_minutes=30),
	day(9, "Absent", absent_days=1.0, absent_minutes=DAY),
]
WANG = [
	day(0, "Outing", applied=("Outing",), outing_minutes=DAY),
	day(1, "Outing", applied=("Business Trip",), outing_minutes=DAY),
	day(2, "Leave", applied=("Sick Leave",), planned_minutes=0, leave_minutes=DAY),
	*(holiday(n) for n in (3, 4, 5)),
	rest(6),
	present(7, applied=("Personal Leave",), planned_minutes=HALF, leave_minutes=HALF),
	day(
		8,
		"Absent",
		applied=("Paid Half-Day",),
		planned_minutes=HALF,
		leave_minutes=HALF,
		absent_days=0.5,
		absent_minutes=HALF,
	),
	present(9, applied=("Outing",), outing_minutes=HALF, overtime_minutes=90),
]
ZHAO = [
	day(0, "Suspended"),
	day(
		1,
		"Leave",
		applied=("Annual Leave", "Bereavement Leave"),
		planned_minutes=0,
		leave_minutes=DAY,
	),
	day(2, "Present", planned_minutes=HALF, whole=0.5),
	*(holiday(n) for n in (3, 4, 5)),
	rest(6),
	day(7, "To Be Decided"),
	present(8, changed=True),
	day(9, "Open"),
]
BY_HAND = {
	# marks of the ten days; planned, attended, outing, absent, undecided; leave; late, early, missing; overtime
	"Li": (
		LI,
		"√ 迟 早 节 节 节 休加 迟早 缺迟 旷",
		(6, 5, 0, 1, 0),
		{},
		(3, 50, 2, 25, 1),
		150,
	),
	"Wang": (
		WANG,
		"外 差 病 节 节 节 休 √事 旷半 √外加",
		(6, 3.5, 2.5, 0.5, 0),
		{"Sick Leave": 1, "Personal Leave": 0.5, "Paid Half-Day": 0.5},
		(0, 0, 0, 0, 0),
		90,
	),
	"Zhao": (
		ZHAO,
		"停 年丧 √ 节 节 节 休 ？ √* …",
		(4.5, 1.5, 0, 0, 2),
		{"Annual Leave": 0.5, "Bereavement Leave": 0.5},
		(0, 0, 0, 0, 0),
		0,
	),
}


@pytest.mark.parametrize("person", BY_HAND)
def test_the_sheet_is_what_was_added_up_by_hand(person):
	days, marks, of_days, leave, times, overtime = BY_HAND[person]
	assert " ".join(text_of(marks_of(d), chinese=True) for d in days) == marks
	found = totals_of(days)
	assert (found.planned, found.attended, found.outing, found.absent, found.undecided) == of_days
	assert found.leave == leave
	assert (
		*(found.late_times, found.late_minutes),
		*(found.early_times, found.early_minutes, found.missing_punches),
	) == times
	assert found.overtime_minutes == overtime
	assert found.planned == found.attended + found.absent + found.leave_days + found.undecided


def test_the_totals_of_the_group_are_those_of_its_people():
	found = Totals()
	for days, *_by_hand in BY_HAND.values():
		found.add(totals_of(days))
	assert (found.planned, found.attended, found.absent, found.leave_days, found.undecided) == (
		*(16.5, 10, 1.5, 3),
		2,
	)
	assert (found.late_minutes, found.early_minutes, found.overtime_minutes) == (50, 25, 240)


def test_what_a_closed_month_got_later_counts_where_it_is_booked():
	found = totals_of([present(0)], [Figures(absent_days=-1.0, late_times=1, late_minutes=9)])
	assert (found.absent, found.late_times, found.late_minutes) == (-1, 1, 9)
	assert (found.planned, found.attended) == (1, 1)


def test_each_symbol_is_one_of_a_language_and_stands_in_the_legend_once():
	for chinese in (False, True):
		symbols = [text_of([mark], chinese=chinese) for mark in SYMBOLS]
		assert len(set(symbols)) == len(symbols)
	assert {mark for days, *_rest in BY_HAND.values() for d in days for mark in marks_of(d)} >= {
		*("Present", "Late", "Left Early", "Missing Punch", "Absent", "Outing", "Business Trip", "Overtime"),
		*("Rest Day", "Holiday", "Suspended", "To Be Decided", "Open", "Changed Later"),
	}


def test_a_type_of_leave_that_the_reader_is_not_told_is_leave():
	hidden = day(0, "Leave", planned_minutes=0, leave_minutes=DAY)
	assert text_of(marks_of(hidden), chinese=True) == "假"
	assert totals_of([hidden]).leave == {"": 1}


def test_english_symbols_are_parted():
	assert text_of(marks_of(LI[7]), chinese=False) == "L/E"
	assert (tone_of(marks_of(LI[9])), tone_of(marks_of(LI[7])), tone_of(marks_of(LI[6]))) == (
		*("danger", "warning"),
		"muted",
	)
