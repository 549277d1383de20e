"""People and calendars over time: what was, stays as it was (R1, R3, R4)."""

from datetime import date, timedelta

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.ledger import build
from dianjian_app.patches.v0_2 import date_the_spells
from dianjian_app.people import moves
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.dated_rows import RowsOverlapError
from dianjian_app.people.errors import PlaceError
from dianjian_app.people.period import Period
from dianjian_app.people.sales_staff_events import StaffMembershipError
from dianjian_app.people.staff_spells import EmploymentDatesError
from dianjian_app.people.staffing import agents_of, person_on, presence_of
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, an_agent, follows

OCTOBER, NOVEMBER, DECEMBER = (Period.month(2026, month) for month in (10, 11, 12))
YEAR_2026, YEAR_2027 = (Period.year_of(date(year, 1, 1)) for year in (2026, 2027))


@pytest.fixture
def centre():
	calendar = a_calendar(holidays=[date(2026, 10, d) for d in range(1, 8)])
	return a_centre(rest_days=("Sunday",), calendars=[follows(calendar, YEAR_2026.start, YEAR_2026.end)])


@pytest.fixture
def group(centre):
	return a_group(centre)


def owed(agent, period):
	"""Days of presence that the quotas count."""
	return sum(p.presence for p in presence_of([agent.name], period).values())


def lines(agent):
	return {
		(str(r.date), float(r.planned), float(r.presence))
		for r in frappe.get_all("Daily Ledger", {"agent": agent.name}, ["date", "planned", "presence"])
	}


@pytest.mark.req("R1")
def test_next_years_calendar_set_on_4_january_changes_no_figure_of_the_old_year(centre, group, time_machine):
	agent = an_agent(group, joined=OCTOBER.start)
	time_machine.move_to("2027-01-04 10:00:00")
	build.rebuild(centre.name, OCTOBER)
	before = lines(agent)
	assert sum(planned for _day, planned, _presence in before) == 21
	centre.reload()
	next_year = a_calendar(holidays=[date(2027, 10, d) for d in range(1, 4)])
	centre.append("calendars", follows(next_year, YEAR_2027.start, YEAR_2027.end))
	centre.save()
	assert lines(agent) == before
	calendar = read_calendars([centre.name])[centre.name]
	assert [float(calendar.planned(date(year, 10, 1))) for year in (2026, 2027)] == [0, 0]
	assert float(calendar.planned(date(2027, 10, 5))) == 1


@pytest.mark.req("R1")
def test_a_day_that_two_calendars_claim_is_refused(centre):
	centre.append("calendars", follows(a_calendar(), date(2026, 12, 31), date(2027, 12, 31)))
	with pytest.raises(RowsOverlapError):
		centre.save()


@pytest.mark.req("R1")
def test_a_calendar_holds_for_its_own_year_unless_said_otherwise(centre):
	centre.append("calendars", {"work_calendar": a_calendar(holidays=[date(2027, 5, 1)]).name})
	centre.save()
	row = centre.calendars[-1]
	assert (str(row.from_date), str(row.to_date)) == ("2027-01-01", "2027-12-31")
	centre.append("calendars", {"work_calendar": a_calendar().name})
	with pytest.raises(PlaceError, match="first and the last day"):
		centre.save()


@pytest.mark.req("R1")
def test_days_without_a_calendar_are_known(centre):
	calendar = read_calendars([centre.name])[centre.name]
	assert calendar.uncovered(OCTOBER) == ()
	assert calendar.uncovered(Period(date(2026, 12, 30), date(2027, 1, 2))) == (
		Period(date(2027, 1, 1), date(2027, 1, 2)),
	)
	assert read_calendars([a_centre(calendars=[]).name]).popitem()[1].uncovered(OCTOBER) == (OCTOBER,)


@pytest.mark.req("R3")
def test_agent_consultant_agent_keeps_the_presence_of_the_first_period(group, time_machine):
	time_machine.move_to("2026-12-20 10:00:00")
	agent = an_agent(group, joined=OCTOBER.start)
	before = {period: owed(agent, period) for period in (OCTOBER, NOVEMBER)}
	assert before[OCTOBER] == 21
	moves.change_position(agent.name, roles.CONSULTANT, "2026-11-01")
	moves.change_position(agent.name, roles.AGENT, "2026-12-01")
	assert (owed(agent, OCTOBER), owed(agent, NOVEMBER)) == (before[OCTOBER], 0)
	assert owed(agent, Period(date(2026, 12, 1), date(2026, 12, 5))) == 5
	assert [person_on(agent.name, d).position for d in (date(2026, 10, 5), date(2026, 11, 5))] == [
		roles.AGENT,
		roles.CONSULTANT,
	]
	assert agents_of(group=group.name, period=OCTOBER) == (agent.name,)
	assert agents_of(group=group.name, period=NOVEMBER) == ()


@pytest.mark.req("R3")
def test_left_in_october_and_back_in_december_owes_nothing_for_november(centre, group, time_machine):
	time_machine.move_to("2026-10-10 10:00:00")
	agent = an_agent(group, joined=date(2026, 1, 5))
	moves.record_leaving(agent.name, "2026-10-20")
	time_machine.move_to("2026-12-01 10:00:00")
	assert moves.follow_the_calendar()
	assert frappe.db.get_value("Sales Staff", agent.name, "status") == "Departed"
	moves.record_return(agent.name, "2026-12-01", roles.AGENT, group=group.name)
	agent.reload()
	assert (agent.status, str(agent.joining_date), agent.leaving_date) == ("Active", "2026-12-01", None)
	assert owed(agent, Period(date(2026, 10, 8), date(2026, 10, 31))) == 11
	assert owed(agent, NOVEMBER) == 0
	assert owed(agent, Period(date(2026, 12, 1), date(2026, 12, 5))) == 5
	build.rebuild(centre.name, Period(NOVEMBER.start, date(2026, 12, 1)))
	assert [day for day, *_rest in lines(agent)] == ["2026-12-01"]


@pytest.mark.req("R3")
@pytest.mark.parametrize(("choice", "probation"), [("First Month", True), ("None", False)])
def test_who_comes_back_is_on_probation_as_the_centre_chose(centre, group, time_machine, choice, probation):
	centre.reload()
	centre.returner_probation = choice
	centre.save()
	time_machine.move_to("2026-12-10 10:00:00")
	agent = an_agent(group, joined=date(2026, 1, 5), leaving_date=date(2026, 10, 20))
	moves.record_return(agent.name, "2026-12-01", roles.AGENT, group=group.name)
	assert person_on(agent.name, date(2026, 1, 10)).probation
	assert person_on(agent.name, date(2026, 12, 10)).probation is probation
	assert not person_on(agent.name, date(2026, 11, 10)).employed


@pytest.mark.req("R3")
def test_a_return_that_lies_ahead_takes_effect_when_its_day_comes(group, time_machine):
	time_machine.move_to("2026-11-10 10:00:00")
	agent = an_agent(group, joined=date(2026, 1, 5), leaving_date=date(2026, 10, 20))
	moves.record_return(agent.name, "2026-12-01", roles.AGENT, group=group.name)
	assert frappe.db.get_value("Sales Staff", agent.name, "status") == "Departed"
	assert agent.name in moves.stale_staff(date(2026, 12, 1))
	time_machine.move_to("2026-12-01 00:30:00")
	assert agent.name in moves.follow_the_calendar()
	assert frappe.db.get_value("Sales Staff", agent.name, ["status", "sales_group"]) == ("Active", group.name)


@pytest.mark.req("R3")
def test_a_position_that_lies_ahead_takes_effect_when_its_day_comes(group, time_machine):
	time_machine.move_to("2026-11-10 10:00:00")
	agent = an_agent(group)
	moves.change_position(agent.name, roles.CONSULTANT, "2026-12-01")
	assert frappe.db.get_value("Sales Staff", agent.name, "position") == roles.AGENT
	time_machine.move_to("2026-12-01 00:30:00")
	assert agent.name in moves.follow_the_calendar()
	assert frappe.db.get_value("Sales Staff", agent.name, "position") == roles.CONSULTANT
	assert roles.CONSULTANT in frappe.get_roles(agent.user)


@pytest.mark.req("R3")
def test_what_cannot_be_is_refused_in_words(group):
	agent = an_agent(group)
	with pytest.raises(EmploymentDatesError, match="Record the leaving first"):
		moves.record_return(agent.name, str(frappe.utils.getdate()), roles.AGENT)
	agent.append("spells", {"position": roles.AGENT, "from_date": frappe.utils.getdate()})
	with pytest.raises(RowsOverlapError):
		agent.save()
	gone = an_agent(group, leaving_date=frappe.utils.getdate() - timedelta(days=5))
	with pytest.raises(EmploymentDatesError, match="Record the return first"):
		moves.change_position(gone.name, roles.CONSULTANT, str(frappe.utils.getdate()))
	with pytest.raises(StaffMembershipError, match="no group"):
		moves.record_return(gone.name, str(frappe.utils.getdate()), roles.AGENT)


def of_old(position, **days):
	person = frappe._dict(
		position=position, joining_date="2025-01-01", leaving_date=None, probation_until=None
	)
	return [
		(row["position"], str(row["from_date"]), str(row["to_date"]))
		for row in date_the_spells.spells_of(frappe._dict(person | days))
	]


@pytest.mark.req("R3")
def test_people_of_the_old_shape_keep_their_days_as_agents():
	assert of_old(roles.AGENT) == [(roles.AGENT, "2025-01-01", "None")]
	assert of_old(roles.LEADER, leaving_date="2026-05-01") == [(roles.LEADER, "2025-01-01", "2026-05-01")]
	assert of_old(roles.CONSULTANT, agent_until="2026-03-31") == [
		(roles.AGENT, "2025-01-01", "2026-03-31"),
		(roles.CONSULTANT, "2026-04-01", "None"),
	]
	assert of_old(roles.AGENT, agent_from="2026-02-01", leaving_date="2026-06-30") == [
		(roles.CONSULTANT, "2025-01-01", "2026-01-31"),
		(roles.AGENT, "2026-02-01", "2026-06-30"),
	]
	assert of_old(roles.CONSULTANT, agent_from="2026-02-01", agent_until="2026-03-31") == [
		(roles.CONSULTANT, "2025-01-01", "2026-01-31"),
		(roles.AGENT, "2026-02-01", "2026-03-31"),
		(roles.CONSULTANT, "2026-04-01", "None"),
	]


@pytest.mark.req("R3")
def test_people_of_the_old_shape_get_their_spells_once(group):
	agent = an_agent(group)
	before = presence_of([agent.name], OCTOBER)
	frappe.db.delete("Staff Spell", {"parent": agent.name})
	for _again in range(2):
		date_the_spells.execute()
	assert frappe.db.count("Staff Spell", {"parent": agent.name}) == 1
	assert presence_of([agent.name], OCTOBER) == before
