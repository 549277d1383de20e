"""The events of a Questionnaire Form: who is asked answers once; where it says so, without a name (R56).

Who is asked reads the form, and nobody else, whatever the role. An answer without a name is a form of its own: a random
name, nobody's, dated to the last day of answering. The form with the name keeps nothing of it, nor when it was sent.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate

from dianjian_app.locking import document_now, hold, row_now
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.service.questionnaires.staff_questionnaire_events import FORM, QUESTIONNAIRE
from dianjian_app.service.questions import (
	CHOICE,
	SCALE,
	TEXT,
	AnswerError,
	as_asked,
	choice_of,
	in_language,
	read_given,
	score_of,
	words_of,
)

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.questionnaire_form.questionnaire_form import QuestionnaireForm
	from dianjian_app.dianjian_app.doctype.staff_questionnaire.staff_questionnaire import StaffQuestionnaire
	from dianjian_app.dianjian_app.doctype.survey_question.survey_question import SurveyQuestion

OPEN, SENT, MISSED, ANSWER = "Open", "Sent", "Missed", "Answer"
NAME_LENGTH = 16


class QuestionnaireFormError(frappe.ValidationError):
	"""A form that is not answered so, or no more."""


class NotAskedError(frappe.PermissionError):
	"""Somebody else is asked."""


def validate(form: QuestionnaireForm) -> None:
	"""Event validate: the app alone writes forms. Raises QuestionnaireFormError."""
	if not form.flags.by_app:
		frappe.throw(_("A form is answered by sending it, and changed by nobody."), QuestionnaireFormError)


def refuse_delete(form: QuestionnaireForm) -> None:
	"""Event on_trash. Raises QuestionnaireFormError."""
	frappe.throw(_("A form is answered by sending it, and changed by nobody."), QuestionnaireFormError)


@frappe.whitelist(methods=["GET"])
def questions_of(form: str) -> dict:
	"""What a form asks of who opens it: {"intro", "questions", "open", "answers": of one that was sent with a name}.

	Raises PermissionError.
	"""
	doc: QuestionnaireForm = frappe.get_doc(FORM, form)
	doc.check_permission("read")
	_check_asked(doc)
	questionnaire: StaffQuestionnaire = frappe.get_cached_doc(QUESTIONNAIRE, doc.questionnaire)
	return {
		"intro": in_language(questionnaire.intro, questionnaire.intro_english),
		"questions": [as_asked(row) for row in questionnaire.questions],
		"open": doc.status == OPEN and getdate(doc.due_on) >= getdate(),
		"answers": [{"question": row.question, "score": row.score, "text": row.text} for row in doc.answers],
	}


@frappe.whitelist(methods=["POST"])
def send(form: str, answers: list | str) -> None:
	"""Send one's answers, once. answers: [{"number", and "score" (1 to 5), "choice" (1 is the first) or "text"}].

	Raises NotAskedError, QuestionnaireFormError (sent, over), AnswerError (one that is required is missing).
	"""
	of = frappe.db.get_value(FORM, form, "questionnaire")
	hold(QUESTIONNAIRE, of or "")  # it is not closed meanwhile, and two who send follow one another
	doc: QuestionnaireForm = document_now(FORM, form)
	doc.check_permission("read")
	_check_asked(doc)
	round_ = row_now(QUESTIONNAIRE, str(of), ["stage"])
	if doc.status != OPEN or not round_ or round_.stage != "Open" or getdate(doc.due_on) < getdate():
		frappe.throw(_("This form is sent or over; it stays as it is."), QuestionnaireFormError)
	said = answered(frappe.get_cached_doc(QUESTIONNAIRE, doc.questionnaire).questions, read_given(answers))
	if doc.anonymous:
		_without_name(doc, said)
		frappe.db.set_value(FORM, doc.name, "status", SENT, update_modified=False)
		return
	doc.set("answers", said)
	doc.status = SENT
	doc.flags.by_app = True
	doc.save(ignore_permissions=True)  # the answer of who is asked; nobody may write a form by hand


def answered(questions: list[SurveyQuestion], given: dict[int, dict]) -> list[dict]:
	"""The answers in the order of the questions, each {"question", "score", "text"}. Raises AnswerError."""
	found = []
	for row in questions:
		said = given.get(row.idx, {})
		score = score_of(said) if row.kind == SCALE else 0
		text = choice_of(row, said) if row.kind == CHOICE else words_of(said) if row.kind == TEXT else ""
		if score or text:
			found.append({"question": row.question, "score": score, "text": text})
		elif row.required:
			frappe.throw(_("Please answer: {0}").format(in_language(row.question, row.english)), AnswerError)
	if not found:
		frappe.throw(_("Answer at least one question."), AnswerError)
	return found


def _without_name(form: QuestionnaireForm, said: list[dict]) -> None:
	"""Keep answers in a form that names nobody. Past the document: its owner and times would tell who and when."""
	day = get_datetime(form.due_on)
	nobody = {"owner": "Administrator", "modified_by": "Administrator", "creation": day, "modified": day}
	answer = frappe.get_doc(
		{
			"doctype": FORM,
			"name": frappe.generate_hash(length=NAME_LENGTH),
			"title": form.title,
			"questionnaire": form.questionnaire,
			"centre": form.centre,
			"due_on": form.due_on,
			"status": ANSWER,
			"anonymous": 1,
			**nobody,
		}
	)
	answer.db_insert()
	for idx, row in enumerate(said, 1):
		place = {"parent": answer.name, "parenttype": FORM, "parentfield": "answers", "idx": idx}
		name = frappe.generate_hash(length=NAME_LENGTH)
		frappe.get_doc({"doctype": "Survey Answer", "name": name, **place, **row, **nobody}).db_insert()


def _check_asked(form: QuestionnaireForm) -> None:
	if not form.agent or staff_of_user(frappe.session.user) != form.agent:
		frappe.throw(_("Somebody else is asked."), NotAskedError, title=_("Not Yours"))
