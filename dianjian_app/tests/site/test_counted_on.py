"""Leave of somebody whom others count on: the leader is asked to name somebody else (R17, R34)."""

import frappe
import pytest
from frappe.utils import add_days, get_datetime, today

from dianjian_app import roles
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_consultant, a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.visits import Party

pytestmark = pytest.mark.req("R17", "R34")


def to_come(days=1):
	return add_days(today(), days)


class Case:
	"""A consultant whom two groups expect to receive customers tomorrow, in the morning and in the afternoon."""

	def __init__(self):
		self.centre = a_centre(rest_days=())
		self.manager = a_staff(roles.MANAGER, centre=self.centre)
		self.group, self.other = a_group(self.centre), a_group(self.centre)
		self.leader, self.other_leader = the_leader(self.group), the_leader(self.other)
		self.consultant = a_consultant(self.group)
		self.visits = [
			Party(an_agent(group), consultant=self.consultant, planned_at=get_datetime(f"{day} {at}"))
			for group, day, at in (
				(self.group, to_come(), "10:00:00"),
				(self.group, to_come(), "15:00:00"),
				(self.other, to_come(), "16:00:00"),
				(self.group, to_come(3), "10:00:00"),
			)
		]


def away(staff, by, start=1, end=1, **fields):
	"""Approved leave; start, end: in how many days."""
	with as_user(staff):
		request = frappe.get_doc(
			doctype="Time Off Request",
			staff=staff.name,
			leave_type="Personal Leave",
			from_date=to_come(start),
			to_date=to_come(end),
			reason="家中有事",
			**fields,
		).insert()
	with as_user(by):
		return frappe.get_doc(request.doctype, request.name).submit()


def asked(staff, doctype="Visit Confirmation"):
	"""What a person was told about visits, newest last: (document, words)."""
	rows = frappe.get_all(
		"Notification Log",
		{"for_user": staff.user, "document_type": doctype, "subject": ("like", "%name another%")},
		["document_name", "subject"],
		order_by="creation, name",
	)
	return [(row.document_name, row.subject) for row in rows]


def test_the_leaders_of_the_visits_are_asked_for_another_receptionist():
	case = Case()
	away(case.consultant, case.leader)
	[(visit, words)] = asked(case.leader)
	assert visit == case.visits[0].name
	assert case.consultant.staff_name in words and " 2 customers" in words
	[(visit, words)] = asked(case.other_leader)
	assert visit == case.visits[2].name
	assert " 1 customers" in words


def test_half_a_day_asks_about_its_half_alone():
	case = Case()
	away(case.consultant, case.leader, half_day=1, half_day_part="Morning")
	[(visit, words)] = asked(case.leader)
	assert visit == case.visits[0].name
	assert " 1 customers" in words
	assert asked(case.other_leader) == []


def test_nobody_is_asked_where_nobody_is_expected():
	case = Case()
	away(case.consultant, case.leader, 5, 6)
	case.visits[3].contact()  # whoever has come is received, or handed on, by hand
	assert asked(case.leader) == asked(case.other_leader) == []


def test_a_group_without_a_leader_asks_the_manager():
	case = Case()
	frappe.db.set_value("Sales Group", case.other.name, "leader", None)
	away(case.consultant, case.leader)
	[(visit, words)] = asked(case.manager)
	assert visit == case.visits[2].name
	assert case.consultant.staff_name in words


def test_leave_of_somebody_who_stands_in_asks_for_another_substitute():
	case = Case()
	agent, colleague = an_agent(case.group), an_agent(case.group)
	leave = away(agent, case.leader, 1, 3, substitute=colleague.name)
	away(colleague, case.leader, 2, 2)
	[(name, words)] = asked(case.leader, "Time Off Request")
	assert name == leave.name
	assert agent.staff_name in words and colleague.staff_name in words
