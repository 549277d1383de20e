"""A question that nobody could answer goes to a department, and its answer comes back to who promised it (R41)."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from dianjian_app import roles
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.service import overdue_questions
from dianjian_app.service.customer_question_events import QuestionError, customer_told
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent, the_leader
from dianjian_app.tests.builders.resources import a_lead

pytestmark = pytest.mark.req("R41")


class Case:
	"""An agent with a customer, the leader, planning and the manager."""

	def __init__(self):
		self.group = a_group()
		self.centre = frappe.get_doc("Sales Centre", self.group.centre)
		self.agent, self.leader = an_agent(self.group), the_leader(self.group)
		self.lead = a_lead(agent=self.agent)
		self.planning, self.manager = (
			a_staff(r, centre=self.centre) for r in (roles.PLANNING, roles.MANAGER)
		)

	def ask(self, by=None, **fields):
		with as_user(by or self.agent):
			return frappe.get_doc(
				doctype="Customer Question",
				**{"lead": self.lead.name, "question": "几号交房?", "department": "销售部", **fields},
			).insert()

	def answer(self, question, by=None, words="明年六月三十日"):
		with as_user(by or self.planning):
			doc = frappe.get_doc("Customer Question", question.name)
			doc.answer = words
			return doc.save()

	def desk_of(self, person, question):
		return frappe.get_all(
			"Notification Log",
			{"for_user": person.user, "document_type": question.doctype, "document_name": question.name},
			pluck="subject",
		)


@pytest.fixture
def case():
	return Case()


def test_the_answer_comes_back_to_the_desk_and_the_list_of_who_promised_it(case):
	question = case.ask()
	assert (question.stage, question.agent, question.customer_name) == (
		"Open",
		case.agent.name,
		case.lead.customer_name,
	)
	answered = case.answer(question)
	assert (answered.stage, answered.answered_by) == ("Answered", case.planning.user)
	assert "几号交房" in case.desk_of(case.agent, question)[0]
	lead = frappe.get_doc("Call Lead", case.lead.name)
	assert (lead.next_step, lead.next_step_date) == ("Tell the answer to the question", getdate())
	with as_user(case.agent):
		customer_told(question.name)
		customer_told(question.name)
	question.reload()
	assert (question.stage, question.told_on) == ("Told", getdate())


def test_who_asks_does_not_answer_and_nobody_changes_an_answer(case):
	question = case.ask()
	with pytest.raises(NotYourPartError):
		case.answer(question, by=case.agent)
	with as_user(case.agent), pytest.raises(QuestionError, match="no answer"):
		customer_told(question.name)
	case.answer(question)
	with pytest.raises(QuestionError, match="ask again"):
		case.answer(question, words="后年")
	with as_user(case.planning), pytest.raises(frappe.PermissionError):
		customer_told(question.name)
	with pytest.raises(QuestionError):
		frappe.get_doc("Customer Question", question.name).delete()


def test_what_was_sent_beside_the_question_is_not_believed(case):
	other = an_agent(case.group)
	with pytest.raises(frappe.PermissionError):
		case.ask(agent=other.name)
	question = case.ask(stage="Told", answer="随便", due_on="2030-01-01", answered_by=other.user)
	assert (question.agent, question.stage, question.answer) == (case.agent.name, "Open", None)
	assert getdate(question.due_on).year < 2030 and not question.answered_by
	theirs = a_lead(agent=an_agent(a_group()))
	with pytest.raises(frappe.PermissionError):
		case.ask(lead=theirs.name)


def test_numbers_in_a_question_are_hidden(case):
	assert "13900001234" not in case.ask(question="他的号码 13900001234 对吗").question


def test_it_is_due_in_working_days_reminded_of_and_goes_to_the_manager(case, time_machine):
	time_machine.move_to("2026-09-04T10:00:00+08:00")  # a Friday
	question = case.ask()
	calendar = read_calendars([case.centre.name])[case.centre.name]
	due = calendar.add_working_days(getdate("2026-09-04"), 1)
	assert question.due_on == due > getdate("2026-09-04")
	time_machine.move_to(f"{add_days(due, -1)}T08:00:00+08:00")
	assert question.name in overdue_questions.remind_and_escalate()["reminded"]
	assert case.desk_of(case.planning, question) and not case.desk_of(case.manager, question)
	time_machine.move_to(f"{add_days(due, 1)}T08:00:00+08:00")
	assert question.name in overdue_questions.remind_and_escalate()["escalated"]
	assert question.name not in overdue_questions.remind_and_escalate()["escalated"]
	assert len(case.desk_of(case.manager, question)) == 1


def test_another_group_s_leader_does_not_see_it(case):
	question = case.ask()
	with as_user(the_leader(a_group(case.centre))):
		assert not frappe.get_list("Customer Question", {"name": question.name})
	with as_user(case.leader):
		assert frappe.get_list("Customer Question", {"name": question.name})
