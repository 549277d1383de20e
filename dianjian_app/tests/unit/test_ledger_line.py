"""A line of the ledger follows from the day's plan and its facts alone (R44)."""

from dataclasses import replace
from datetime import date, timedelta
from decimal import Decimal

import pytest

from dianjian_app.ledger.ledger_line import Deals, Facts, Frame, OldLine, Sheet, Visits, belongs, line_of

DAY = date(2026, 11, 3)
GRADES = ("A", "B", "C", "D")
FRAME = Frame("T-1", "王", DAY, "八里洲", "一组", date(2026, 11, 2), False, Decimal(1), Decimal("0.5"), True)
SHEET = Sheet(
	"CS-1", "Confirmed", 120, 101, 100, 99, 12, {("Grade", "A"): 5, ("Grade", "E"): 2, ("Product", "高层"): 7}
)
OLD = OldLine(Decimal(1), 110, 95, 8, 2, 1)


@pytest.mark.req("R44")
def test_a_confirmed_sheet_brings_its_figures():
	line = line_of(FRAME, Facts(sheet=SHEET), GRADES)
	assert (line.call_sheet, line.calls, line.connected_calls, line.valid_calls) == ("CS-1", 120, 101, 100)
	assert (line.connected, line.intention) == (99, 12)
	assert (line.grade_a, line.grade_b) == (5, 0)
	assert line.counts[("Grade", "E")] == 2


@pytest.mark.req("R12", "R44")
def test_the_columns_of_grades_follow_the_scheme_in_its_order():
	line = line_of(FRAME, Facts(sheet=SHEET), ("E", "A"))
	assert (line.grade_a, line.grade_b, line.grade_c, line.grade_d) == (2, 5, 0, 0)


@pytest.mark.req("R44")
@pytest.mark.parametrize("state", ["Not Handed In", "Handed In"])
def test_another_sheet_shows_by_its_state_and_counts_nothing(state):
	line = line_of(FRAME, Facts(sheet=replace(SHEET, state=state)), GRADES)
	assert (line.sheet_state, line.call_sheet) == (state, "CS-1")
	assert (line.calls, line.connected, line.grade_a, dict(line.counts)) == (0, 0, 0, {})


@pytest.mark.req("R44")
def test_a_day_without_anything_is_a_line_of_noughts():
	line = line_of(FRAME, Facts(), GRADES)
	assert (line.sheet_state, line.connected, line.visits, line.deals) == ("No Sheet", 0, 0, 0)
	assert (line.planned, line.presence, line.name) == (1, Decimal("0.5"), "T-1-2026-11-03")


@pytest.mark.req("R44")
def test_visits_and_deals_stand_beside_the_sheet():
	line = line_of(
		FRAME, Facts(visits=Visits(2, 1, 1, 3), deals=Deals(1, 2, Decimal("5.50")), invited=6), GRADES
	)
	assert (line.invited, line.visits, line.revisits, line.walk_ins, line.no_shows) == (6, 2, 1, 1, 3)
	assert (line.deals, line.deal_units, line.deal_amount) == (1, 2, Decimal("5.50"))


@pytest.mark.req("R44")
def test_an_old_day_is_as_it_was_brought_along():
	line = line_of(FRAME, Facts(sheet=SHEET, old=OLD, visits=Visits(5)), GRADES)
	assert (line.sheet_state, line.presence, line.connected, line.visits) == ("Opening", 1, 95, 2)


@pytest.mark.req("R44")
def test_which_days_have_a_line():
	later, earlier = DAY + timedelta(days=1), DAY - timedelta(days=1)
	gone = replace(FRAME, employed=False)
	assert belongs(FRAME, Facts(), None, DAY)
	assert belongs(FRAME, Facts(), DAY, DAY)
	assert not belongs(FRAME, Facts(), None, earlier)
	assert not belongs(FRAME, Facts(), later, later)
	assert belongs(FRAME, Facts(old=OLD), later, later)
	assert not belongs(gone, Facts(), None, DAY)
	assert belongs(gone, Facts(deals=Deals(1)), None, DAY)
