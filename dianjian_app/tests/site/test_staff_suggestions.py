"""A suggestion of the staff is answered in time, adopted or not with a reason, and what is adopted can be counted (R51)."""

import frappe
import pytest
from frappe.utils import add_days, getdate

from dianjian_app import roles
from dianjian_app.incentives.metrics.incentive_metric_events import try_metric
from dianjian_app.people.authority import AboutOneselfError, NotYourPartError
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.service import overdue_suggestions
from dianjian_app.service.staff_suggestion_events import SuggestionError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.builders.people import a_group, a_staff, an_agent

pytestmark = pytest.mark.req("R51")


class Case:
	def __init__(self):
		self.group = a_group()
		self.centre = frappe.get_doc("Sales Centre", self.group.centre)
		self.agent, self.colleague = an_agent(self.group), an_agent(self.group)
		self.manager, self.hr = (a_staff(r, centre=self.centre) for r in (roles.MANAGER, roles.HR))

	def suggests(self, by=None):
		with as_user(by or self.agent):
			return frappe.get_doc(
				doctype="Staff Suggestion",
				subject="早会提前",
				text="建议早会提前到 8:45，客户电话 13812345678 可验证",
				department="销售部",
			).insert()

	def answers(self, suggestion, by=None, **said):
		with as_user(by or self.hr):
			doc = frappe.get_doc("Staff Suggestion", suggestion.name)
			doc.update({"outcome": "Adopted", "answer": "下周起执行", **said})
			return doc.save()

	def desk_of(self, person):
		return frappe.get_all(
			"Notification Log",
			{"for_user": person.user, "document_type": "Staff Suggestion"},
			pluck="subject",
		)


@pytest.fixture
def case():
	return Case()


def test_it_goes_to_who_answers_and_its_answer_comes_back(case):
	suggestion = case.suggests()
	days = case.centre.suggestion_days
	due = read_calendars([case.centre.name])[case.centre.name].add_working_days(getdate(), days)
	assert (suggestion.stage, suggestion.due_on, suggestion.agent) == ("Open", due, case.agent.name)
	assert len(case.desk_of(case.manager)) == len(case.desk_of(case.hr)) == 1
	answered = case.answers(suggestion)
	assert (answered.stage, answered.answered_by, answered.answered_on) == (
		"Answered",
		case.hr.user,
		getdate(),
	)
	assert len(case.desk_of(case.agent)) == 1


@pytest.mark.req("R47")
def test_a_number_is_hidden_and_colleagues_do_not_read_it(case):
	suggestion = case.suggests()
	assert "13812345678" not in suggestion.text
	assert frappe.has_permission("Staff Suggestion", doc=suggestion, user=case.agent.user)
	assert not frappe.has_permission("Staff Suggestion", doc=suggestion, user=case.colleague.user)


@pytest.mark.parametrize("said", [{"outcome": ""}, {"answer": " "}])
def test_an_answer_says_adopted_or_not_and_why(case, said):
	with pytest.raises(SuggestionError):
		case.answers(case.suggests(), **said)


def test_nobody_answers_their_own_nor_without_the_part(case):
	with pytest.raises(AboutOneselfError):
		case.answers(case.suggests(by=case.hr))
	with pytest.raises(NotYourPartError):
		case.answers(case.suggests(), by=case.agent)


def test_an_answer_stays(case):
	suggestion = case.suggests()
	case.answers(suggestion, outcome="Not Adopted", answer="时间冲突")
	with pytest.raises(SuggestionError):
		case.answers(suggestion, by=case.manager)
	with pytest.raises(SuggestionError):
		frappe.delete_doc("Staff Suggestion", suggestion.name)


def test_what_is_late_is_reminded_of_and_escalated_once(case):
	suggestion = case.suggests()
	frappe.db.set_value("Staff Suggestion", suggestion.name, "due_on", add_days(getdate(), -1))
	before = len(case.desk_of(case.manager))
	assert suggestion.name in overdue_suggestions.remind_and_escalate()["escalated"]
	assert suggestion.name not in overdue_suggestions.remind_and_escalate()["escalated"]
	assert len(case.desk_of(case.manager)) == before + 1


def test_adopted_suggestions_can_be_counted_for_a_rule(case):
	case.answers(case.suggests())
	case.answers(case.suggests(), outcome="Not Adopted", answer="不合适")
	metric = {
		"doctype": "Incentive Metric",
		"metric_name": "采纳建议",
		"source_doctype": "Staff Suggestion",
		"agent_field": "agent",
		"date_field": "answered_on",
		"function": "Count",
		"filters_json": '[["outcome", "=", "Adopted"]]',
	}
	rows = try_metric(metric, case.centre.name, str(getdate())[:7])
	assert [row["value"] for row in rows if case.agent.name in row.values()] == [1]
