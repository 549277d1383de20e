"""A request is approved twice, and while its month is closed, in processes of their own: nothing is doubled (R34)."""

import frappe
import pytest

from dianjian_app.people.time_off_types import IN_LIEU
from dianjian_app.tests.builders.attendance import a_policy, punched
from dianjian_app.tests.builders.people import a_group, an_agent
from dianjian_app.tests.processes import Act, at_once
from dianjian_app.tests.site.committed import centre as committed_centre  # noqa: F401 fixtures
from dianjian_app.tests.site.committed import unique_numbers  # noqa: F401

pytestmark = pytest.mark.req("R34")
HERE = "dianjian_app.tests.site.test_requests_at_once"
MONTH, WORKED, RESTED = "2026-10", "2026-10-12", "2026-10-18"
OF_ATTENDANCE = (
	*("Working Time Request", "Staff Day Result", "Punch Record", "Punching Policy", "Attendance Close"),
	"Leave Balance Entry",
)


def approved(name: str) -> str:
	"""Somebody approves a request."""
	request = frappe.get_doc("Working Time Request", name)
	request.submit()
	return request.decision


def closed(centre: str) -> str:
	"""The month is closed."""
	return frappe.get_doc(doctype="Attendance Close", centre=centre, month=MONTH).insert().name


@pytest.fixture
def centre(committed_centre):  # noqa: F811 the fixture
	yield committed_centre
	frappe.db.rollback()
	for doctype in OF_ATTENDANCE:
		names = frappe.get_all(doctype, {"centre": committed_centre.name}, pluck="name")
		frappe.db.delete(doctype, {"centre": committed_centre.name})
		frappe.db.delete("Workflow Action", {"reference_name": ("in", names or ["none"])})
	frappe.db.delete("Weekly Rest Day", {"parent": committed_centre.name})
	frappe.db.commit()


@pytest.fixture
def agent(centre):
	a_policy(centre, start="2026-10-01", late_overtime_counts=1)
	centre.append("rest_days", {"weekday": "Sunday"})
	centre.save()
	return an_agent(a_group(centre, leader=False), user=False)


def asked(agent, **fields):
	request = frappe.get_doc(
		doctype="Working Time Request", **{"staff": agent.name, "reason": "忘打卡", **fields}
	).insert()
	frappe.db.commit()
	return request.name


def figures(agent, day, field):
	"""What the lines of a day say together: its own and what changed it after the close."""
	rows = frappe.get_all("Staff Day Result", {"agent": agent.name, "date": day}, [field])
	return sum(row[field] for row in rows)


def test_a_correction_that_two_approve_while_the_month_is_closed_is_one_punch(centre, agent):
	punched(agent, (frappe.utils.getdate(WORKED), "08:55"))
	request = asked(agent, kind="Punch Correction", date=WORKED, punch_time="17:01:00", direction="Clock Out")
	assert figures(agent, WORKED, "missing_punches") == 1
	approve = Act(f"{HERE}.approved", arguments={"name": request})
	answers = at_once(approve, approve, Act(f"{HERE}.closed", arguments={"centre": centre.name}))
	frappe.db.rollback()
	assert answers[2].error is None, answers
	assert sorted(answer.error or "" for answer in answers[:2])[0] == "", answers
	assert frappe.db.count("Punch Record", {"request": request}) == 1
	assert figures(agent, WORKED, "missing_punches") == 0


def test_time_off_in_lieu_is_given_once(centre, agent):
	punched(agent, (frappe.utils.getdate(RESTED), "08:55"), (frappe.utils.getdate(RESTED), "13:00"))
	request = asked(agent, kind="Overtime", date=RESTED, starts_at="09:00:00", hours=4, compensation=IN_LIEU)
	approve = Act(f"{HERE}.approved", arguments={"name": request})
	answers = at_once(approve, approve, Act(f"{HERE}.closed", arguments={"centre": centre.name}))
	frappe.db.rollback()
	assert answers[2].error is None, answers
	assert sorted(answer.error or "" for answer in answers[:2])[0] == "", answers
	assert figures(agent, RESTED, "lieu_minutes") == 240
	entries = frappe.get_all("Leave Balance Entry", {"staff": agent.name, "leave_type": IN_LIEU}, ["days"])
	assert [entry.days for entry in entries] == [0.5]
