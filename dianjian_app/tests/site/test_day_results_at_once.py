"""Devices push while days are judged, in processes of their own: nothing is lost, nothing doubled (R33)."""

import inspect
import json

import frappe
import pytest

from dianjian_app.attendance import day_results, punch_device_events, push
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_device, a_policy
from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.committed import centre as committed_centre  # noqa: F401 fixtures
from dianjian_app.tests.site.committed import unique_numbers  # noqa: F401

pytestmark = pytest.mark.req("R33")
HERE = "dianjian_app.tests.site.test_day_results_at_once"
DAY, ABSENT_ON = "2026-11-02", "2026-10-12"
OF_ATTENDANCE = (
	*("Staff Day Result", "Punch Record", "Punching Policy", "Punch Device", "Attendance Close"),
	*("Time Off Request", "Day Result Appeal"),
)


def pushed(device: str, token: str, punches: list) -> dict:
	"""One batch, as a device sends it."""
	return inspect.unwrap(push.receive)(device=device, token=token, punches=punches)


def judged(agents: list) -> int:
	"""The day of many people, judged anew."""
	day = frappe.utils.getdate(DAY)
	return day_results.refresh(agents, Period.day(day)).written


def closed(centre: str, month: str) -> str:
	"""A month of attendance, closed."""
	return frappe.get_doc(doctype="Attendance Close", centre=centre, month=month).insert().name


def approved(request: str) -> str:
	"""Leave that somebody has asked for, approved."""
	return frappe.get_doc("Time Off Request", request).submit().name


def upheld(appeal: str) -> str:
	"""An appeal that is in review, upheld."""
	doc = frappe.get_doc("Day Result Appeal", appeal)
	doc.update({"remedy": "Excuse the Day", "decision_reason": "属实", "stage": "Upheld"})
	return doc.save().name


@pytest.fixture
def centre(committed_centre):  # noqa: F811 the fixture
	yield committed_centre
	frappe.db.rollback()
	devices = frappe.get_all("Punch Device", {"centre": committed_centre.name}, pluck="name")
	for doctype in OF_ATTENDANCE:
		frappe.db.delete(doctype, {"centre": committed_centre.name})
	frappe.db.delete("__Auth", {"doctype": "Punch Device", "name": ("in", devices or ["none"])})
	frappe.db.commit()


def test_two_devices_push_the_same_minute_while_the_day_is_judged(centre):
	group = a_group(centre, leader=False)
	agents = [an_agent(group, user=False).name for _ in range(6)]
	a_policy(centre)
	tokens = {
		device.name: punch_device_events.make_token(device.name)
		for device in (a_device(centre), a_device(centre))
	}
	frappe.db.commit()
	for clock in ("08:59", "17:01"):
		punches = [{"employee_number": agent, "time": f"{DAY} {clock}"} for agent in agents]
		answers = at_once(
			*(
				Act(f"{HERE}.pushed", arguments={"device": d, "token": t, "punches": punches})
				for d, t in tokens.items()
			),
			Act(f"{HERE}.judged", arguments={"agents": agents}),
		)
		assert [answer.text for answer in answers if answer.error] == []
	frappe.db.rollback()
	assert frappe.db.count("Punch Record", {"centre": centre.name}) == 4 * len(agents)
	rows = frappe.get_all(
		"Staff Day Result",
		{"centre": centre.name, "date": DAY},
		["agent", "status", "late_minutes", "missing_punches", "evidence"],
	)
	assert sorted(row.agent for row in rows) == sorted(agents)
	assert {(row.status, row.late_minutes, row.missing_punches) for row in rows} == {("Present", 0, 0)}
	assert {len(json.loads(row.evidence)["punches"]) for row in rows} == {4}


def test_a_batch_sent_twice_at_the_same_moment_counts_once(centre):
	agent = an_agent(a_group(centre, leader=False), user=False).name
	a_policy(centre)
	device = a_device(centre)
	token = punch_device_events.make_token(device.name)
	frappe.db.commit()
	punches = [{"employee_number": agent, "time": f"{DAY} {clock}"} for clock in ("08:59", "17:01")]
	batch = Act(f"{HERE}.pushed", arguments={"device": device.name, "token": token, "punches": punches})
	answers = at_once(batch, batch)
	assert [answer.text for answer in answers if answer.error] == []
	frappe.db.rollback()
	assert frappe.db.count("Punch Record", {"agent": agent}) == 2
	[row] = frappe.get_all("Staff Day Result", {"agent": agent, "date": DAY}, ["status", "evidence"])
	assert (row.status, len(json.loads(row.evidence)["punches"])) == ("Present", 2)


def absent_days(agent: str) -> tuple[float, int]:
	"""What a day of October costs by all its lines, and how many lines there are."""
	lines = frappe.get_all("Staff Day Result", {"agent": agent, "date": ABSENT_ON}, pluck="absent_days")
	return sum(lines), len(lines)


@pytest.mark.parametrize("what", ["leave", "appeal"])
@pytest.mark.req("R34", "R35")
def test_what_is_decided_while_the_month_is_closed_counts_before_it_or_as_a_difference(centre, what):
	"""Whichever comes first, the lines of the day add up to what it is; the closed one is not rewritten."""
	agent = an_agent(a_group(centre, leader=False))
	a_policy(centre, start="2026-10-01", late_applications_excuse=1)
	day_results.refresh([agent.name], Period.day(frappe.utils.getdate(ABSENT_ON)))
	decided = Act(f"{HERE}.{'approved' if what == 'leave' else 'upheld'}", arguments=_asked(agent, what))
	frappe.db.commit()
	assert absent_days(agent.name) == (1, 1)
	close = Act(f"{HERE}.closed", arguments={"centre": centre.name, "month": "2026-10"})
	answers = at_once(close, decided)
	assert [answer.text for answer in answers if answer.error] == []
	frappe.db.rollback()
	cost, lines = absent_days(agent.name)
	assert cost == 0 and lines in (1, 2)
	own = frappe.db.get_value("Staff Day Result", f"{agent.name}-{ABSENT_ON}", ["absent_days", "booked_on"])
	assert (own[0], str(own[1])) == (lines - 1, ABSENT_ON)


def _asked(agent, what: str) -> dict:
	if what == "leave":
		request = frappe.get_doc(
			doctype="Time Off Request",
			staff=agent.name,
			leave_type="Personal Leave",
			from_date=ABSENT_ON,
			to_date=ABSENT_ON,
			reason="急诊",
		).insert()
		return {"request": request.name}
	with as_user(agent):
		appeal = frappe.get_doc(
			doctype="Day Result Appeal", result=f"{agent.name}-{ABSENT_ON}", grounds="当天在岗"
		).insert()
	appeal.stage = "In Review"
	return {"appeal": appeal.save().name}
