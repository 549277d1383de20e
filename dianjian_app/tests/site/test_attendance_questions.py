"""What is open about a month's attendance is named before the month is approved, and costs nobody (R31, R33, R34)."""

from datetime import date

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.incentives.settlement import compute
from dianjian_app.incentives.settlement.attendance_questions import find_attendance_questions
from dianjian_app.incentives.settlement.incentive_settlement_events import MonthBlockedError
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_device, a_policy, punched
from dianjian_app.tests.builders.incentives import (
	AFTER_SEPTEMBER,
	SEPTEMBER,
	a_full_month,
	a_place,
	signed_by_manager,
)
from dianjian_app.tests.builders.people import a_staff, an_agent
from dianjian_app.tests.framework_internals import statements_of
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R31", "R33")
FROM = date(2026, 9, 28)
TUESDAY, WEDNESDAY = date(2026, 9, 29), date(2026, 9, 30)
DAYS = Period(FROM, SEPTEMBER.end)


@made_once
def place():
	"""Nothing is missing of the month; attendance is judged on its last three days, and of one agent alone."""
	place = a_place()
	a_full_month(place.agent)
	a_policy(place.centre, start=FROM)
	everybody = frappe.get_all("Sales Staff", {"centre": place.name}, pluck="name")
	day_results.refresh(everybody, DAYS)
	for day in DAYS.days():
		punched(place.agent, (day, "08:50"), (day, "17:40"))
	return place


def found(place):
	"""(kind, document, agent, day, whether it is a question) of what is open."""
	return [
		(b.kind, b.doctype, b.agent, str(b.date), b.is_question)
		for b in find_attendance_questions(place.name, SEPTEMBER, SEPTEMBER.end)
	]


def settled(place):
	doc = frappe.get_doc(
		doctype="Incentive Settlement", centre=place.name, month=SEPTEMBER.month_text
	).insert()
	computed = compute.recompute(doc, AFTER_SEPTEMBER)
	doc.reload()
	return doc, computed


def test_a_month_whose_days_are_judged_is_approved(place):
	settlement, _computed = settled(place)
	assert not settlement.blockers
	assert signed_by_manager(settlement, place).manager_approved_by == place.manager.user


def test_a_centre_without_a_policy_is_asked_nothing(place):
	frappe.db.delete("Punching Policy", {"centre": place.name})
	frappe.db.delete("Staff Day Result", {"centre": place.name})
	assert found(place) == []


def test_absence_is_a_result_and_no_question(place):
	late = an_agent(place.group, user=False)
	day_results.refresh([late.name], DAYS)
	assert frappe.db.count("Staff Day Result", {"agent": late.name, "status": "Absent"}) == 3
	assert found(place) == []


def test_days_that_nobody_has_judged_block_until_they_are(place):
	frappe.db.delete("Staff Day Result", {"agent": place.agent.name, "date": TUESDAY})
	frappe.db.set_value("Staff Day Result", {"agent": place.agent.name, "date": WEDNESDAY}, "status", "Open")
	assert found(place) == [("Attendance Not Judged", "Sales Staff", place.agent.name, str(TUESDAY), False)]
	settlement, computed = settled(place)
	assert "2 days" in settlement.blockers[0].message
	settlement.question_answer = "以后再说"
	settlement.save()
	with pytest.raises(MonthBlockedError, match="not judged"):
		signed_by_manager(settlement, place)
	day_results.refresh([place.agent.name], DAYS)
	compute.recompute(settlement, AFTER_SEPTEMBER)
	signed_by_manager(settlement, place)
	assert all(line.amount >= 0 for line in computed.lines)


def test_days_that_a_device_holds_and_missing_punches_are_questions(place):
	other = a_staff(roles.FRONT_DESK, centre=place.centre, user=False)
	punched(other, (FROM, "09:30"), (TUESDAY, "09:00"), (TUESDAY, "17:30"), (WEDNESDAY, "09:00"))
	frappe.get_doc(
		doctype="Device Outage",
		device=a_device(place.centre).name,
		centre=place.name,
		kind="Down",
		from_time=f"{FROM} 08:00:00",
		until_time=f"{FROM} 20:00:00",
		reason="停电",
	).insert()
	held, missing = (
		("Attendance Held", "Staff Day Result", other.name, str(FROM), True),
		("Missing Punch", "Staff Day Result", other.name, str(WEDNESDAY), True),
	)
	assert [line for line in found(place) if line[2] == other.name] == [held, missing]
	settlement, computed = settled(place)
	with pytest.raises(MonthBlockedError, match="waits for a decision"):
		signed_by_manager(settlement, place)
	with as_user(place.manager):
		settlement.reload()
		settlement.question_answer = "停电一天，按正常出勤"
		settlement.save()
	assert signed_by_manager(settlement, place).manager_approved_by
	assert not [line for line in computed.lines if line.amount < 0]


@pytest.mark.req("R34")
def test_an_application_that_nobody_has_decided_is_a_question(place):
	with as_user(place.agent):
		request = frappe.get_doc(
			doctype="Time Off Request",
			staff=place.agent.name,
			leave_type="Personal Leave",
			from_date=WEDNESDAY,
			to_date=WEDNESDAY,
			reason="家里有事",
		).insert()
	assert found(place) == [
		("Application Not Decided", "Time Off Request", place.agent.name, str(WEDNESDAY), True)
	]
	with as_user(place.agent):
		asked = frappe.get_doc(
			doctype="Working Time Request",
			kind="Overtime",
			staff=place.agent.name,
			date=WEDNESDAY,
			starts_at="18:00:00",
			hours=2,
			reason="带看",
		).insert()
	assert ("Application Not Decided", "Working Time Request") in {line[:2] for line in found(place)}
	asked.delete()
	request.reload()
	request.decision = "Withdrawn"
	with as_user(place.agent):
		request.save()
	assert found(place) == []


@pytest.mark.req("R35")
def test_an_appeal_that_nobody_has_decided_is_a_question(place, time_machine):
	time_machine.move_to("2026-10-02 12:00:00+08:00")
	other = a_staff(roles.FRONT_DESK, centre=place.centre)
	punched(other, *((day, text) for day in DAYS.days() for text in ("09:30", "17:40")))
	result = frappe.get_doc("Staff Day Result", {"agent": other.name, "date": WEDNESDAY})
	with as_user(other):
		frappe.get_doc(doctype="Day Result Appeal", result=result.name, grounds="电梯故障").insert()
	assert found(place) == [("Appeal Not Decided", "Day Result Appeal", other.name, str(WEDNESDAY), True)]


def test_as_many_statements_for_many_people_as_for_one(place):
	def statements():
		return len(statements_of(lambda: found(place)))

	statements()
	few = statements()
	people = [an_agent(place.group, user=False) for _ in range(12)]
	people += [a_staff(roles.FRONT_DESK, centre=place.centre, user=False)]
	assert len({line[2] for line in found(place)}) == 13
	assert statements() == few
