"""Papers of leave: attached before it is approved, or filed by a day that people are reminded of (R34)."""

from datetime import timedelta

import frappe
import pytest
from frappe.model.workflow import apply_workflow
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.people import time_off_papers
from dianjian_app.people.time_off_papers import PapersMissingError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_centre, a_group, a_staff, an_agent, the_leader

pytestmark = pytest.mark.req("R34")


class Case:
	"""An agent who is away on a day of work, for which a type of leave asks for a paper."""

	def __init__(self, papers_days):
		self.centre = a_centre(rest_days=())
		self.group = a_group(self.centre)
		self.leader, self.agent = the_leader(self.group), an_agent(self.group)
		self.manager = a_staff(roles.MANAGER, centre=self.centre)
		self.type = frappe.get_doc(
			doctype="Time Off Type",
			type_name=f"Study Leave {frappe.generate_hash(length=6)}",
			counts_as="Leave",
			papers="录取通知书",
			papers_days=papers_days,
		).insert()
		with as_user(self.agent):
			self.request = frappe.get_doc(
				doctype="Time Off Request",
				staff=self.agent.name,
				leave_type=self.type.name,
				from_date=getdate(),
				reason="考试",
			).insert()

	def approve(self):
		with as_user(self.leader):
			return apply_workflow(frappe.get_doc("Time Off Request", self.request.name), "Approve")

	def attach(self, to=None):
		with as_user(self.agent):
			frappe.get_doc(
				doctype="File",
				file_name=f"{frappe.generate_hash(length=8)}.txt",
				content=f"录取通知书 {frappe.generate_hash(length=8)}",
				attached_to_doctype="Time Off Request",
				attached_to_name=to or self.request.name,
				is_private=1,
			).insert()

	def run(self, days):
		return [
			name
			for name in time_off_papers.remind_and_tell(getdate() + timedelta(days=days))
			if name == self.request.name
		]

	def told(self, staff):
		return frappe.get_all(
			"Notification Log",
			{"for_user": staff.user, "document_name": self.request.name, "subject": ("like", "%录取%")},
			pluck="subject",
			order_by="creation",
		)

	@property
	def overdue(self):
		return frappe.db.get_value("Time Off Request", self.request.name, "papers_overdue")


@pytest.fixture
def later():
	return Case(3)


def test_without_the_paper_leave_is_not_approved_and_with_it_it_is():
	case = Case(0)
	assert (case.request.papers, case.request.papers_due) == ("录取通知书", None)
	with pytest.raises(PapersMissingError, match="录取通知书"):
		case.approve()
	case.attach()
	assert case.approve().docstatus == 1


def test_submitting_past_the_workflow_needs_the_paper_too():
	case = Case(0)
	with as_user(case.manager), pytest.raises(PapersMissingError):
		frappe.get_doc("Time Off Request", case.request.name).submit()


def test_a_paper_of_another_request_is_none():
	case, other = Case(0), Case(0)
	other.attach()
	with pytest.raises(PapersMissingError):
		case.approve()


def test_a_paper_may_come_later_and_its_day_is_reminded_of_once(later):
	assert later.approve().docstatus == 1
	assert later.run(1) == []
	assert later.run(2) == [later.request.name]
	assert later.run(2) == later.run(3) == []
	assert len(later.told(later.agent)) == 1
	assert not later.told(later.manager)
	assert later.overdue == 0


def test_an_overdue_paper_is_told_once_to_the_person_and_who_decides(later):
	later.approve()
	assert later.run(4) == [later.request.name]
	assert later.run(5) == []
	assert [len(later.told(staff)) for staff in (later.agent, later.manager)] == [1, 1]
	assert later.overdue == 1


def test_a_paper_that_came_is_asked_for_no_more(later):
	later.approve()
	later.attach()
	assert later.run(2) == later.run(4) == []
	assert later.overdue == 0


def test_leave_that_was_not_approved_or_was_cancelled_asks_for_nothing(later):
	assert later.run(4) == []
	later.approve()
	with as_user(later.leader):
		frappe.get_doc("Time Off Request", later.request.name).cancel()
	assert later.run(4) == []
