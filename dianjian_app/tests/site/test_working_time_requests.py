"""Overtime and corrections of punches: asked for, decided by somebody else, counted in the day's result (R34)."""

import json
from datetime import date, datetime
from decimal import Decimal

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app import permissions, roles
from dianjian_app.attendance import day_results, working_time_check
from dianjian_app.attendance.working_time_check import (
	AskedAlreadyError,
	TooManyCorrectionsError,
	WorkingTimeError,
)
from dianjian_app.dianjian_app.report.long_weeks import long_weeks
from dianjian_app.people import approval, leave_balance
from dianjian_app.people.leave_balance import LeaveOverdrawnError
from dianjian_app.people.period import Period
from dianjian_app.people.time_off_types import IN_LIEU
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_policy, punched
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R34")
MONDAY, SUNDAY, HOLIDAY = date(2026, 11, 2), date(2026, 11, 8), date(2026, 10, 1)
BEFORE, AFTER = "2026-10-20 12:00:00+08:00", "2026-11-09 12:00:00+08:00"


@made_once
def agent():
	centre = a_centre(calendar=a_calendar(holidays=[HOLIDAY]), rest_days=("Sunday",))
	a_policy(centre, start="2026-09-01", corrections_a_month=2)
	return an_agent(a_group(centre))


@pytest.fixture(autouse=True)
def clock(time_machine):
	time_machine.move_to(BEFORE)
	return time_machine


def leader_of(person):
	return the_leader(frappe.get_doc("Sales Group", person.sales_group))


def centre_of(person):
	return frappe.get_doc("Sales Centre", person.centre)


def asked(person, day=MONDAY, starts="17:00:00", hours=2, by=None, **fields):
	"""Overtime as the person asks for it."""
	with as_user(by or person):
		return frappe.get_doc(
			doctype="Working Time Request",
			**{
				**{"kind": "Overtime", "staff": person.name, "date": day, "reason": "客户晚到"},
				**{"starts_at": starts, "hours": hours, **fields},
			},
		).insert()


def corrected(person, day=MONDAY, at="17:01:00", direction="Clock Out"):
	"""A correction as the person asks for it."""
	return asked(
		person, day, starts=None, hours=0, kind="Punch Correction", punch_time=at, direction=direction
	)


def act(user, request, action):
	with as_user(user):
		return apply_workflow(frappe.get_doc(request.doctype, request.name), action)


def approved(request, person):
	return act(leader_of(person), request, "Approve")


def line(person, day=MONDAY):
	return frappe.get_doc("Staff Day Result", f"{person.name}-{day}")


def overtime_of(person, day=MONDAY):
	row = line(person, day)
	return row.overtime_minutes, row.overtime_weighted_minutes, row.lieu_minutes


class TestOvertime:
	def test_what_was_approved_and_punched_counts_at_the_rate_of_the_day(self, agent, clock):
		for day, starts in ((MONDAY, "17:00:00"), (SUNDAY, "09:00:00")):
			approved(asked(agent, day, starts), agent)
		clock.move_to(AFTER)
		punched(agent, (MONDAY, "08:55"), (MONDAY, "18:30"), (SUNDAY, "08:58"), (SUNDAY, "12:30"))
		assert overtime_of(agent) == (90, 135, 0)
		assert overtime_of(agent, SUNDAY) == (120, 240, 0)
		assert len(json.loads(line(agent).evidence)["applications"]) == 1

	def test_the_result_follows_the_application(self, agent, clock):
		request = asked(agent)
		clock.move_to(AFTER)
		punched(agent, (MONDAY, "08:55"), (MONDAY, "19:30"))
		assert overtime_of(agent) == (0, 0, 0)
		a_policy(centre_of(agent), start="2026-11-09", late_overtime_counts=1)
		approved(request, agent)
		assert overtime_of(agent) == (0, 0, 0)  # approved when the day was over, by the policy of that day
		assert json.loads(line(agent).evidence)["late_applications"] == [request.name]

	def test_cancelled_overtime_counts_for_nothing(self, agent, clock):
		request = approved(asked(agent), agent)
		clock.move_to(AFTER)
		punched(agent, (MONDAY, "08:55"), (MONDAY, "19:30"))
		assert overtime_of(agent) == (120, 180, 0)
		act(leader_of(agent), request, "Cancel")
		assert overtime_of(agent) == (0, 0, 0)

	@pytest.mark.parametrize("counts", [0, 1])
	def test_overtime_that_was_asked_for_too_late_counts_where_the_centre_says_so(self, clock, counts):
		centre = a_centre(calendar=a_calendar(), rest_days=("Sunday",))
		a_policy(centre, start="2026-09-01", late_overtime_counts=counts)
		person = an_agent(a_group(centre))
		clock.move_to("2026-11-02 17:30:00+08:00")
		request = approved(asked(person), person)
		assert request.late
		clock.move_to(AFTER)
		punched(person, (MONDAY, "08:55"), (MONDAY, "19:30"))
		assert overtime_of(person) == ((120, 180, 0) if counts else (0, 0, 0))

	@pytest.mark.parametrize(
		"fields",
		[
			{"starts": "16:30:00"},
			{"starts": "06:00:00", "hours": 4},
			{"hours": 0},
			{"hours": 17},
			{"starts": None},
			{"compensation": IN_LIEU},
			{"day": date(2020, 1, 6)},
		],
	)
	def test_what_cannot_be_is_refused_in_words(self, agent, fields):
		with pytest.raises(WorkingTimeError):
			asked(agent, **fields)

	def test_the_same_time_is_asked_for_once(self, agent):
		asked(agent)
		with pytest.raises(AskedAlreadyError):
			asked(agent, starts="18:00:00")
		assert asked(agent, starts="19:00:00").name
		act(agent, asked(agent, SUNDAY), "Withdraw")
		assert asked(agent, SUNDAY).name


class TestTimeOffInLieu:
	def rested(self, person, clock):
		"""Four hours on a Sunday, to become time off."""
		request = approved(asked(person, SUNDAY, "09:00:00", 4, compensation=IN_LIEU), person)
		clock.move_to(AFTER)
		punched(person, (SUNDAY, "08:50"), (SUNDAY, "13:10"))
		return request

	def left(self, person):
		return leave_balance.balance(person.name, IN_LIEU)

	def test_a_rest_day_gives_leave_and_no_weighted_minutes(self, agent, clock):
		self.rested(agent, clock)
		assert overtime_of(agent, SUNDAY) == (240, 0, 240)
		assert self.left(agent) == Decimal("0.5")

	def test_judging_again_adds_nothing_and_cancelling_takes_it_back(self, agent, clock):
		request = self.rested(agent, clock)
		for _again in range(2):
			day_results.refresh([agent.name], Period(MONDAY, SUNDAY))
		assert self.left(agent) == Decimal("0.5")
		act(leader_of(agent), request, "Cancel")
		assert self.left(agent) == 0

	def test_it_is_taken_as_leave_until_nothing_is_left(self, agent, clock):
		self.rested(agent, clock)

		def leave(day):
			with as_user(agent):
				return frappe.get_doc(
					doctype="Time Off Request",
					staff=agent.name,
					leave_type=IN_LIEU,
					from_date=day,
					half_day=1,
					half_day_part="Morning",
					reason="调休",
				).insert()

		act(leader_of(agent), leave("2026-11-16"), "Approve")
		assert self.left(agent) == 0
		with pytest.raises(LeaveOverdrawnError):
			leave("2026-11-17")

	def test_a_closed_month_changes_the_balance_by_what_it_changes(self, agent, clock):
		request = self.rested(agent, clock)
		clock.move_to("2026-12-02 12:00:00+08:00")
		manager = a_staff(roles.MANAGER, centre=centre_of(agent))
		with as_user(manager):
			for month in ("2026-09", "2026-10", "2026-11"):
				frappe.get_doc(doctype="Attendance Close", centre=agent.centre, month=month).insert()
		act(leader_of(agent), request, "Cancel")
		assert overtime_of(agent, SUNDAY) == (240, 0, 240)
		rows = frappe.get_all("Staff Day Result", {"agent": agent.name, "difference": 1}, ["lieu_minutes"])
		assert [row.lieu_minutes for row in rows] == [-240]
		assert self.left(agent) == 0


class TestCorrections:
	@pytest.fixture(autouse=True)
	def later(self, clock, agent):
		clock.move_to(AFTER)
		punched(agent, (MONDAY, "08:55"))

	def punches(self, person):
		return frappe.get_all(
			"Punch Record",
			{"agent": person.name},
			["punched_at", "source", "request", "withdrawn"],
			order_by="punched_at",
		)

	def test_an_approved_one_is_a_punch_that_names_it(self, agent):
		assert line(agent).status == "Missing Punch"
		request = corrected(agent)
		assert line(agent).status == "Missing Punch"
		approved(request, agent)
		raw, made = self.punches(agent)
		assert (raw.source, raw.request) == ("Device", None)
		assert (made.punched_at, made.source, made.request) == (
			datetime(2026, 11, 2, 17, 1),
			"Entered",
			request.name,
		)
		assert (line(agent).status, line(agent).missing_punches) == ("Present", 0)

	def test_a_cancelled_one_leaves_the_day_as_it_was_and_its_punch_in_place(self, agent):
		request = approved(corrected(agent), agent)
		act(leader_of(agent), request, "Cancel")
		assert line(agent).status == "Missing Punch"
		assert [row.withdrawn for row in self.punches(agent)] == [0, 1]
		approved(corrected(agent), agent)
		assert line(agent).status == "Present"

	def test_as_many_as_the_centre_allows_in_a_month(self, agent):
		corrected(agent)
		act(leader_of(agent), corrected(agent, at="17:05:00"), "Reject")
		corrected(agent, at="17:10:00")
		with pytest.raises(TooManyCorrectionsError, match=agent.staff_name):
			corrected(agent, at="17:15:00")
		with as_user(agent):
			shown = working_time_check.preview(date=str(MONDAY), kind="Punch Correction")
		assert shown["left"] == 0

	def test_the_same_one_is_asked_for_once(self, agent):
		corrected(agent)
		with pytest.raises(AskedAlreadyError):
			corrected(agent)

	@pytest.mark.parametrize("wrong", [{"day": date(2026, 11, 9), "at": "18:00:00"}, {"direction": ""}])
	def test_what_lies_ahead_or_is_not_said_is_refused(self, agent, wrong):
		with pytest.raises(WorkingTimeError):
			corrected(agent, **wrong)


@pytest.mark.req("R33")
def test_the_manager_sees_weeks_above_40_hours_and_without_a_rest_day(agent, clock):
	week = [date(2026, 11, day) for day in range(2, 9)]
	approved(asked(agent, SUNDAY, "09:00:00", 4), agent)
	clock.move_to(AFTER)
	punched(agent, *((day, text) for day in week for text in ("08:55", "17:30")))
	with as_user(a_staff(roles.MANAGER, centre=centre_of(agent))):
		_columns, [row], *_rest = long_weeks.execute({"month": "2026-11", "agent": agent.name})
	assert (row["from_date"], row["hours"], row["long_days"]) == (MONDAY, 52, 0)
	assert (row["too_long"], row["without_rest"]) == (True, True)
	with as_user(an_agent(a_group(a_centre()))):
		assert long_weeks.execute({"month": "2026-11"})[1] == []


class TestWhoDecides:
	def test_nobody_decides_on_their_own_and_no_other_group_does(self, agent):
		leader = leader_of(agent)
		own, theirs = asked(leader), asked(agent)
		stranger = the_leader(a_group(centre_of(agent)))
		for user, request in ((leader, own), (stranger, theirs), (agent, theirs)):
			with as_user(user), pytest.raises(frappe.PermissionError):
				frappe.get_doc(request.doctype, request.name).submit()

	@pytest.mark.parametrize("position", [roles.MANAGER, roles.HR])
	def test_managers_and_hr_ask_as_well_and_administration_decides(self, agent, position):
		person = a_staff(position, centre=centre_of(agent))
		request = asked(person)
		clerk = a_staff(roles.ADMINISTRATION, centre=centre_of(agent))
		assert act(clerk, request, "Approve").decided_by == clerk.user

	def test_what_was_asked_for_is_changed_by_nobody_else(self, agent):
		request = asked(agent)
		with as_user(leader_of(agent)), pytest.raises(approval.NotTheApproverError):
			theirs = frappe.get_doc(request.doctype, request.name)
			theirs.hours = 8
			theirs.save()
		with as_user(leader_of(agent)):  # what a form sends of the same hours is no change
			theirs = frappe.get_doc(request.doctype, request.name)
			theirs.update({"hours": "2", "starts_at": "17:00:00"})
			theirs.submit()
		assert frappe.db.get_value(request.doctype, request.name, "docstatus") == 1

	def test_a_decided_one_stays(self, agent):
		request = act(leader_of(agent), asked(agent), "Reject")
		with pytest.raises(approval.RequestDecidedError):
			frappe.get_doc(request.doctype, request.name).submit()
		with pytest.raises(approval.RequestDecidedError):
			frappe.delete_doc(request.doctype, request.name, force=True)

	def test_who_decides_and_who_asked_are_told(self, agent):
		def told(person):
			return frappe.get_all(
				"Notification Log", {"for_user": person.user, "document_name": request.name}, pluck="subject"
			)

		request = asked(agent)
		assert len(told(leader_of(agent))) == 1
		approved(request, agent)
		assert len(told(agent)) == 1

	def test_the_form_tells_of_ones_own_day_and_of_nobody_elses(self, agent):
		with as_user(agent):
			shown = working_time_check.preview(date=str(MONDAY))
		assert (shown["work_start"], shown["work_end"], shown["rate"]) == ("09:00", "17:00", 1.5)
		colleague = an_agent(frappe.get_doc("Sales Group", agent.sales_group))
		with as_user(colleague), pytest.raises(permissions.OutOfScopeError):
			working_time_check.preview(date=str(MONDAY), staff=agent.name)
