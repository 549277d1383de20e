"""Devices push while days are judged, in processes of their own: nothing is lost, nothing doubled (R33)."""

import inspect
import json

import frappe
import pytest

from dianjian_app.attendance import day_results, punch_device_events, push
from dianjian_app.people.period import Period
from dianjian_app.tests.builders.attendance import a_device, a_policy
from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.committed import centre as committed_centre  # noqa: F401 fixtures
from dianjian_app.tests.site.committed import unique_numbers  # noqa: F401

pytestmark = pytest.mark.req("R33")
HERE = "dianjian_app.tests.site.test_day_results_at_once"
DAY = "2026-11-02"
OF_ATTENDANCE = ("Staff Day Result", "Punch Record", "Punching Policy", "Punch Device")


def pushed(device: str, token: str, punches: list) -> dict:
	"""One batch, as a device sends it."""
	return inspect.unwrap(push.receive)(device=device, token=token, punches=punches)


def judged(agents: list) -> int:
	"""The day of many people, judged anew."""
	day = frappe.utils.getdate(DAY)
	return day_results.refresh(agents, Period.day(day)).written


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
