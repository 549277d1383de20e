"""A device that was down or whose clock was off: its days wait, cost nobody, and are decided by people (R33, R35)."""

from datetime import date, datetime

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.attendance import day_results
from dianjian_app.attendance.device_outage_events import NotToDecideError, OutageError
from dianjian_app.people.period import Period
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_device, a_policy, punched
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent
from dianjian_app.tests.site.made_once import made_once

pytestmark = pytest.mark.req("R33", "R35")
MONDAY, TUESDAY = date(2026, 11, 2), date(2026, 11, 3)


@made_once
def agent():
	centre = a_centre(rest_days=("Sunday",))
	a_policy(centre, start="2026-10-01")
	return an_agent(a_group(centre))


@made_once
def device(agent):
	return a_device(frappe.get_doc("Sales Centre", agent.centre))


@made_once
def clerk(agent):
	return a_staff(roles.ADMINISTRATION, centre=frappe.get_doc("Sales Centre", agent.centre))


@made_once
def manager(agent):
	return a_staff(roles.MANAGER, centre=frappe.get_doc("Sales Centre", agent.centre))


@pytest.fixture(autouse=True)
def later(time_machine):
	time_machine.move_to("2026-11-09 12:00:00+08:00")


def declared(device, by, kind="Down", start="2026-11-02 08:00:00", end="2026-11-02 12:00:00", **fields):
	with as_user(by):
		return frappe.get_doc(
			doctype="Device Outage",
			device=device.name,
			kind=kind,
			from_time=start,
			until_time=end,
			reason="停电",
			**fields,
		).insert()


def decided(outage, by, decision):
	with as_user(by):
		doc = frappe.get_doc("Device Outage", outage.name)
		doc.decision = decision
		doc.save()
	return doc


def said(person, day=MONDAY):
	day_results.refresh([person.name], Period(MONDAY, TUESDAY))
	row = frappe.get_all(
		"Staff Day Result",
		{"agent": person.name, "date": day, "difference": 0},
		["status", "late_minutes", "missing_punches", "absent_days"],
	)[0]
	return tuple(row.values())


def test_the_days_of_a_device_that_was_down_wait_until_somebody_decides(agent, device, clerk, manager):
	punched(agent, (MONDAY, "17:00"), device=device.name)
	assert said(agent) == ("Missing Punch", 0, 1, 0)
	outage = declared(device, clerk)
	assert said(agent) == ("To Be Decided", 0, 0, 0)
	assert said(agent, TUESDAY)[0] == "Absent"
	done = decided(outage, manager, "Excused")
	assert said(agent) == ("Present", 0, 0, 0)
	assert (done.decided_by, done.declared_by) == (manager.user, clerk.user)


def test_what_is_not_excused_counts_as_it_stands(agent, device, clerk, manager):
	outage = declared(device, clerk)
	decided(outage, manager, "Not Excused")
	assert said(agent) == ("Absent", 0, 0, 1)


def test_a_clock_an_hour_off_counts_at_the_right_time_and_stays_as_it_came(agent, device, clerk):
	"""The device was an hour ahead: 10:07 was 9:07."""
	punched(agent, (MONDAY, "10:07"), (MONDAY, "18:00"), device=device.name)
	frappe.db.set_value("Punch Record", {"agent": agent.name}, "doubt", "Clock Off")
	assert said(agent)[0] == "To Be Decided"
	declared(device, clerk, "Clock Off", end="2026-11-02 20:00:00", minutes=60)
	assert said(agent) == ("Present", 7, 0, 0)
	raw = frappe.get_all("Punch Record", {"agent": agent.name}, pluck="punched_at", order_by="punched_at")
	assert raw == [datetime(2026, 11, 2, 10, 7), datetime(2026, 11, 2, 18)]


def test_a_file_whose_clock_was_slow_is_mended_without_touching_its_punches(agent, device, clerk):
	punched(agent, (MONDAY, "08:07"), (MONDAY, "16:02"), device=device.name)
	assert said(agent) == ("Present", 0, 0, 0)
	declared(device, clerk, "Clock Off", end="2026-11-02 20:00:00", minutes=-60)
	assert said(agent) == ("Present", 7, 0, 0)


def test_another_centres_people_are_not_touched(agent, device, clerk):
	other = an_agent(user=False)
	a_policy(frappe.get_doc("Sales Centre", other.centre), start="2026-10-01")
	declared(device, clerk)
	assert said(other)[0] == "Absent"


def test_who_declares_does_not_decide_and_nothing_is_decided_twice(agent, device, clerk, manager):
	outage = declared(device, clerk)
	with pytest.raises(NotToDecideError):
		decided(outage, clerk, "Excused")
	decided(outage, manager, "Excused")
	with pytest.raises(OutageError):
		decided(outage, manager, "Not Excused")
	stranger = a_staff(roles.MANAGER, centre=a_centre())
	with pytest.raises(frappe.PermissionError):
		decided(
			declared(device, clerk, start="2026-11-03 08:00:00", end="2026-11-03 09:00:00"),
			stranger,
			"Excused",
		)


def test_what_was_declared_stays(agent, device, clerk):
	outage = declared(device, clerk)
	with as_user(clerk), pytest.raises(OutageError):
		frappe.get_doc("Device Outage", outage.name).update({"reason": "别的"}).save()
	with pytest.raises((OutageError, frappe.PermissionError)):
		frappe.delete_doc("Device Outage", outage.name)


@pytest.mark.parametrize(
	"fields",
	[
		{"end": "2026-11-02 07:00:00"},
		{"end": "2027-11-02 07:00:00"},
		{"kind": "Clock Off"},
		{"kind": "Clock Off", "minutes": 5000},
		{"kind": "Clock Off", "minutes": 60, "decision": "Excused"},
	],
)
def test_an_outage_that_cannot_be_is_refused(device, clerk, fields):
	with pytest.raises(OutageError):
		declared(device, clerk, **fields)
