"""Who is here, absences, overtime, balances, open applications; the leader's morning (R33, R34, R47)."""

from datetime import date, timedelta
from decimal import Decimal

import frappe
import pytest
from frappe.desk import query_report

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.mailing import notices
from dianjian_app.people import leave_balance, time_off_agreement
from dianjian_app.people.period import Period
from dianjian_app.reporting.number_cards import missing_now
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_device, a_policy, punched
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.framework_internals import statements_of
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_day_results import approved
from dianjian_app.tests.site.test_notices import emails, told

__all__ = ["told"]
pytestmark = pytest.mark.req("R33")
MONDAY = date(2026, 11, 2)
TUESDAY, SUNDAY = MONDAY + timedelta(days=1), MONDAY + timedelta(days=6)
MORNING = "2026-11-02 09:10:00"
WEEK = {"from_date": str(MONDAY), "to_date": str(SUNDAY)}


class World:
	"""Two groups of a centre that judges attendance; the first has three agents."""

	def __init__(self):
		self.centre = a_centre(rest_days=("Sunday",))
		a_policy(self.centre, start="2026-10-01")
		self.first, self.second = a_group(self.centre), a_group(self.centre)
		self.agents = [an_agent(self.first) for _ in range(3)]
		self.other = an_agent(self.second)
		self.manager = a_staff(roles.MANAGER, centre=self.centre)


@made_once
def world():
	return World()


@pytest.fixture(autouse=True)
def clock(time_machine):
	time_machine.move_to("2026-11-02 09:10:00+08:00")
	return time_machine


def rows(report, person="Administrator", **filters):
	with as_user(person):
		answer = query_report.run(report, filters)
	return [row for row in answer["result"] if isinstance(row, dict)]


def at(moment):
	return frappe.utils.get_datetime(moment)


class TestTheMorning:
	def test_the_leader_hears_once_who_is_not_here_ten_minutes_after_the_start(self, world, told, clock):
		_late, ill, here = world.agents
		approved(ill, MONDAY, "Sick Leave")
		punched(here, (MONDAY, "08:55"))
		punched(the_leader(world.first), (MONDAY, "08:50"))
		punched(the_leader(world.second), (MONDAY, "08:50"))
		punched(world.other, (MONDAY, "09:00"))
		for moment in ("2026-11-02 09:09:00", MORNING, "2026-11-02 09:20:00"):
			notices.not_here_yet(at(moment))
		mine = [t for t in told if t[0] in (world.first.name, world.second.name)]
		assert [(t[0], t[1]) for t in mine] == [(world.first.name, emails(the_leader(world.first)))]
		assert mine[0][2] == f"{world.first.group_name} 有 1 人未到岗"

	def test_nobody_is_looked_for_on_a_rest_day_or_hours_later(self, world, told):
		for moment in ("2026-11-08 09:10:00", "2026-11-02 11:01:00", "2026-11-02 08:00:00"):
			notices.not_here_yet(at(moment))
		assert not [t for t in told if t[0] in (world.first.name, world.second.name)]

	def test_nobody_is_looked_for_while_the_device_is_down(self, world, told):
		frappe.get_doc(
			doctype="Device Outage",
			device=a_device(world.centre).name,
			centre=world.centre.name,
			kind="Down",
			from_time=f"{MONDAY} 08:00:00",
			until_time=f"{MONDAY} 12:00:00",
			reason="停电",
		).insert()
		notices.not_here_yet(at(MORNING))
		assert not [t for t in told if t[0] == world.first.name]

	def test_a_centre_without_a_policy_hears_nothing(self, told):
		group = a_group(a_centre(rest_days=("Sunday",)))
		an_agent(group)
		notices.not_here_yet(at(MORNING))
		assert not [t for t in told if t[0] == group.name]

	def test_the_list_shows_who_is_missing_first_and_the_card_counts_them(self, world):
		_late, ill, here = world.agents
		approved(ill, MONDAY, "Sick Leave")
		punched(here, (MONDAY, "08:55"))
		leader = the_leader(world.first)
		found = rows("Who Is Here", leader)
		assert [row["whereabouts"] for row in found] == ["Not Here Yet", "Not Here Yet", "Here", "Leave"]
		assert {row["agent"] for row in found} == {leader.name, *(a.name for a in world.agents)}
		assert (found[0]["start"], found[2]["first_in"]) == ("09:00", "08:55")
		with as_user(leader):
			assert missing_now() == {"value": 2, "fieldtype": "Int", "route": ["query-report", "Who Is Here"]}
		with as_user(ill):
			assert missing_now()["value"] == 0
		with as_user(world.manager):
			# the leaders, one agent, the other group's, and the manager
			assert missing_now()["value"] == 5


class TestPeriods:
	def test_who_was_absent_most_stands_first(self, world, clock):
		clock.move_to("2026-11-10 12:00:00+08:00")
		first, second, third = world.agents
		week = [MONDAY + timedelta(days=n) for n in range(6)]
		for person, start in ((first, "09:07"), (second, "09:00"), (third, "09:30")):
			punched(
				person,
				*(
					(day, text)
					for day in week[: 6 if person is not first else 5]
					for text in (start, "17:00")
				),
			)
		day_results.refresh([agent.name for agent in world.agents], Period(MONDAY, SUNDAY))
		found = rows("Absences and Lateness", the_leader(world.first), **WEEK)
		assert [
			(row["agent"], row["absent_days"], row["late_times"], row["late_minutes"]) for row in found
		] == [
			(first.name, 1, 5, 35),
			(third.name, 0, 6, 180),
		]
		assert [row["place"] for row in found] == [1, 2]

	@pytest.mark.req("R34")
	def test_overtime_by_kind_of_day(self, world, clock):
		clock.move_to("2026-11-10 12:00:00+08:00")
		person = world.agents[0]
		day_results.refresh([person.name], Period(MONDAY, SUNDAY))
		for day, minutes in ((MONDAY, 90), (TUESDAY, 45), (SUNDAY, 240)):
			frappe.db.set_value(
				"Staff Day Result",
				{"agent": person.name, "date": day},
				{"overtime_minutes": minutes, "overtime_weighted_minutes": minutes * 1.5},
			)
		[row] = rows("Overtime Worked", world.manager, **WEEK)
		assert (row["agent"], row["hours"]) == (person.name, 6.25)
		assert (row["on_workdays"], row["on_rest_days"], row["on_holidays"]) == (2.25, 4, 0)
		assert (row["weighted"], row["lieu"]) == (9.38, 0)


@pytest.mark.req("R34")
class TestApplicationsAndBalances:
	def test_what_was_earned_and_taken_is_what_is_left(self, world):
		person = world.agents[0]
		for kind, days, day, key in (
			(leave_balance.EARNED, "1.5", "2026-09-30", "a"),
			(leave_balance.TAKEN, "-0.5", "2026-10-12", "b"),
			(leave_balance.ADJUSTMENT, "1", "2026-10-13", "c"),
		):
			leave_balance.post(
				person.name, kind, Decimal(days), date.fromisoformat(day), f"{person.name}{key}"
			)
		for reader in (person, the_leader(world.first), world.manager):
			[row] = rows("Leave Balances", reader)
			assert (row["earned"], row["taken"], row["other"], row["left"]) == (1.5, 0.5, 1, 2)
			assert row["left"] == float(leave_balance.balance(person.name))
		[row] = rows("Leave Balances", person, until="2026-10-12")
		assert row["left"] == 1
		assert rows("Leave Balances", world.agents[1]) == []

	def test_what_nobody_has_decided_with_how_long_it_waits_and_who_decides(self, world, clock):
		person, leader = world.agents[0], the_leader(world.first)
		asked = {}
		for asking in (person, leader):
			with as_user(asking):
				asked[asking.name] = frappe.get_doc(
					doctype="Time Off Request",
					staff=asking.name,
					leave_type="Personal Leave",
					from_date="2026-11-05",
					to_date="2026-11-05",
					reason="家里有事",
				).insert()
		with as_user(world.agents[1]):
			frappe.get_doc(
				doctype="Working Time Request",
				kind="Overtime",
				staff=world.agents[1].name,
				date="2026-11-05",
				starts_at="18:00:00",
				hours=2,
				reason="带看",
			).insert()
		overtime = rows("Applications Open", world.manager, staff=world.agents[1].name)
		assert [(row["doctype"], row["kind"], row["decides"]) for row in overtime] == [
			("Working Time Request", "Overtime", leader.staff_name)
		]
		clock.move_to("2026-11-06 12:00:00+08:00")
		found = {row["agent"]: row for row in rows("Applications Open", world.manager)}
		assert {name: row["decides"] for name, row in found.items()} == {
			person.name: leader.staff_name,
			world.agents[1].name: leader.staff_name,
			leader.name: world.manager.staff_name,
		}
		assert [(row["waiting"], row["begun"]) for row in found.values()] == [(4, "Yes")] * 3
		assert {row["agent"] for row in rows("Applications Open", the_leader(world.second))} == set()
		frappe.db.set_value("Sales Centre", world.centre.name, "leader_decides_days", 0.5)
		[longer] = rows("Applications Open", world.manager, staff=person.name)
		assert longer["decides"] == leader.staff_name
		with as_user(leader):
			time_off_agreement.agree(asked[person.name].name)
		[longer] = rows("Applications Open", world.manager, staff=person.name)
		assert longer["decides"] == world.manager.staff_name
		frappe.db.set_value("Sales Centre", world.centre.name, "leader_decides_days", 0)
		with as_user(leader):
			frappe.get_doc("Time Off Request", asked[person.name].name).submit()
		assert person.name not in {row["agent"] for row in rows("Applications Open", world.manager)}


@pytest.mark.req("R47")
def test_as_many_statements_for_many_people_as_for_one(world, clock):
	clock.move_to("2026-11-10 12:00:00+08:00")

	def everybody():
		day_results.refresh(
			frappe.get_all("Sales Staff", {"centre": world.centre.name}, pluck="name"), Period(MONDAY, SUNDAY)
		)

	def counts():
		asked = {"Who Is Here": {}, "Absences and Lateness": WEEK, "Overtime Worked": WEEK}
		return {r: len(statements_of(lambda r=r, f=f: rows(r, world.manager, **f))) for r, f in asked.items()}

	everybody()
	for _ in range(2):
		counts()
	few = counts()
	for _ in range(10):
		an_agent(world.first, user=False, joined=MONDAY)
	everybody()
	counts()
	assert counts() == few
