"""The calendar of a year is made from what is known of it, and nothing is planned silently by less (R1)."""

from datetime import date

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.incentives.settlement import compute
from dianjian_app.ledger import build
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.errors import CalendarDayError
from dianjian_app.people.next_calendar import fill_in_published, make_years_calendar, missing_years
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.incentives import AFTER_SEPTEMBER, SEPTEMBER, a_full_month, a_place
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, a_staff, an_agent, follows

YEAR_2026 = Period.year_of(date(2026, 1, 1))


@pytest.fixture
def centre():
	return a_centre(calendars=[follows(a_calendar(), YEAR_2026.start, YEAR_2026.end)])


def followed(centre, year):
	rows = frappe.get_doc("Sales Centre", centre.name).calendars
	return [(r.work_calendar, str(r.from_date), str(r.to_date)) for r in rows if r.from_date.year == year]


@pytest.mark.req("R1")
def test_the_app_asks_for_next_year_from_november_on(centre, time_machine):
	time_machine.move_to("2026-10-31 10:00:00")
	assert missing_years(centre.name) == []
	time_machine.move_to("2026-11-01 10:00:00")
	assert missing_years(centre.name) == [2027]
	make_years_calendar(centre.name, 2027)
	assert missing_years(centre.name) == []
	assert followed(centre, 2027) == [("中国 2027", "2027-01-01", "2027-12-31")]
	with pytest.raises(CalendarDayError):
		make_years_calendar(centre.name, 2027)


@pytest.mark.req("R1")
def test_made_on_4_january_it_changes_no_figure_of_the_old_year(centre, time_machine):
	agent = an_agent(a_group(centre), joined=date(2026, 10, 1))
	time_machine.move_to("2027-01-04 10:00:00")
	october = Period.month(2026, 10)
	build.rebuild(centre.name, october)
	fields = ["date", "planned", "presence"]
	before = frappe.get_all("Daily Ledger", {"agent": agent.name}, fields, order_by="date")
	assert make_years_calendar(centre.name)["year"] == 2027
	assert frappe.get_all("Daily Ledger", {"agent": agent.name}, fields, order_by="date") == before
	build.rebuild(centre.name, october)
	assert frappe.get_all("Daily Ledger", {"agent": agent.name}, fields, order_by="date") == before


@pytest.mark.req("R1")
def test_a_year_that_is_not_published_says_so_and_its_months_are_asked_about():
	place = a_place()
	a_full_month(place.agent)
	centre = frappe.get_doc("Sales Centre", place.name)
	made = make_years_calendar(centre.name, 2040)
	assert (made["calendar"], made["published"]) == ("中国 2040", False)
	calendar = frappe.get_doc("Work Calendar", made["calendar"])
	assert calendar.awaits_schedule
	assert float(read_calendars([centre.name])[centre.name].planned(date(2040, 10, 1))) == 0
	with pytest.raises(CalendarDayError, match="2040"):
		fill_in_published(calendar.name)
	# the month of one that is not published is asked about before people are judged by it
	frappe.db.set_value("Work Calendar", centre.calendars[0].work_calendar, "awaits_schedule", 1)
	settlement = frappe.get_doc(
		doctype="Incentive Settlement", centre=place.name, month=SEPTEMBER.month_text
	).insert()
	compute.recompute(settlement, AFTER_SEPTEMBER)
	settlement.reload()
	asked = [b for b in settlement.blockers if b.kind == "Make-up Days"]
	assert [(b.reference_name, b.is_question) for b in asked] == [(centre.calendars[0].work_calendar, 1)]


@pytest.mark.req("R1")
def test_what_was_published_since_is_filled_in_and_what_people_entered_stays():
	calendar = a_calendar(workdays=[date(2026, 5, 4)])
	frappe.db.set_value("Work Calendar", calendar.name, "awaits_schedule", 1)
	assert fill_in_published(calendar.name) == 38
	calendar.reload()
	kinds = {str(row.date): row.day_type for row in calendar.days}
	assert (kinds["2026-05-04"], kinds["2026-05-05"], kinds["2026-10-10"]) == (
		"Workday",
		"Holiday",
		"Workday",
	)
	assert not calendar.awaits_schedule


@pytest.mark.req("R1")
def test_only_the_centres_own_manager_hr_and_administration_make_one(centre):
	elsewhere = a_centre(calendars=[])
	for position in (roles.MANAGER, roles.HR, roles.ADMINISTRATION):
		with (
			as_user(a_staff(position, centre=elsewhere).user),
			pytest.raises((NotYourPartError, frappe.PermissionError)),
		):
			make_years_calendar(centre.name, 2041)
	with as_user(a_staff(roles.LEADER, centre=centre).user), pytest.raises(NotYourPartError):
		make_years_calendar(centre.name, 2041)
	years = iter((2041, 2042, 2043))
	for position in (roles.MANAGER, roles.HR, roles.ADMINISTRATION):
		with as_user(a_staff(position, centre=centre).user):
			assert make_years_calendar(centre.name, next(years))["calendar"]
