"""Rest days moved or swapped with the leader's consent; plan, quotas and leave follow, and what has begun stays (R1, R33, R36)."""

from datetime import date
from decimal import Decimal

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.attendance.roster_board import read_board
from dianjian_app.people import leave_balance
from dianjian_app.people.period import Period
from dianjian_app.people.rest_day_moves import (
	NotYourMoveError,
	RestDayMoveError,
	accept_swap,
	decide_move,
	move_rest_day,
	withdraw_move,
)
from dianjian_app.people.staffing import presence_of
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import (
	a_calendar,
	a_centre,
	a_group,
	a_staff,
	an_agent,
	follows,
	the_leader,
)

pytestmark = pytest.mark.req("R1", "R33")
# the week from Monday 9 to Sunday 15 November; it is Wednesday 4
MON, TUE, WED, THU, FRI, SAT, SUN = (date(2026, 11, day) for day in range(9, 16))


class Group:
	"""Two agents of a group, one resting on Tuesdays and one on Thursdays, their leader, and Administration."""

	def __init__(self):
		calendar = a_calendar(holidays=[FRI])
		self.centre = a_centre(rest_days=("Sunday",), calendars=[follows(calendar)])
		self.group = a_group(self.centre)
		self.leader = the_leader(self.group)
		self.tuesday = an_agent(self.group, rest_days=("Tuesday",))
		self.thursday = an_agent(self.group, rest_days=("Thursday",))


@pytest.fixture
def at(time_machine):
	time_machine.move_to("2026-11-04 10:00:00+08:00")
	return Group()


def move(person, works_on, rests_on, by, swap=None):
	with as_user(by.user):
		return move_rest_day(person.name, str(works_on), str(rests_on), swap and swap.name, "家中有事")


def acts(by, act, name, **how):
	with as_user(by.user):
		act(name, **how)


def worked(person, *days):
	presence = presence_of([person.name], Period(min(days), max(days)))
	return [float(presence[person.name, day].planned) for day in days]


def notices(person):
	return frappe.get_all("Notification Log", {"for_user": person.user}, pluck="subject")


@pytest.mark.req("R36")
def test_the_leader_moves_a_rest_day_and_the_plan_follows(at):
	assert worked(at.tuesday, MON, TUE, WED) == [1, 0, 1]
	assert move(at.tuesday, TUE, WED, by=at.leader)["decision"] == "Approved"
	assert worked(at.tuesday, MON, TUE, WED) == [1, 1, 0]
	week = presence_of([at.tuesday.name], Period(MON, SUN))
	assert [day for (_name, day), p in week.items() if not p.roster_day] == [WED]
	assert any("→" in told for told in notices(at.tuesday))
	board = read_board(at.group.name, "2026-11")
	cells = next(row for row in board["rows"] if row["staff"] == at.tuesday.name)["cells"]
	assert [(c["marks"][0], c["moved"]) for c in cells[9:11]] == [("Work", True), ("Rest Day", True)]
	# and back again
	move(at.tuesday, WED, TUE, by=at.leader)
	assert worked(at.tuesday, MON, TUE, WED) == [1, 0, 1]


def test_an_agent_asks_and_nothing_changes_until_the_leader_consents(at):
	asked = move(at.tuesday, TUE, MON, by=at.tuesday)
	assert asked["decision"] == "" and worked(at.tuesday, MON, TUE) == [1, 0]
	assert any(at.tuesday.staff_name in told for told in notices(at.leader))
	with as_user(at.leader.user):
		shown = read_board(at.group.name, "2026-11")["moves"]
	assert [(m["name"], m["may_decide"], m["may_withdraw"]) for m in shown] == [(asked["name"], True, False)]
	with as_user(at.thursday.user):
		assert read_board(at.group.name, "2026-11")["moves"] == []
	acts(at.leader, decide_move, asked["name"])
	assert worked(at.tuesday, MON, TUE) == [0, 1]
	with pytest.raises(RestDayMoveError, match="Approved"):
		acts(at.leader, decide_move, asked["name"], approve=0)


def test_two_people_swap_once_the_other_agrees_and_the_leader_consents(at):
	swap = move(at.tuesday, TUE, THU, by=at.tuesday, swap=at.thursday)["name"]
	with pytest.raises(RestDayMoveError, match=at.thursday.staff_name):
		acts(at.leader, decide_move, swap)
	with pytest.raises(NotYourMoveError):
		acts(at.leader, accept_swap, swap)
	with pytest.raises(NotYourMoveError):
		acts(at.tuesday, accept_swap, swap)
	acts(at.thursday, accept_swap, swap)
	with pytest.raises(NotYourMoveError):
		acts(at.thursday, decide_move, swap)
	acts(at.leader, decide_move, swap)
	assert (worked(at.tuesday, TUE, THU), worked(at.thursday, TUE, THU)) == ([1, 0], [0, 1])


def test_what_was_refused_declined_or_withdrawn_changes_nothing(at):
	for by, act, how in (
		(at.leader, decide_move, {"approve": 0}),
		(at.thursday, withdraw_move, {}),
		(at.tuesday, withdraw_move, {}),
	):
		swap = move(at.tuesday, TUE, THU, by=at.tuesday, swap=at.thursday)["name"]
		acts(by, act, swap, **how)
		assert frappe.db.get_value("Rest Day Move", swap, "decision") in ("Rejected", "Withdrawn")
		assert (worked(at.tuesday, TUE, THU), worked(at.thursday, TUE, THU)) == ([0, 1], [1, 0])


def test_what_cannot_be_is_refused_in_words(at):
	for works_on, rests_on in (
		(date(2026, 11, 3), date(2026, 11, 5)),  # has begun
		(TUE, date(2026, 11, 18)),  # another week would keep none, this one two
		(TUE, TUE),
		(MON, WED),  # no rest day
		(TUE, FRI),  # a holiday: nothing is worked on it anyway
	):
		with pytest.raises(RestDayMoveError):
			move(at.tuesday, works_on, rests_on, by=at.leader)
	elsewhere = an_agent(a_group(at.centre), rest_days=("Thursday",))
	for other in (elsewhere, at.tuesday):
		with pytest.raises(RestDayMoveError):
			move(at.tuesday, TUE, THU, by=at.leader, swap=other)
	asked = move(at.tuesday, TUE, WED, by=at.tuesday)
	with pytest.raises(RestDayMoveError):
		move(at.tuesday, TUE, MON, by=at.tuesday)
	acts(at.tuesday, withdraw_move, asked["name"])
	move(at.tuesday, TUE, MON, by=at.tuesday)


@pytest.mark.req("R47")
def test_a_swap_tells_nothing_of_somebody_elsewhere(at):
	elsewhere = an_agent(a_group(), rest_days=("Monday",))
	for stranger in (elsewhere.name, "nobody"):
		with as_user(at.tuesday.user), pytest.raises(RestDayMoveError) as refused:
			move_rest_day(at.tuesday.name, str(TUE), str(THU), stranger, "换班")
		assert str(refused.value) == "Rest days are swapped within a group."


@pytest.mark.req("R47")
def test_nobody_moves_the_days_of_others_or_consents_to_their_own(at):
	administration = a_staff(roles.ADMINISTRATION, centre=at.centre)
	stranger = the_leader(a_group(at.centre))
	for by in (at.thursday, stranger, a_staff(roles.ADMINISTRATION, centre=a_centre())):
		with pytest.raises(frappe.PermissionError):
			move(at.tuesday, TUE, WED, by=by)
	own = move(at.leader, SUN, SAT, by=at.leader)
	assert own["decision"] == ""
	with pytest.raises(NotYourMoveError):
		acts(at.leader, decide_move, own["name"])
	acts(administration, decide_move, own["name"])
	rows = read_board(at.group.name, "2026-11")["rows"]
	days = next(row for row in rows if row["staff"] == at.leader.name)["cells"]
	assert [days[day.day - 1]["marks"][0] for day in (SAT, SUN)] == ["Rest Day", "Work"]
	with as_user(at.tuesday.user), pytest.raises(frappe.PermissionError):
		frappe.get_doc(
			doctype="Rest Day Move", staff=at.tuesday.name, works_on=TUE, rests_on=WED, decision="Approved"
		).insert()
	doc = frappe.get_doc("Rest Day Move", own["name"])
	with pytest.raises(NotYourMoveError):
		doc.update({"decision": "Rejected"}).save()


@pytest.mark.req("R22", "R34")
def test_leave_on_a_day_that_became_a_rest_day_is_given_back(at):
	leave_balance.post(at.tuesday.name, leave_balance.EARNED, Decimal(3), date(2026, 11, 1), "move")
	with as_user(at.tuesday.user):
		request = frappe.get_doc(
			doctype="Time Off Request",
			staff=at.tuesday.name,
			leave_type=leave_balance.PAID_HALF_DAY,
			from_date=WED,
			to_date=THU,
			reason="探亲",
		).insert()
	acts(at.leader, lambda name: frappe.get_doc("Time Off Request", name).submit(), request.name)
	before = leave_balance.balance(at.tuesday.name)
	move(at.tuesday, TUE, WED, by=at.leader)
	assert leave_balance.balance(at.tuesday.name) == before + 1
	assert frappe.db.get_value("Time Off Request", request.name, "days") == 1
