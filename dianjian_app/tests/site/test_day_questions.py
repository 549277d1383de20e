"""Days that nobody planned or wrote down are asked about before people are judged by them (R1, R20, R31, R33)."""

from datetime import date, timedelta

import frappe
import pytest

from dianjian_app.incentives.settlement import compute
from dianjian_app.incentives.settlement.incentive_settlement_events import MonthBlockedError
from dianjian_app.ledger import build
from dianjian_app.people import moves
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import (
	AFTER_SEPTEMBER,
	SEPTEMBER,
	a_full_month,
	a_place,
	signed_by_manager,
)
from dianjian_app.tests.builders.people import a_calendar, a_centre, follows
from dianjian_app.tests.site.made_once import made_once


@made_once
def place():
	place = a_place()
	a_full_month(place.agent)
	return place


def as_worked(place):
	"""The ledger follows a change of the plan; the days stand as they were worked."""
	frappe.db.set_value(
		"Daily Ledger", {"centre": place.name}, {"sheet_state": "Confirmed", "connected": 100}
	)


def asked(place, month=SEPTEMBER, today=AFTER_SEPTEMBER):
	settlement = frappe.get_doc(
		doctype="Incentive Settlement", centre=place.name, month=month.month_text
	).insert()
	compute.recompute(settlement, today)
	settlement.reload()
	return settlement, [(b.kind, b.agent, str(b.date), b.is_question) for b in settlement.blockers]


@pytest.mark.req("R1")
def test_a_month_that_nothing_is_missing_of_is_approved(place):
	settlement, found = asked(place)
	assert found == []
	assert signed_by_manager(settlement, place).manager_approved_by == place.manager.user


@pytest.mark.req("R1")
def test_days_without_a_calendar_block_until_there_is_one(place):
	centre = frappe.get_doc("Sales Centre", place.name)
	centre.calendars[0].to_date = date(2026, 9, 20)
	centre.save()
	as_worked(place)
	settlement, found = asked(place)
	assert found == [("Work Calendar", None, "2026-09-21", 0)]
	settlement.question_answer = "照常上班"
	settlement.save()
	with pytest.raises(MonthBlockedError, match="2026"):
		signed_by_manager(settlement, place)
	centre.append("calendars", follows(a_calendar(), date(2026, 9, 21), date(2026, 12, 31)))
	centre.save()
	as_worked(place)
	compute.recompute(settlement, AFTER_SEPTEMBER)
	signed_by_manager(settlement, place)


@pytest.mark.req("R20", "R44")
def test_a_day_that_the_ledger_knows_nothing_about_blocks_until_it_is_made(place):
	frappe.db.delete(
		"Daily Ledger", {"agent": place.agent.name, "date": ("between", ("2026-09-07", "2026-09-09"))}
	)
	settlement, found = asked(place)
	assert found == [("Daily Ledger", place.agent.name, "2026-09-07", 0)]
	assert "3 days" in settlement.blockers[0].message
	assert place.agent.staff_name in settlement.blockers[0].message
	build.rebuild(place.name, Period(date(2026, 9, 7), date(2026, 9, 9)), as_of=SEPTEMBER.end)
	frappe.delete_doc("Incentive Settlement", settlement.name)
	settlement, found = asked(place)
	# the planned days without a sheet cost as decided
	assert found == []
	assert sum(ln.amount for ln in settlement.lines if ln.family == "R20") == -300


@pytest.mark.req("R20")
def test_a_week_without_any_sheet_in_the_centre_is_asked_about(place):
	week = Period(date(2026, 9, 7), date(2026, 9, 13))
	build.rebuild(place.name, week, as_of=SEPTEMBER.end)
	settlement, found = asked(place)
	assert found == [("Week Without Sheets", None, "2026-09-07", 1)]
	with pytest.raises(MonthBlockedError, match="Was the app in use"):
		signed_by_manager(settlement, place)
	with as_user(place.manager):
		settlement.reload()
		settlement.question_answer = "团建一周，按规定扣罚"
		settlement.save()
	settlement = signed_by_manager(settlement, place)
	with as_user(place.hr):
		settlement.question_answer = "别的说法"
		settlement.save()
	assert settlement.question_answer == "团建一周，按规定扣罚"


@pytest.mark.req("R1", "R33")
def test_an_agent_without_a_rest_day_is_named_before_the_month_is_approved(place):
	centre = frappe.get_doc("Sales Centre", place.name)
	centre.rest_days = []
	centre.save()
	as_worked(place)
	settlement, found = asked(place)
	assert found == [("Rest Day", place.agent.name, "2026-09-07", 1)]
	assert place.agent.staff_name in settlement.blockers[0].message
	with pytest.raises(MonthBlockedError, match="no rest day"):
		signed_by_manager(settlement, place)


@pytest.mark.req("R1", "R33")
def test_an_own_rest_day_that_begins_or_ends_within_the_month_leaves_the_other_weeks_to_be_asked_about(place):
	centre = frappe.get_doc("Sales Centre", place.name)
	centre.rest_days = []
	centre.save()
	agent = frappe.get_doc("Sales Staff", place.agent.name)
	agent.set("rest_days", [{"weekday": "Tuesday", "from_date": "2026-09-14"}])
	agent.save()
	as_worked(place)
	settlement, found = asked(place)
	assert ("Rest Day", agent.name, "2026-09-07", 1) in found
	assert not any(day >= "2026-09-14" for kind, _agent, day, _question in found if kind == "Rest Day")
	agent.set("rest_days", [{"weekday": "Tuesday", "from_date": "2026-09-01", "to_date": "2026-09-15"}])
	agent.save()
	as_worked(place)
	compute.recompute(settlement, AFTER_SEPTEMBER)
	settlement.reload()
	days = {str(b.date) for b in settlement.blockers if b.kind == "Rest Day"}
	assert days and min(days) == "2026-09-21"


@pytest.mark.req("R20", "R44")
@pytest.mark.parametrize("day", ["2026-09-01", "2026-09-30"])
def test_the_first_and_the_last_day_of_the_month_block_too_where_their_line_is_missing(place, day):
	frappe.db.delete("Daily Ledger", {"agent": place.agent.name, "date": day})
	_settlement, found = asked(place)
	assert found == [("Daily Ledger", place.agent.name, day, 0)]


@pytest.mark.req("R20", "R44")
def test_days_outside_the_employment_are_not_missed_and_the_last_one_is(place):
	moves.record_leaving(place.agent.name, "2026-09-15", at_once=True)
	as_worked(place)
	frappe.db.delete("Daily Ledger", {"agent": place.agent.name, "date": (">", "2026-09-14")})
	_settlement, found = asked(place)
	assert ("Daily Ledger", place.agent.name, "2026-09-15", 0) in found
	assert not any(day > "2026-09-15" for kind, _agent, day, _question in found if kind == "Daily Ledger")


@pytest.mark.req("R1", "R33")
def test_a_new_centre_rests_on_sundays_from_today_on_and_nobody_takes_that_day():
	today = frappe.utils.getdate()
	scheme = frappe.get_all("Grade Scheme", order_by="creation", limit=1, pluck="name")[0]
	centre = frappe.get_doc(
		doctype="Sales Centre", centre_name="新开案场七", area_code="022", grade_scheme=scheme
	).insert()
	assert [(r.weekday, r.from_date, r.as_own) for r in centre.rest_days] == [("Sunday", today, 1)]
	sunday = Period.week_of(today).end + timedelta(days=7)
	calendar = a_calendar(workdays=[sunday])
	centre.append("calendars", follows(calendar))
	centre.save()
	calendar = read_calendars([centre.name])[centre.name]
	assert (calendar.planned(sunday), calendar.is_rest_day(sunday)) == (0, True)
	assert calendar.planned(sunday - timedelta(days=28)) == 1


@pytest.mark.req("R1")
def test_a_centres_shared_rest_day_is_still_worked_on_a_make_up_day():
	sunday = date(2026, 9, 20)
	centre = a_centre(a_calendar(workdays=[sunday]), rest_days=("Sunday",))
	assert read_calendars([centre.name])[centre.name].planned(sunday) == 1
