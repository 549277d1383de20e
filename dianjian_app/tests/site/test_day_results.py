"""What each day was, from devices, desk and applications; judged anew when any of them changes (R33, R34)."""

import json
from datetime import date, datetime, timedelta

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.attendance import day_results, desk_punch, punch_file_actions, scheduled
from dianjian_app.attendance.attendance_close_events import ClosedMonthError, CloseError
from dianjian_app.attendance.day_result_events import DerivedResultError
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_device, a_policy, a_punch_file, punched
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R33")
RESULT = "Staff Day Result"
MONDAY = date(2026, 11, 2)
TUESDAY, WEDNESDAY, THURSDAY, SUNDAY = (MONDAY + timedelta(days=n) for n in (1, 2, 3, 6))
JUDGED_ON = "2026-11-09 12:00:00+08:00"


@made_once
def calendar():
	return a_calendar(holidays=[date(2026, 10, 1)])


@made_once
def agent(calendar):
	centre = a_centre(calendar=calendar, rest_days=("Sunday",))
	a_policy(centre, start="2026-10-01")
	return an_agent(a_group(centre))


@pytest.fixture(autouse=True)
def later(time_machine):
	time_machine.move_to(JUDGED_ON)
	return time_machine


def centre_of(person):
	return frappe.get_doc("Sales Centre", person.centre)


def leader_of(person):
	return the_leader(frappe.get_doc("Sales Group", person.sales_group))


def approved(person, start, kind="Personal Leave", end=None, half=""):
	"""An application of the person, approved by the leader now."""
	with as_user(person):
		request = frappe.get_doc(
			doctype="Time Off Request",
			staff=person.name,
			leave_type=kind,
			from_date=start,
			to_date=end or start,
			half_day=int(bool(half)),
			half_day_part=half,
			place="样板区",
			reason="带客户看房",
		).insert()
	with as_user(leader_of(person)):
		frappe.get_doc("Time Off Request", request.name).submit()
	return request


def results(person, *days):
	"""Day → its own line."""
	rows = frappe.get_all(RESULT, {"agent": person.name, "difference": 0}, ["*"], order_by="date", limit=0)
	return {row.date: row for row in rows if not days or row.date in days}


def said(person, day):
	row = results(person)[day]
	return row.status, row.late_minutes, row.missing_punches, row.absent_days


def judged(person, start=MONDAY, end=SUNDAY):
	return day_results.refresh([person.name], Period(start, end))


def worked(person, *days, device=None):
	"""A full day each, punched in time."""
	moments = [
		datetime.combine(day, datetime.min.time()) + timedelta(hours=h) for day in days for h in (8.9, 17.1)
	]
	punched(person, *moments, device=device)


class TestTheDay:
	def test_a_device_file_gives_one_lateness_one_absence_and_none_for_the_outing(self, agent, later):
		"""Monday 09:07, nothing on Tuesday, an approved outing on Wednesday, the others in time."""
		later.move_to("2026-11-01 12:00:00+08:00")
		outing = approved(agent, WEDNESDAY, "Outing")
		later.move_to(JUDGED_ON)
		rows = [(MONDAY, "09:07"), (MONDAY, "17:02")]
		rows += [
			(d, t)
			for d in (THURSDAY, THURSDAY + timedelta(days=1), THURSDAY + timedelta(days=2))
			for t in ("08:55", "17:00")
		]
		text = "日期,姓名,打卡时间,工号\r\n" + "".join(
			f"{d},{agent.staff_name},{t},{agent.name}\r\n" for d, t in rows
		)
		clerk = a_staff(roles.ADMINISTRATION, centre=centre_of(agent))
		file = a_punch_file(centre_of(agent), text, by=clerk)
		with as_user(clerk):
			punch_file_actions.start_import(file.name)
		scheduled.judge_days()
		week = [row for day, row in results(agent).items() if MONDAY <= day <= SUNDAY]
		assert [row.status for row in week] == [
			*("Present", "Absent", "Outing", "Present", "Present", "Present", "Rest Day"),
		]
		assert [row.date for row in week if row.late_times] == [MONDAY]
		assert sum(row.late_minutes for row in week) == 7
		assert [row.date for row in week if row.absent_days] == [TUESDAY]
		assert sum(row.absent_days for row in week) == 1
		assert json.loads(week[2].evidence) == {"applications": [outing.name]}
		assert len(json.loads(week[0].evidence)["punches"]) == 2
		assert (week[0].centre, week[0].sales_group, week[0].booked_on) == (
			*(agent.centre, agent.sales_group),
			MONDAY,
		)

	def test_who_has_no_group_is_judged_as_well(self, agent):
		desk = a_staff(roles.FRONT_DESK, centre=centre_of(agent), user=False)
		punched(desk, (MONDAY, "09:07"), (MONDAY, "17:00"))
		assert said(desk, MONDAY) == ("Present", 7, 0, 0)
		assert results(desk)[MONDAY].sales_group is None

	def test_a_centre_without_a_policy_judges_nobody(self):
		elsewhere = an_agent(user=False)
		punched(elsewhere, (MONDAY, "09:07"))
		judged(elsewhere)
		assert results(elsewhere) == {}

	def test_days_outside_the_employment_have_no_line(self, agent):
		new = a_staff(roles.FRONT_DESK, centre=centre_of(agent), joined=WEDNESDAY, user=False)
		judged(new)
		assert min(results(new)) == WEDNESDAY

	def test_today_is_open_and_nothing_lies_ahead(self, agent, later):
		later.move_to("2026-11-03 10:00:00+08:00")
		with as_user(agent):
			desk_punch.punch()
		judged(agent)
		assert said(agent, TUESDAY) == ("Open", 0, 0, 0)
		assert max(results(agent)) == TUESDAY

	def test_a_punch_after_midnight_ends_the_day_before(self, agent):
		punched(agent, (MONDAY, "08:59"), (TUESDAY, "00:40"))
		judged(agent)
		assert results(agent)[MONDAY].last_out == datetime(2026, 11, 3, 0, 40)
		assert said(agent, TUESDAY)[0] == "Absent"

	def test_two_devices_at_the_same_minute_are_one_arrival(self, agent):
		one, two = (a_device(centre_of(agent)) for _ in range(2))
		for device in (one, two):
			punched(agent, (MONDAY, "08:59"), device=device.name)
		judged(agent)
		assert said(agent, MONDAY) == ("Missing Punch", 0, 1, 0)
		assert len(json.loads(results(agent)[MONDAY].evidence)["punches"]) == 2

	def test_a_clock_that_was_off_holds_the_day_and_costs_nothing(self, agent):
		punched(agent, (MONDAY, "10:07"), (MONDAY, "17:00"))
		frappe.db.set_value("Punch Record", {"agent": agent.name}, "doubt", "Clock Off")
		judged(agent)
		assert said(agent, MONDAY) == ("To Be Decided", 0, 0, 0)
		assert len(json.loads(results(agent)[MONDAY].evidence)["doubts"]) == 2

	def test_nobody_writes_a_result_by_hand(self, agent):
		worked(agent, MONDAY)
		line = frappe.get_doc(RESULT, results(agent)[MONDAY].name)
		for act in (line.save, line.delete, lambda: frappe.rename_doc(RESULT, line.name, "x", force=True)):
			with pytest.raises(DerivedResultError):
				act()


class TestJudgedAnew:
	def test_when_a_punch_comes_late(self, agent, later):
		punched(agent, (MONDAY, "09:00"))
		assert said(agent, MONDAY)[0] == "Missing Punch"
		clerk = a_staff(roles.ADMINISTRATION, centre=centre_of(agent))
		with as_user(clerk):
			frappe.get_doc(
				doctype="Punch Record", agent=agent.name, punched_at="2026-11-02 17:00:00", reason="忘打卡"
			).insert()
		assert said(agent, MONDAY) == ("Present", 0, 0, 0)

	@pytest.mark.req("R34")
	def test_when_leave_is_approved_or_cancelled(self, agent, later):
		judged(agent)
		assert said(agent, MONDAY)[0] == "Absent"
		approved(agent, MONDAY)
		assert said(agent, MONDAY) == ("Absent", 0, 0, 1)  # approved after it had begun
		assert "late_applications" in json.loads(results(agent)[MONDAY].evidence)
		later.move_to("2026-11-12 12:00:00+08:00")
		leave = approved(agent, date(2026, 11, 13))
		later.move_to("2026-11-14 12:00:00+08:00")
		judged(agent, date(2026, 11, 13), date(2026, 11, 13))
		assert said(agent, date(2026, 11, 13))[0] == "Leave"
		with as_user(leader_of(agent)):
			frappe.get_doc("Time Off Request", leave.name).cancel()
		assert said(agent, date(2026, 11, 13))[0] == "Absent"

	def test_when_the_person_or_the_calendar_changes(self, agent, calendar):
		judged(agent)
		person = frappe.get_doc("Sales Staff", agent.name)
		person.append("rest_days", {"weekday": "Monday"})
		person.save()
		assert said(agent, MONDAY)[0] == "Rest Day"
		changed = frappe.get_doc("Work Calendar", calendar.name)
		changed.append("days", {"date": TUESDAY, "day_type": "Holiday"})
		changed.save()
		assert said(agent, TUESDAY)[0] == "Holiday"

	def test_when_the_hours_of_the_centre_change(self, agent):
		punched(agent, (MONDAY, "09:07"), (MONDAY, "17:00"))
		centre = centre_of(agent)
		for season in centre.seasons:
			season.work_start = "09:30:00"
		centre.save()
		assert said(agent, MONDAY) == ("Present", 0, 0, 0)

	def test_again_changes_nothing(self, agent):
		worked(agent, MONDAY)
		judged(agent)
		again = judged(agent)
		assert (again.written, again.removed, again.unchanged) == (0, 0, 7)

	def test_the_hourly_job_goes_on_from_the_last_day_that_was_done(self, agent, later):
		scheduled.judge_days()
		later.move_to("2026-11-20 12:00:00+08:00")
		scheduled.judge_days()
		lines = results(agent)
		assert (min(lines), max(lines), len(lines)) == (date(2026, 10, 1), date(2026, 11, 20), 51)
		assert [day for day, row in lines.items() if row.status == "Open"] == [date(2026, 11, 20)]


class TestClosedMonths:
	@pytest.fixture
	def manager(self, agent):
		return a_staff(roles.MANAGER, centre=centre_of(agent))

	@pytest.fixture
	def october(self, agent, manager):
		"""October, with one lateness of 7 minutes, closed."""
		punched(agent, (date(2026, 10, 9), "09:07"), (date(2026, 10, 9), "17:00"))
		return self.closed(agent, manager, "2026-10")

	def closed(self, agent, by, month):
		with as_user(by):
			return frappe.get_doc(doctype="Attendance Close", centre=agent.centre, month=month).insert()

	def booked(self, agent, start, end):
		"""What counts of the person between two days."""
		filters = {"agent": agent.name, "booked_on": ("between", (start, end))}
		rows = frappe.get_all(RESULT, filters, ["late_minutes", "absent_days"], limit=0)
		return sum(r.late_minutes for r in rows), sum(r.absent_days for r in rows)

	def test_a_closed_month_changes_only_by_a_difference_in_the_next(self, agent, october):
		before = self.booked(agent, "2026-10-01", "2026-10-31")
		line = results(agent)[date(2026, 10, 9)]
		with as_user("Administrator"):
			punched(
				agent,
				(date(2026, 10, 9), "08:58"),
				(date(2026, 10, 10), "08:58"),
				(date(2026, 10, 10), "17:00"),
			)
		assert self.booked(agent, "2026-10-01", "2026-10-31") == before
		kept = results(agent)[date(2026, 10, 9)]
		assert (kept.late_minutes, kept.status, kept.evidence) == (7, "Present", line.evidence)
		differences = frappe.get_all(
			RESULT,
			{"agent": agent.name, "difference": 1},
			["date", "booked_on", "late_minutes", "late_times", "absent_days", "status"],
			order_by="date",
		)
		assert [tuple(d.values()) for d in differences] == [
			(date(2026, 10, 9), date(2026, 11, 1), -7, -1, 0, "Present"),
			(date(2026, 10, 10), date(2026, 11, 1), 0, 0, -1, "Present"),
		]

	def test_a_difference_that_is_none_any_more_goes_and_a_closed_one_stays(
		self, agent, manager, october, later
	):
		ninth = date(2026, 10, 9)
		punched(agent, (ninth, "08:58"))
		later.move_to("2026-12-02 12:00:00+08:00")
		self.closed(agent, manager, "2026-11")
		frappe.db.set_value(
			"Punch Record", {"agent": agent.name, "punched_at": "2026-10-09 08:58:00"}, "doubt", "Clock Off"
		)
		frappe.db.set_value(
			"Punch Record",
			{"agent": agent.name, "punched_at": "2026-10-09 09:07:00"},
			"punched_at",
			"2026-10-09 09:10:00",
		)
		frappe.db.set_value(
			"Punch Record",
			{"agent": agent.name, "doubt": "Clock Off"},
			{"doubt": "", "punched_at": "2026-10-09 09:20:00"},
		)
		judged(agent, ninth, ninth)
		rows = frappe.get_all(
			RESULT,
			{"agent": agent.name, "date": ninth},
			["difference", "booked_on", "late_minutes"],
			order_by="difference",
		)
		assert [tuple(r.values()) for r in rows] == [
			(0, ninth, 7),
			(1, date(2026, 11, 1), -7),
			(2, date(2026, 12, 1), 10),
		]
		frappe.db.set_value(
			"Punch Record",
			{"agent": agent.name, "punched_at": "2026-10-09 09:10:00"},
			"punched_at",
			"2026-10-09 08:10:00",
		)
		judged(agent, ninth, ninth)
		assert frappe.db.count(RESULT, {"agent": agent.name, "date": ninth}) == 2

	def test_a_change_of_the_set_up_judges_no_closed_month_anew(self, agent, october, calendar):
		changed = frappe.get_doc("Work Calendar", calendar.name)
		changed.append("days", {"date": date(2026, 10, 12), "day_type": "Holiday"})
		changed.save()
		centre = centre_of(agent)
		for season in centre.seasons:
			season.work_start = "09:30:00"
		centre.save()
		assert results(agent)[date(2026, 10, 12)].status == "Absent"
		assert frappe.db.count(RESULT, {"agent": agent.name, "difference": 1}) == 0

	def test_a_month_is_closed_when_it_is_over_in_its_order_and_once(self, agent, manager, october, later):
		for month in ("2026-10", "2026-11", "2026-12", "november"):
			with pytest.raises((CloseError, ClosedMonthError, frappe.DuplicateEntryError)):
				self.closed(agent, manager, month)
		later.move_to("2027-01-02 12:00:00+08:00")
		with pytest.raises(CloseError):
			self.closed(agent, manager, "2026-12")
		with pytest.raises((ClosedMonthError, frappe.PermissionError)):
			october.delete()
		assert october.closed_by == manager.user

	def test_a_day_that_waits_for_a_decision_keeps_the_month_open(self, agent, manager):
		punched(agent, (date(2026, 10, 9), "09:07"))
		frappe.db.set_value("Punch Record", {"agent": agent.name}, "doubt", "Clock Off")
		with pytest.raises(CloseError, match=agent.staff_name):
			self.closed(agent, manager, "2026-10")


def statements_of(act, monkeypatch):
	count = [0]
	ask = frappe.db.sql

	def counting(*args, **kwargs):
		count[0] += 1
		return ask(*args, **kwargs)

	with monkeypatch.context() as patch:
		patch.setattr(frappe.db, "sql", counting)
		act()
	return count[0]


def test_a_month_of_many_people_takes_no_more_statements_than_of_one(agent, monkeypatch):
	month = Period(date(2026, 10, 1), date(2026, 10, 31))
	people = [a_staff(roles.FRONT_DESK, centre=centre_of(agent), user=False).name for _ in range(12)]
	day_results.refresh(people[:1], month)
	one = statements_of(lambda: day_results.refresh([agent.name], month), monkeypatch)
	many = statements_of(lambda: day_results.refresh(people[1:], month), monkeypatch)
	assert frappe.db.count(RESULT, {"agent": ("in", people)}) == 12 * 31
	assert many <= one
