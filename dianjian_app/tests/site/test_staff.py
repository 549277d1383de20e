"""People of a centre: dates, users, groups, leaving (R1-R4, R47)."""

from datetime import date, time, timedelta

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.child_rows import RowAloneError
from dianjian_app.overrides import session
from dianjian_app.people import moves
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.dated_rows import RowReversedError, RowsOverlapError
from dianjian_app.people.errors import CalendarDayError, LeaderError, PlaceError, SeasonError
from dianjian_app.people.period import Period
from dianjian_app.people.sales_staff_events import (
	OwnRecordError,
	StaffMembershipError,
	UserTakenError,
)
from dianjian_app.people.staff_spells import EmploymentDatesError
from dianjian_app.people.staffing import agents_of, group_on, staff_of_user
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import (
	a_calendar,
	a_centre,
	a_consultant,
	a_group,
	a_staff,
	a_user,
	an_agent,
	the_leader,
)
from dianjian_app.tests.builders.resources import a_lead

TODAY = frappe.utils.getdate


def days_ago(n):
	return TODAY() - timedelta(days=n)


@pytest.mark.req("R2")
def test_a_login_gets_the_role_of_the_position_and_keeps_what_it_had():
	user = a_user("Website Manager")
	a_staff(roles.FRONT_DESK, group=a_group(), user=user.name)
	assert {"Website Manager", roles.FRONT_DESK} <= set(frappe.get_roles(user.name))


@pytest.mark.req("R2")
def test_a_new_position_brings_its_role_and_takes_the_old_ones():
	agent = an_agent()
	agent.position = roles.CONSULTANT
	agent.save()
	assert roles.CONSULTANT in frappe.get_roles(agent.user)
	assert roles.AGENT not in frappe.get_roles(agent.user)


@pytest.mark.req("R3")
def test_an_agent_who_becomes_a_consultant_stays_an_agent_for_the_days_before():
	agent = an_agent()
	agent.position = roles.CONSULTANT
	agent.save()
	assert [(s.position, s.to_date) for s in agent.spells] == [
		(roles.AGENT, days_ago(1)),
		(roles.CONSULTANT, None),
	]
	assert agent.name in agents_of(agent.centre, period=Period.day(days_ago(1)))
	assert agent.name not in agents_of(agent.centre)


@pytest.mark.req("R2")
def test_a_user_belongs_to_one_person():
	agent = an_agent()
	with pytest.raises(UserTakenError, match=agent.staff_name):
		a_staff(roles.AGENT, group=frappe.get_doc("Sales Group", agent.sales_group), user=agent.user)


@pytest.mark.req("R2")
def test_the_sites_administrator_is_no_person_of_a_centre():
	with pytest.raises(UserTakenError):
		a_staff(roles.MANAGER, centre=a_centre(), user="Administrator")


@pytest.mark.req("R47")
def test_nobody_makes_themselves_a_manager():
	hr = a_staff(roles.HR, centre=a_centre())
	with as_user(hr), pytest.raises(OwnRecordError):
		mine = frappe.get_doc("Sales Staff", hr.name)
		mine.position = roles.MANAGER
		mine.save()


@pytest.mark.req("R3")
def test_leaving_before_joining_is_refused():
	with pytest.raises(EmploymentDatesError):
		an_agent(joined=date(2026, 3, 2), leaving_date=date(2026, 3, 1))


@pytest.mark.req("R4")
def test_two_groups_on_one_day_are_refused():
	agent = an_agent()
	other = a_group(frappe.get_doc("Sales Centre", agent.centre))
	agent.append("memberships", {"sales_group": other.name, "from_date": days_ago(3)})
	with pytest.raises(StaffMembershipError):
		agent.save()


@pytest.mark.req("R4")
def test_an_agent_needs_a_group_on_each_day():
	agent = an_agent()
	agent.memberships[0].from_date = agent.joining_date + timedelta(days=1)
	with pytest.raises(StaffMembershipError):
		agent.save()


@pytest.mark.req("R4")
def test_a_group_of_another_centre_is_refused():
	with pytest.raises(StaffMembershipError):
		agent = an_agent()
		agent.memberships[0].sales_group = a_group().name
		agent.save()


@pytest.mark.req("R4")
def test_figures_stay_with_the_group_of_the_day_after_a_move():
	agent = an_agent()
	old = agent.sales_group
	new = a_group(frappe.get_doc("Sales Centre", agent.centre))
	moves.move_to_group(agent.name, new.name, str(TODAY()))
	agent.reload()
	assert agent.sales_group == new.name
	assert group_on(agent.name, days_ago(1)) == old
	assert group_on(agent.name, TODAY()) == new.name
	assert agents_of(group=old) == ()
	assert agents_of(group=old, period=Period.day(days_ago(1))) == (agent.name,)


@pytest.mark.req("R4")
def test_a_move_that_lies_ahead_takes_effect_when_its_day_comes():
	agent = an_agent()
	old = agent.sales_group
	new = a_group(frappe.get_doc("Sales Centre", agent.centre))
	tomorrow = TODAY() + timedelta(days=1)
	moves.move_to_group(agent.name, new.name, str(tomorrow))
	assert frappe.db.get_value("Sales Staff", agent.name, "sales_group") == old
	assert moves.stale_staff(tomorrow) == [agent.name]


@pytest.mark.req("R4")
def test_moving_needs_the_permission_to_write_the_record():
	agent = an_agent()
	new = a_group(frappe.get_doc("Sales Centre", agent.centre))
	with as_user(the_leader(new)), pytest.raises(frappe.PermissionError):
		moves.move_to_group(agent.name, new.name, str(TODAY()))


@pytest.mark.req("R3")
def test_a_newcomer_starts_in_the_expansion_department():
	centre = a_centre()
	expansion = a_group(centre, group_type="Expansion", leader=False)
	group = a_group(centre)
	rows = moves.propose_first_groups(centre.name, str(TODAY()), group.name)
	newcomer = a_staff(roles.AGENT, centre=centre, joined=TODAY(), memberships=rows)
	assert newcomer.sales_group == expansion.name
	assert [m.sales_group for m in newcomer.memberships] == [expansion.name, group.name]


@pytest.mark.req("R8")
def test_open_leads_go_back_to_the_old_groups_pool_when_an_agent_moves():
	agent = an_agent()
	old = agent.sales_group
	lead = a_held_lead(agent)
	new = a_group(frappe.get_doc("Sales Centre", agent.centre))
	moves.move_to_group(agent.name, new.name, str(TODAY()))
	assert frappe.db.get_value("Call Lead", lead, ["agent", "sales_group", "status"]) == (None, old, "Pool")


@pytest.mark.req("R47")
def test_a_leaver_loses_login_sessions_keys_and_leads_at_once():
	agent = an_agent()
	lead = a_held_lead(agent)
	frappe.db.set_value("User", agent.user, "api_key", "a-key-of-the-leaver")
	frappe.db.sql(
		"insert into `tabSessions` (user, sid, sessiondata, lastupdate, status) values (%s, %s, '{}', now(), 'Active')",
		(agent.user, "sid-of-the-leaver"),
	)
	moves.record_leaving(agent.name, str(days_ago(1)))
	agent.reload()
	assert agent.status == "Departed"
	assert agent.memberships[-1].to_date == days_ago(1)
	assert frappe.db.get_value("User", agent.user, ["enabled", "api_key"]) == (0, None)
	assert not frappe.db.sql("select sid from `tabSessions` where user = %s", agent.user)
	assert frappe.db.get_value("Call Lead", lead, "agent") is None
	assert staff_of_user(agent.user) is None


@pytest.mark.req("R47")
def test_whoever_may_write_the_record_ends_the_access_without_being_system_manager():
	agent = an_agent()
	hr = a_staff(roles.HR, centre=frappe.get_doc("Sales Centre", agent.centre))
	with as_user(hr):
		moves.record_leaving(agent.name, str(days_ago(1)))
	assert frappe.db.get_value("User", agent.user, "enabled") == 0
	assert frappe.db.get_value("Notification Settings", agent.user, "enabled") == 0


@pytest.mark.req("R47")
def test_a_session_that_outlives_its_user_is_refused_at_the_next_request():
	agent = an_agent()
	with as_user(agent):
		session.refuse_leavers()
		with as_user("Administrator"):
			moves.record_leaving(agent.name, str(days_ago(1)))
		with pytest.raises(session.LeaverError):
			session.refuse_leavers()


@pytest.mark.req("R47")
def test_the_last_day_is_worked_unless_access_is_ended_at_once():
	agent = an_agent()
	moves.record_leaving(agent.name, str(TODAY()))
	assert frappe.db.get_value("Sales Staff", agent.name, "status") == "Active"
	assert frappe.db.get_value("User", agent.user, "enabled") == 1
	moves.record_leaving(agent.name, str(TODAY()), at_once=True)
	assert frappe.db.get_value("Sales Staff", agent.name, "status") == "Departed"
	assert frappe.db.get_value("User", agent.user, "enabled") == 0


@pytest.mark.req("R47")
def test_access_cannot_end_before_the_employment():
	agent = an_agent()
	with pytest.raises(EmploymentDatesError):
		moves.record_leaving(agent.name, str(TODAY() + timedelta(days=5)), at_once=True)


@pytest.mark.req("R47")
def test_a_leaving_date_that_lies_ahead_takes_effect_the_day_after():
	agent = an_agent()
	last = TODAY() + timedelta(days=5)
	moves.record_leaving(agent.name, str(last))
	assert agent.name not in moves.stale_staff(last)
	assert agent.name in moves.stale_staff(last + timedelta(days=1))


@pytest.mark.req("R4")
def test_a_leaving_that_is_put_off_lets_the_membership_go_on():
	agent = an_agent()
	moves.record_leaving(agent.name, str(TODAY() + timedelta(days=5)))
	agent.reload()
	agent.leaving_date = None
	agent.save()
	assert agent.memberships[-1].to_date is None


@pytest.mark.req("R36")
def test_suspensions_that_share_days_are_refused_and_one_of_today_shows():
	agent = an_agent()
	agent.append("suspensions", {"from_date": days_ago(2), "to_date": TODAY(), "reason": "核查"})
	agent.save()
	assert agent.status == "Suspended"
	agent.append("suspensions", {"from_date": TODAY(), "to_date": TODAY(), "reason": "再次"})
	with pytest.raises(RowsOverlapError):
		agent.save()
	agent.reload()
	agent.suspensions[0].from_date, agent.suspensions[0].to_date = days_ago(3), days_ago(5)
	with pytest.raises(RowReversedError):
		agent.save()


@pytest.mark.req("R2")
def test_a_leader_stands_in_the_group_in_this_centre_and_in_that_position():
	group = a_group()
	other = a_group(frappe.get_doc("Sales Centre", group.centre))
	for wrong in (other.leader, a_group().leader, a_consultant(group).name):
		group.reload()
		group.leader = wrong
		with pytest.raises(LeaderError):
			group.save()


@pytest.mark.req("R2")
def test_a_centre_has_one_expansion_department():
	centre = a_centre()
	a_group(centre, group_type="Expansion", leader=False)
	with pytest.raises(PlaceError):
		a_group(centre, group_type="Expansion", leader=False)


@pytest.mark.req("R2")
def test_a_group_with_people_is_not_disabled():
	agent = an_agent()
	group = frappe.get_doc("Sales Group", agent.sales_group)
	group.disabled = 1
	with pytest.raises(PlaceError, match=agent.staff_name):
		group.save()


@pytest.mark.req("R4")
def test_a_row_is_not_written_past_its_record():
	row = an_agent().memberships[0]
	alone = frappe.get_doc("Sales Group Membership", row.name)
	alone.from_date = days_ago(9000)
	for write in (alone.save, alone.delete):
		with pytest.raises(RowAloneError):
			write()


FROM_JULY = {"from_month": 7, "from_day": 1, "work_start": "09:00", "work_end": "18:00"}


@pytest.mark.req("R1")
@pytest.mark.parametrize(
	"season",
	[
		{"from_month": 2, "from_day": 30, "work_start": "09:00", "work_end": "17:00"},
		{"from_month": 5, "from_day": 1, "work_start": "08:00", "work_end": "16:00"},
		{"from_month": 7, "from_day": 1, "work_start": "18:00", "work_end": "09:00"},
		{**FROM_JULY, "break_from": "12:00"},
		{**FROM_JULY, "break_from": "13:00", "break_until": "12:00"},
		{**FROM_JULY, "break_from": "12:00", "break_until": "18:00"},
	],
)
def test_a_season_that_cannot_be_is_refused(season):
	centre = a_centre()
	centre.append("seasons", {"season_name": "坏", **season})
	with pytest.raises(SeasonError):
		centre.save()


@pytest.mark.req("R1")
def test_a_break_is_none_unless_somebody_says_so():
	"""And is read with the season: nine hours with one of lunch are eight of work."""
	season = {**FROM_JULY, "season_name": "全年"}
	centre = a_centre(seasons=[{**season, "break_from": "12：00", "break_until": "13:00"}])
	plain = a_centre(seasons=[season])
	calendars = read_calendars([centre.name, plain.name])
	read = [calendars[c.name].season_on(date(2026, 11, 2)) for c in (centre, plain)]
	assert [(s.break_start, s.break_end) for s in read] == [(time(12), time(13)), (None, None)]


@pytest.mark.req("R1")
def test_a_half_day_ends_at_noon_unless_said_otherwise():
	assert str(a_centre().half_day_switch) == "12:00:00"
	assert str(a_centre(half_day_switch="11:30:00").half_day_switch) == "11:30:00"


@pytest.mark.req("R1")
def test_an_area_code_that_is_none_is_refused():
	with pytest.raises(PlaceError, match="22"):
		a_centre(area_code="22")


@pytest.mark.req("R1")
def test_a_date_stands_once_in_a_work_calendar():
	with pytest.raises(CalendarDayError):
		a_calendar(holidays=[date(2026, 10, 1)], workdays=[date(2026, 10, 1)])


def a_held_lead(agent):
	"""Name of a lead that the agent holds."""
	return a_lead(
		centre=frappe.get_doc("Sales Centre", agent.centre),
		group=frappe.get_doc("Sales Group", agent.sales_group),
		agent=agent,
	).name
