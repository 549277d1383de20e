"""Part-time staff on the site: the plan is entered by HR, and the ledger asks for what it plans (R3, R20)."""

from datetime import date, timedelta

import frappe
import pytest

from dianjian_app import roles
from dianjian_app.people.dated_rows import RowsOverlapError
from dianjian_app.people.period import Period
from dianjian_app.people.sales_staff_events import OwnRecordError, PresencePlanError
from dianjian_app.people.staffing import presence_of
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent

pytestmark = pytest.mark.req("R3")
MONDAY = date(2026, 11, 2)
WEEK = Period.week_of(MONDAY)
PLAN = (
	{"weekday": "Tuesday", "part": "Afternoon", "work_start": "14:00", "work_end": "18:00"},
	{"weekday": "Saturday", "part": "Whole Day"},
)


def part_timer(plan=PLAN, **fields):
	return an_agent(
		a_group(a_centre(rest_days=("Sunday",))),
		employment="Part Time",
		presence_plan=[dict(row) for row in plan],
		**fields,
	)


def week_of(agent):
	return [float(p.presence) for p in presence_of([agent.name], WEEK).values()]


def test_presence_follows_the_plan_from_its_day_on():
	assert week_of(part_timer()) == [0, 0.5, 0, 0, 0, 1, 0]
	later = [{**row, "from_date": MONDAY + timedelta(days=3)} for row in PLAN]
	assert week_of(part_timer(later)) == [1, 1, 1, 0, 0, 1, 0]


def test_part_time_has_a_plan_and_full_time_none_that_goes_on():
	with pytest.raises(PresencePlanError):
		part_timer(())
	agent = part_timer()
	agent.employment = "Full Time"
	with pytest.raises(PresencePlanError):
		agent.save()
	agent.reload()
	agent.employment = "Full Time"
	for row in agent.presence_plan:
		row.to_date = MONDAY + timedelta(days=3)
	agent.save()
	assert week_of(agent) == [0, 0.5, 0, 0, 1, 1, 0]


@pytest.mark.parametrize(
	("rows", "error"),
	[
		([{"weekday": "Friday"}, {"weekday": "Friday", "part": "Morning"}], RowsOverlapError),
		([{"weekday": "Friday", "work_start": "14:00"}], PresencePlanError),
		([{"weekday": "Friday", "work_start": "halb drei", "work_end": "18:00"}], PresencePlanError),
		([{"weekday": "Friday", "work_start": "18:00", "work_end": "14:00"}], PresencePlanError),
	],
)
def test_a_plan_that_cannot_be_is_refused(rows, error):
	with pytest.raises(error):
		part_timer(rows)


@pytest.mark.req("R20")
def test_a_plan_that_changes_changes_the_ledgers_days():
	agent = part_timer()
	line = {"agent": agent.name, "date": MONDAY}
	frappe.get_doc(doctype="Call Sheet", **line).insert()
	assert frappe.db.get_value("Daily Ledger", line, "presence") == 0
	agent.append("presence_plan", {"weekday": "Monday", "part": "Morning"})
	agent.save()
	assert frappe.db.get_value("Daily Ledger", line, "presence") == 0.5


def test_nobody_plans_their_own_days():
	hr = a_staff(roles.HR, centre=a_centre())
	with as_user(hr):
		own = frappe.get_doc("Sales Staff", hr.name)
		own.employment = "Part Time"
		own.append("presence_plan", {"weekday": "Monday", "part": "Morning"})
		with pytest.raises(OwnRecordError):
			own.save()
