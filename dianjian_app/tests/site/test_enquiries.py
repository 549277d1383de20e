"""Enquiries answered at once stand beside those that a department answers, by category (R41, R55)."""

import frappe
import pytest
from frappe.utils import getdate

from dianjian_app.service.customer_question_events import QuestionError
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.site.made_once import made_once
from dianjian_app.tests.site.test_customer_questions import Case
from dianjian_app.tests.site.test_reports import lines

pytestmark = pytest.mark.req("R41", "R55")
AT_ONCE = {"at_once": 1, "answer": "车位十二万起", "question": "车位多少钱？", "department": None}


@made_once
def case():
	return Case()


def a_category():
	return frappe.get_doc(
		doctype="Complaint Category", category_name=f"咨询{frappe.generate_hash(length=8)}"
	).insert()


def test_what_is_answered_at_once_is_done_and_nobody_waits_for_it(case):
	enquiry = case.ask(**AT_ONCE)
	assert (enquiry.stage, enquiry.answered_by, enquiry.told_on) == ("Told", case.agent.user, getdate())
	assert (enquiry.due_on, enquiry.answer) == (None, "车位十二万起")
	assert not case.desk_of(case.leader, enquiry)
	with pytest.raises(QuestionError, match="ask again"):
		case.answer(enquiry, words="十三万")


def test_without_an_answer_nothing_was_answered(case):
	with pytest.raises(QuestionError):
		case.ask(**{**AT_ONCE, "answer": " "})


def test_a_question_does_not_become_answered_at_once_later(case):
	question = case.ask()
	with as_user(case.agent):
		doc = frappe.get_doc("Customer Question", question.name)
		doc.update({"at_once": 1}).save()
	assert (doc.at_once, doc.stage) == (0, "Open")


def test_the_report_counts_them_by_category_with_how_long_the_others_took(case):
	parking, school = a_category().name, a_category().name
	case.ask(**AT_ONCE, category=parking)
	case.answer(case.ask(category=parking))
	case.ask(category=school)
	rows = {row["key"]: row for row in lines("Enquiries by Category", case.manager, centre=case.centre.name)}
	names = ("asked", "at_once", "passed_on", "open", "share")
	assert tuple(rows[parking][n] for n in names) == (2, 1, 1, 0, 50)
	assert tuple(rows[school][n] for n in names) == (1, 0, 1, 1, 0)
	assert rows[parking]["mean_days"] == 0
