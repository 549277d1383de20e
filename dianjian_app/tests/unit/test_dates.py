"""Days as people and programs write them in a column (R5, R6)."""

from datetime import date, datetime, time

import pytest

from dianjian_app.resources.intake.dates import DateReading, is_undecided, read_day, reading_of

pytestmark = [pytest.mark.req("R5"), pytest.mark.req("R6")]
RECEIVED = DateReading(received_on=date(2026, 11, 28))
JUNE_5 = date(2026, 6, 5)


def days(*cells, reading=RECEIVED):
	found = reading_of(cells, reading)
	return [read_day(cell, found) for cell in cells]


@pytest.mark.parametrize(
	"cell",
	[
		*(
			date(2026, 6, 5),
			datetime(2026, 6, 5, 15, 30),
			46178,
			46178.0,
			46178.5,
			"46178",
			"46178.5",
			20260605.0,
		),
		*(
			"20260605",
			"2026-06-05",
			"2026/6/5",
			"2026.6.5",
			"2026年6月5日",
			"2026年6月5日 15:30",
			"2026-06-05 00:00:00",
		),
		*(
			"2026-06-05T15:30:00",
			"202606051530",
			"26.6.5",
			"26-6-5",
			"26年6月5日",
			"6月5日",
			"6月5号",
			"6月05日下午",
		),
		*("周五 2026-6-5", "2026.6.5(周五)", "5 Jun 2026", "June 5, 2026", "5-Jun-26", "2026 / 6 / 5"),
		*(
			"２０２６年６月５日",
			"2026–6–5",
			"2026—06—05",
			"20260605 15:30",
			"5/Jun/2026",
			"2026 6 5",
			"2026、6、5",
		),
	],
)
def test_a_day_is_read_as_people_and_programs_write_it(cell):
	assert days(cell) == [JUNE_5]


@pytest.mark.parametrize(
	"cell",
	[
		"上周",
		"2026-13-40",
		"2026-02-30",
		12,
		3.5,
		"12",
		True,
		time(9, 30),
		"138-1234-5678",
		"1/2/3/4",
		"10:30",
	],
)
def test_what_is_no_day_stays_unread(cell):
	assert days(cell) == [None] and not is_undecided(cell, RECEIVED)


def test_an_old_macs_workbook_counts_its_days_from_1904():
	assert read_day(44716.0, DateReading(from_1904=True)) == JUNE_5
	assert read_day(46178.0, DateReading(from_1904=False)) == JUNE_5


def test_11_6_2026_is_not_the_year_2011_and_is_asked_about():
	assert days("11/6/2026", "10/5/2026", "2026/6/5") == [None, None, JUNE_5]
	assert is_undecided("11/6/2026", RECEIVED)
	assert is_undecided("１１／６／２０２６", RECEIVED) and is_undecided("5. 6. 2026", RECEIVED)


def test_one_day_beyond_the_twelfth_tells_the_order_of_the_whole_column():
	assert days("11/6/2026", "13/5/2026") == [date(2026, 6, 11), date(2026, 5, 13)]
	assert days("11/6/2026", "5/13/2026") == [date(2026, 11, 6), date(2026, 5, 13)]
	assert days("6-5", "13-5", reading=RECEIVED) == [date(2026, 5, 6), date(2026, 5, 13)]


def test_a_column_in_two_orders_decides_nothing_that_could_be_either():
	cells = ("13/5/2026", "5/13/2026", "5/6/2026", "5/5/2026")
	assert days(*cells) == [date(2026, 5, 13), date(2026, 5, 13), None, date(2026, 5, 5)]


def test_what_a_person_chose_settles_the_order():
	for order, day in (("MDY", date(2026, 11, 6)), ("DMY", date(2026, 6, 11))):
		assert days("11/6/2026", reading=DateReading(order, RECEIVED.received_on)) == [day]
	assert days("12/6/25") == [None]
	assert days("12/6/25", reading=DateReading("DMY", RECEIVED.received_on)) == [date(2025, 6, 12)]


def test_short_years_are_read_with_the_year_first_as_long_as_that_is_likely():
	assert days("26.6.5", "25.12.31") == [JUNE_5, date(2025, 12, 31)]
	assert days("6/5/26") == [None], "5 June or 6 May"
	assert days("6/5/26", "6/30/26") == [JUNE_5, date(2026, 6, 30)]


def test_a_day_without_a_year_is_the_latest_that_has_been():
	assert days("12月3日", "2月29日") == [date(2025, 12, 3), date(2024, 2, 29)]
	assert read_day("6月5日", DateReading()) is None, "the day of receipt is not known"
