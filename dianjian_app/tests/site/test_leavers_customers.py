"""Whoever leaves has expected visits, promises and customers; the leader hands them on, and no visit is lost (R3, R17, R18)."""

import frappe
import pytest
from frappe.desk.query_report import run
from frappe.utils import add_days, today

from dianjian_app.people import moves
from dianjian_app.resources.pool.allocation_request import AllocationError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead
from dianjian_app.tests.builders.visits import Party
from dianjian_app.visits import custody
from dianjian_app.visits.errors import NotYourActError, VisitError
from dianjian_app.visits.leavers_customers import hand_on

pytestmark = [pytest.mark.req("R3"), pytest.mark.req("R17")]


class Case:
	"""A group whose first agent has an expected visit, a promise and a customer in hand, and a colleague who has none."""

	def __init__(self):
		self.group = a_group()
		self.leader = the_leader(self.group)
		self.leaver, self.colleague = an_agent(self.group), an_agent(self.group)
		self.party = Party(self.leaver)
		self.promise = a_lead(agent=self.leaver, next_step="周六再打", next_step_date=add_days(today(), 2))
		self.held = a_lead(agent=self.leaver)

	def leave(self):
		moves.record_leaving(self.leaver.name, add_days(today(), -1))
		return self

	def listed(self, user=None):
		with as_user(user or self.leader):
			rows = run("Customers of Leavers", {"sales_group": self.group.name}, ignore_prepared_report=True)
		return [row for row in rows["result"] if isinstance(row, dict)]

	def agent_of(self, lead):
		return frappe.db.get_value("Call Lead", lead.name, "agent")


@pytest.fixture
def case():
	return Case()


def test_on_that_day_the_leader_learns_what_waits_and_sees_each_customer(case):
	assert case.listed() == []
	case.leave()
	(notice,) = frappe.get_all(
		"Notification Log",
		{"for_user": case.leader.user, "document_type": "Sales Staff", "document_name": case.leaver.name},
		pluck="subject",
	)
	assert "1 expected visits, 1 promises and 3 customers" in notice
	rows = case.listed()
	assert [(row["kind"], row["lead"]) for row in rows] == [
		("Expected Visit", case.party.lead.name),
		("Promise", case.promise.name),
		("Customer in Hand", case.held.name),
	]
	assert {row["leaver"] for row in rows} == {case.leaver.staff_name}


def test_who_takes_a_visit_over_records_the_contact_and_it_counts(case):
	case.leave()
	with as_user(case.leader):
		told = hand_on(case.group.name, case.colleague.name, [case.party.name], [case.promise.name])
	assert told == {"visits": 1, "leads": 2}
	visit = case.party.visit
	assert (visit.agent, visit.taken_over_from) == (case.colleague.name, case.leaver.name)
	assert case.agent_of(case.party.lead) == case.agent_of(case.promise) == case.colleague.name
	assert [row["lead"] for row in case.listed()] == [case.held.name]
	with as_user(case.colleague):
		custody.record_contact(case.party.name)
	case.party.lead_in().sign().confirm()
	visit = case.party.visit
	assert (visit.outcome, visit.agent) == ("Counted", case.colleague.name)


def test_sent_again_it_changes_nothing(case):
	case.leave()
	with as_user(case.leader):
		hand_on(case.group.name, case.colleague.name, [case.party.name], [])
		assert hand_on(case.group.name, case.colleague.name, [case.party.name], []) == {
			"visits": 0,
			"leads": 0,
		}


def test_a_visit_of_somebody_who_is_there_stays_theirs(case):
	with as_user(case.leader), pytest.raises(NotYourActError, match="still employed"):
		hand_on(case.group.name, case.colleague.name, [case.party.name], [])
	case.party.missed()
	case.leave()
	with as_user(case.leader), pytest.raises(VisitError, match="not handed on"):
		hand_on(case.group.name, case.colleague.name, [case.party.name], [])


def test_nobody_takes_a_visit_by_writing_it(case):
	case.leave()
	with as_user(case.colleague), pytest.raises(frappe.PermissionError):
		hand_on(case.group.name, case.colleague.name, [case.party.name], [])
	other = the_leader(a_group(frappe.get_doc("Sales Centre", case.group.centre)))
	with as_user(other), pytest.raises(frappe.PermissionError):
		hand_on(case.group.name, case.colleague.name, [case.party.name], [])
	visit = case.party.visit
	visit.update({"agent": case.colleague.name, "taken_over_from": case.leaver.name}).save()
	assert (case.party.visit.agent, case.party.visit.taken_over_from) == (case.leaver.name, None)


def test_all_or_none_and_to_somebody_who_is_there(case):
	case.leave()
	with as_user(case.leader), pytest.raises(AllocationError):
		hand_on(case.group.name, case.leaver.name, [case.party.name], [case.held.name])
	with as_user(case.leader), pytest.raises(AllocationError):
		hand_on(case.group.name, case.colleague.name, [], [case.held.name, "no such lead"])
	assert case.agent_of(case.held) is None
	with as_user(case.leader), pytest.raises(VisitError, match="Choose customers"):
		hand_on(case.group.name, case.colleague.name, '{"a": 1}', [])
