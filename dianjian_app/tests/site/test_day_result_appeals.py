"""Appeals against a day: in time from the notice, by the person, decided by others, carried out by a document (R35)."""

import json
from datetime import date, datetime, timedelta

import frappe
import pytest
from frappe.model.workflow import apply_workflow

from dianjian_app import roles
from dianjian_app.attendance import day_results, scheduled
from dianjian_app.attendance.appeals import appeals_of_result
from dianjian_app.people.appeal_course import AppealError, NotTheJudgeError
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_device, a_policy, punched
from dianjian_app.tests.builders.people import a_calendar, a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R35")
APPEAL, RESULT = "Day Result Appeal", "Staff Day Result"
MONDAY = date(2026, 11, 2)
TUESDAY = MONDAY + timedelta(days=1)
TOLD_ON, FIRST, THIRD, FOURTH = (f"2026-11-{day:02d} 12:00:00+08:00" for day in (9, 10, 13, 14))
"""Wednesday the 11th is a holiday: the working days after the notice are the 10th, 12th, 13th, 14th"""


@made_once
def agent():
	centre = a_centre(calendar=a_calendar(holidays=[date(2026, 11, 11)]), rest_days=("Sunday",))
	a_policy(centre, start="2026-10-01")
	return an_agent(a_group(centre))


@made_once
def judge(agent):
	return a_staff(roles.HR, centre=frappe.get_doc("Sales Centre", agent.centre))


@made_once
def manager(agent):
	return a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", agent.centre))


@pytest.fixture(autouse=True)
def clock(time_machine):
	time_machine.move_to(TOLD_ON)
	return time_machine


@pytest.fixture
def late_day(agent, judge, manager, clock):
	"""Monday: seven minutes late; everybody has been told."""
	punched(agent, (MONDAY, "09:07"), (MONDAY, "18:00"))
	return judged_and_told(agent)


def judged_and_told(person, day=MONDAY):
	day_results.refresh([person.name], Period.day(day))
	scheduled.judge_days()
	return line(person, day)


def line(person, day=MONDAY, difference=0):
	name = frappe.db.get_value(RESULT, {"agent": person.name, "date": day, "difference": difference})
	return frappe.get_doc(RESULT, name)


def filed(person, result, **fields):
	with as_user(person):
		return frappe.get_doc(doctype=APPEAL, result=result.name, grounds="电梯故障", **fields).insert()


def step(appeal, person, action, **fields):
	with as_user(person):
		doc = frappe.get_doc(APPEAL, appeal.name)
		doc.update(fields)
		return apply_workflow(doc, action)


def upheld(appeal, person, remedy="Excuse the Day", **fields):
	step(appeal, person, "Take Up")
	with as_user(person):
		doc = frappe.get_doc(APPEAL, appeal.name)
		doc.update({"decision_reason": "属实", "remedy": remedy, **fields}).save()
	return step(appeal, person, "Uphold")


def notices(user, doctype=None):
	filters = {"for_user": user, **({"document_type": doctype} if doctype else {})}
	return frappe.get_all("Notification Log", filters, pluck="subject")


def test_who_may_have_to_answer_for_a_day_is_told_once(agent, late_day):
	assert late_day.told_at.date() == date(2026, 11, 9)
	told = [text for text in notices(agent.user, RESULT) if "2026" in text]
	scheduled.judge_days()
	assert [text for text in notices(agent.user, RESULT) if "2026" in text] == told
	assert len(told) == 1 and "7" in told[0]


def test_a_day_that_costs_nothing_is_told_to_nobody(agent, late_day):
	punched(agent, (TUESDAY, "08:55"), (TUESDAY, "18:00"))
	assert judged_and_told(agent, TUESDAY).told_at is None


@pytest.mark.parametrize("moment", [FIRST, THIRD])
def test_an_appeal_is_taken_within_three_working_days_of_the_notice(agent, late_day, clock, moment):
	clock.move_to(moment)
	with as_user(agent):
		assert appeals_of_result(late_day.name) == {"open": None, "may_appeal": True, "until": "2026-11-13"}
	appeal = filed(agent, late_day)
	assert (appeal.status, appeal.late_minutes, appeal.day) == ("Present", 7, MONDAY)
	assert appeal.stage == "Filed"


def test_the_fourth_working_day_is_refused_with_the_day_that_was_the_last(agent, late_day, clock):
	clock.move_to(FOURTH)
	with pytest.raises(AppealError, match=frappe.format("2026-11-13", "Date")):
		filed(agent, late_day)
	with as_user(agent):
		assert not appeals_of_result(late_day.name)["may_appeal"]


def test_a_changed_result_starts_new_days(agent, clock):
	"""A late punch in without one out: then the one out comes in, and the day is late alone."""
	punched(agent, (MONDAY, "09:07"))
	told = judged_and_told(agent)
	assert (told.status, told.told_at.date()) == ("Missing Punch", date(2026, 11, 9))
	clock.move_to(FOURTH)
	punched(agent, (MONDAY, "09:08"))
	assert judged_and_told(agent).told_at == told.told_at, "it costs what it did"
	with pytest.raises(AppealError):
		filed(agent, told)
	punched(agent, (MONDAY, "18:00"))
	assert line(agent).told_at is None
	changed = judged_and_told(agent)
	assert (changed.status, changed.told_at.date()) == ("Present", date(2026, 11, 14))
	assert filed(agent, changed).answer_by == date(2026, 11, 20)


def test_hr_answers_within_five_working_days_of_the_centres_calendar(agent, late_day):
	assert filed(agent, late_day).answer_by == date(2026, 11, 16)


def test_nobody_appeals_twice_about_the_same_or_for_somebody_else(agent, late_day):
	filed(agent, late_day)
	with pytest.raises(AppealError):
		filed(agent, late_day)
	other = an_agent(frappe.get_doc("Sales Group", agent.sales_group))
	with pytest.raises((NotTheJudgeError, frappe.PermissionError)):
		filed(other, late_day)


def test_a_withdrawn_appeal_may_be_filed_again_in_time(agent, late_day):
	step(filed(agent, late_day), agent, "Withdraw")
	assert filed(agent, late_day).stage == "Filed"


def test_whoever_appeals_before_the_notice_is_not_told_again(agent, late_day):
	punched(agent, (TUESDAY, "09:30"), (TUESDAY, "18:00"))
	day_results.refresh([agent.name], Period.day(TUESDAY))
	filed(agent, line(agent, TUESDAY))
	before = notices(agent.user, RESULT)
	with pytest.raises(AppealError):
		filed(agent, judged_and_told(agent, TUESDAY))
	assert notices(agent.user, RESULT) == before


def test_an_upheld_appeal_excuses_the_day(agent, judge, late_day):
	appeal = upheld(filed(agent, late_day), judge)
	now = line(agent)
	assert (now.status, now.late_times, now.late_minutes) == ("Present", 0, 0)
	assert json.loads(now.evidence)["appeals"] == [appeal.name]
	assert (appeal.decided_by, appeal.late_minutes) == (judge.user, 7)


def test_an_upheld_appeal_enters_the_punch_that_was_missing(agent, judge, late_day):
	"""Raw punches stay; another one, which names the appeal, is the correction."""
	raw = frappe.get_all("Punch Record", {"agent": agent.name}, ["name", "punched_at", "modified"])
	right = "2026-11-02 08:56:00"
	appeal = upheld(filed(agent, late_day), judge, "Enter Punches", right_in=right)
	now = line(agent)
	assert (now.late_minutes, now.first_in) == (0, datetime(2026, 11, 2, 8, 56))
	entered = frappe.get_doc("Punch Record", {"appeal": appeal.name})
	assert (entered.source, entered.entered_by, str(entered.punched_at)) == ("Entered", judge.user, right)
	kept = frappe.get_all(
		"Punch Record", {"agent": agent.name, "appeal": ("is", "not set")}, ["name", "punched_at", "modified"]
	)
	assert sorted(kept, key=str) == sorted(raw, key=str)


def test_nobody_but_an_appeal_says_that_a_punch_comes_from_one(agent, judge, manager, late_day):
	appeal = filed(agent, late_day)
	with as_user(manager):
		punch = frappe.get_doc(
			doctype="Punch Record",
			agent=agent.name,
			punched_at="2026-11-02 08:50:00",
			reason="补卡",
			appeal=appeal.name,
		).insert()
	assert punch.appeal is None


@pytest.mark.parametrize(
	"fields",
	[
		{"remedy": ""},
		{"remedy": "Enter Punches"},
		{"remedy": "Enter Punches", "right_in": "2026-11-03 08:56:00"},
		{"remedy": "Enter Punches", "right_in": "2026-11-02 18:56:00", "right_out": "2026-11-02 08:00:00"},
		{"remedy": "Enter Punches", "right_in": "2026-11-02 09:30:00"},
		{"decision_reason": " "},
	],
)
def test_an_appeal_is_not_upheld_without_what_puts_the_day_right(agent, judge, late_day, fields):
	appeal = filed(agent, late_day)
	with pytest.raises(AppealError):
		upheld(appeal, judge, **fields)


def test_a_dismissed_appeal_leaves_the_day_and_is_not_filed_again(agent, judge, late_day):
	appeal = filed(agent, late_day)
	step(appeal, judge, "Take Up")
	with as_user(judge):
		frappe.get_doc(APPEAL, appeal.name).update({"decision_reason": "监控显示迟到"}).save()
	assert step(appeal, judge, "Dismiss").stage == "Dismissed"
	assert line(agent).late_minutes == 7
	with pytest.raises(AppealError):
		filed(agent, late_day)
	with as_user(judge), pytest.raises(AppealError):
		frappe.get_doc(APPEAL, appeal.name).update({"decision_reason": "别的"}).save()


def test_nobody_decides_about_oneself_or_about_what_they_entered(agent, judge, manager, late_day):
	"""HR appeals, too, and another decides; a manager who entered a punch of the day does not judge it."""
	punched(judge, (MONDAY, "09:30"), (MONDAY, "18:00"), centre=agent.centre)
	own = filed(judge, judged_and_told(judge))
	with pytest.raises(NotTheJudgeError):
		step(own, judge, "Take Up")
	assert step(own, manager, "Take Up").stage == "In Review"
	with as_user(manager):
		frappe.get_doc(
			doctype="Punch Record", agent=agent.name, punched_at="2026-11-02 09:06:00", reason="补卡"
		).insert()
	appeal = filed(agent, judged_and_told(agent))
	with pytest.raises(NotTheJudgeError):
		step(appeal, manager, "Take Up")


def test_a_colleague_neither_sees_nor_decides_it(agent, judge, late_day):
	appeal = filed(agent, late_day)
	other = an_agent(frappe.get_doc("Sales Group", agent.sales_group))
	with as_user(other):
		assert frappe.get_list(APPEAL) == []
		with pytest.raises(frappe.PermissionError):
			frappe.get_doc(APPEAL, appeal.name).check_permission("read")


def test_what_is_overdue_is_told_to_hr_and_the_manager_once(agent, judge, manager, late_day, clock):
	appeal = filed(agent, late_day)
	clock.move_to("2026-11-16 23:00:00+08:00")
	assert appeal.name not in scheduled.escalate_appeals()
	clock.move_to("2026-11-17 01:00:00+08:00")
	assert appeal.name in scheduled.escalate_appeals()
	assert appeal.name not in scheduled.escalate_appeals()
	for person in (judge, manager):
		assert any(appeal.name in text for text in notices(person.user, APPEAL))


def test_a_day_of_a_device_that_was_down_is_appealed_against_once_it_is_decided(agent, judge, manager, clock):
	"""It costs nobody meanwhile, so there is nothing to appeal against; whoever decided it does not judge the appeal."""
	centre = frappe.get_doc("Sales Centre", agent.centre)
	device = a_device(centre)
	outage = frappe.get_doc(
		doctype="Device Outage",
		device=device.name,
		kind="Down",
		from_time="2026-11-02 08:00:00",
		until_time="2026-11-02 19:00:00",
		reason="停电",
	).insert()
	held = judged_and_told(agent)
	assert (held.status, held.told_at) == ("To Be Decided", None)
	with pytest.raises(AppealError):
		filed(agent, held)
	with as_user(manager):
		frappe.get_doc("Device Outage", outage.name).update({"decision": "Not Excused"}).save()
	told = judged_and_told(agent)
	assert (told.status, told.told_at.date()) == ("Absent", date(2026, 11, 9))
	appeal = filed(agent, told)
	with pytest.raises(NotTheJudgeError):
		step(appeal, manager, "Take Up")
	upheld(appeal, judge)
	assert line(agent).status == "Present"


def test_a_closed_month_changes_by_a_difference_in_the_next(agent, judge, manager, clock):
	"""October is closed with the lateness in it; the appeal takes it back in November."""
	friday = date(2026, 10, 30)
	punched(agent, (friday, "09:07"), (friday, "18:00"))
	day_results.refresh([p.name for p in (agent, judge, manager)], Period(date(2026, 10, 1), friday))
	result = judged_and_told(agent, friday)
	with as_user(manager):
		frappe.get_doc(doctype="Attendance Close", centre=agent.centre, month="2026-10").insert()
	upheld(filed(agent, result), judge)
	assert line(agent, friday).late_minutes == 7
	difference = line(agent, friday, difference=1)
	assert (difference.late_minutes, difference.late_times) == (-7, -1)
	assert difference.booked_on == date(2026, 11, 1)
	assert difference.told_at is None


def test_what_is_appealed_against_and_how_is_never_rewritten(agent, judge, late_day):
	appeal = filed(agent, late_day)
	with as_user(agent):
		doc = frappe.get_doc(APPEAL, appeal.name)
		doc.update(
			{"answer_by": "2027-01-01", "remedy": "Excuse the Day", "late_minutes": 0, "stage": "Filed"}
		)
		doc.save()
	kept = frappe.get_doc(APPEAL, appeal.name)
	assert (kept.answer_by, kept.remedy, kept.late_minutes) == (date(2026, 11, 16), None, 7)
	with pytest.raises((AppealError, frappe.PermissionError)):
		frappe.delete_doc(APPEAL, appeal.name)
