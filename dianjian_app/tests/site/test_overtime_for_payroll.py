"""Overtime for payroll: what approved and punched overtime comes to by the wage; HR sees it, and each person their own (R34, R47)."""

from datetime import date

import frappe
import pytest
from frappe.desk import query_report
from frappe.model.workflow import apply_workflow

from dianjian_app import roles
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.attendance import a_policy, punched
from dianjian_app.tests.builders.incentives import a_place
from dianjian_app.tests.builders.people import a_centre, a_staff, an_agent, the_leader

pytestmark = pytest.mark.req("R34", "R47")
REPORT = "Overtime for Payroll"
MONDAY, SUNDAY = date(2026, 9, 7), date(2026, 9, 13)
OF_THE_AGENT = {
	"workday_minutes": 120,
	"rest_day_minutes": 120,
	"holiday_minutes": 0,
	"lieu_minutes": 0,
	"weighted_minutes": 420,
	"hourly_wage": 25,
	"amount": 175,
}


@pytest.fixture
def place(time_machine):
	"""Two hours on a Monday after work (at 1.5), two on a Sunday (at 2); a wage of 4,350 a month is 25 an hour."""
	time_machine.move_to("2026-09-01 10:00:00+08:00")
	place = a_place()
	place.colleague = an_agent(place.group)
	a_policy(place.centre, start="2026-09-01")
	for person in (place.agent, place.colleague):
		approved(place, person, MONDAY, "18:00:00")
		approved(place, person, SUNDAY, "10:00:00")
	time_machine.move_to("2026-10-05 10:00:00+08:00")
	for person in (place.agent, place.colleague):
		punched(person, (MONDAY, "08:50"), (MONDAY, "20:00"), (SUNDAY, "10:00"), (SUNDAY, "12:30"))
	frappe.get_doc(
		doctype="Staff Wage", staff=place.agent.name, from_date="2026-01-01", monthly_wage=4350
	).insert()
	return place


def approved(place, person, day, starts):
	with as_user(person):
		request = frappe.get_doc(
			doctype="Working Time Request",
			kind="Overtime",
			staff=person.name,
			date=day,
			starts_at=starts,
			hours=2,
			reason="客户晚到",
		).insert()
	with as_user(the_leader(frappe.get_doc("Sales Group", place.group.name))):
		apply_workflow(request, "Approve")


def rows(reader, **filters):
	with as_user(reader):
		found = query_report.run(REPORT, {"month": "2026-09", **filters})["result"]
	return {row["agent"]: row for row in found if isinstance(row, dict) and row.get("agent")}


def test_pay_is_weighted_minutes_by_the_hourly_wage(place):
	found = rows(place.hr)[place.agent.name]
	assert {name: found[name] for name in OF_THE_AGENT} == OF_THE_AGENT


def test_who_has_no_wage_on_record_has_minutes_and_no_amount(place):
	found = rows(place.hr)[place.colleague.name]
	assert (found["weighted_minutes"], found.get("amount"), found.get("hourly_wage")) == (420, None, None)


def test_each_person_sees_their_own_and_hr_of_the_centre_all(place):
	assert set(rows(place.agent)) == {place.agent.name}
	assert rows(place.agent, agent=place.colleague.name) == {}
	assert set(rows(place.hr)) == {place.agent.name, place.colleague.name}
	leader = the_leader(frappe.get_doc("Sales Group", place.group.name))
	for other in (leader, place.manager, a_staff(roles.HR, centre=a_centre())):
		assert rows(other) == {}


def test_pay_from_a_wage_is_never_an_entry():
	"""No metric reads wages, so no rule can make an entry, which everybody sees, of one."""
	metric = frappe.get_doc(
		doctype="Incentive Metric",
		metric_name="工资",
		source_doctype="Staff Wage",
		agent_field="staff",
		date_field="from_date",
		function="Sum",
		value_field="monthly_wage",
	)
	with pytest.raises(frappe.ValidationError):
		metric.insert()


def test_a_difference_of_a_closed_month_is_paid_in_the_next(place, time_machine):
	frappe.get_doc(doctype="Attendance Close", centre=place.name, month="2026-09").insert()
	request = frappe.get_doc("Working Time Request", {"staff": place.agent.name, "date": SUNDAY})
	request.cancel()
	assert rows(place.hr)[place.agent.name]["weighted_minutes"] == 420
	assert rows(place.hr, month="2026-10")[place.agent.name]["weighted_minutes"] == -240
