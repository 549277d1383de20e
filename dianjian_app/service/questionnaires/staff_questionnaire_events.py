"""The events of a Staff Questionnaire: whom it asks what, and that a round stays as it was asked (R56)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, getdate

from dianjian_app import permissions
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.service.questions import CHOICE, MOST_QUESTIONS, choices_of

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.staff_questionnaire.staff_questionnaire import StaffQuestionnaire
	from dianjian_app.dianjian_app.doctype.survey_question.survey_question import SurveyQuestion

QUESTIONNAIRE, FORM = "Staff Questionnaire", "Questionnaire Form"
DRAFT, STANDING, OPEN, CLOSED = "Draft", "Standing", "Open", "Closed"
BY_HAND, QUARTERLY, AFTER_TRAINING = "By Hand", "Each Quarter", "After a Training"
BY_APP = (
	*("stage", "opened_on", "due_on", "closed_on", "asked", "answered"),
	*("standing", "about_type", "about", "round_key"),
)
MOST_CHOICES, MOST_DAYS = 10, 60


class QuestionnaireError(frappe.ValidationError):
	"""A questionnaire that cannot be asked so."""


def validate(questionnaire: StaffQuestionnaire) -> None:
	"""Event validate. Raises QuestionnaireError, OutOfScopeError."""
	if questionnaire.flags.by_app:
		return
	before = questionnaire.get_doc_before_save()
	for field in BY_APP:
		questionnaire.set(field, before.get(field) if before else None)
	if questionnaire.stage in (OPEN, CLOSED):
		_refuse(_("{0} has been asked and stays as it is.").format(questionnaire.name))
	questionnaire.stage = DRAFT if questionnaire.occasion == BY_HAND else STANDING
	if questionnaire.occasion == QUARTERLY:
		questionnaire.starts_on = questionnaire.starts_on or getdate()
	else:
		questionnaire.starts_on = None
	questionnaire.paused = cint(questionnaire.paused and questionnaire.stage == STANDING)
	_check_scope(questionnaire)
	_check_questions(questionnaire)
	permissions.check_in_scope(questionnaire)


def _check_scope(questionnaire: StaffQuestionnaire) -> None:
	if not 1 <= cint(questionnaire.days_to_answer) <= MOST_DAYS:
		_refuse(_("Give from 1 to {0} working days to answer.").format(MOST_DAYS))
	group = questionnaire.sales_group
	if group and frappe.db.get_value("Sales Group", group, "centre") != questionnaire.centre:
		_refuse(_("{0} is no group of {1}.").format(group, questionnaire.centre))
	positions = [row.position for row in questionnaire.positions]
	if len(set(positions)) < len(positions):
		_refuse(_("Name each position once."))


def _check_questions(questionnaire: StaffQuestionnaire) -> None:
	for field in ("title", "intro", "intro_english"):
		questionnaire.set(field, hide_numbers((questionnaire.get(field) or "").strip()))
	if len(questionnaire.questions) > MOST_QUESTIONS:
		_refuse(_("At most {0} questions: who answers on a phone gives up.").format(MOST_QUESTIONS))
	seen: set[str] = set()
	for row in questionnaire.questions:
		row.question, row.counts = (row.question or "").strip(), 0
		if row.question in seen:
			_refuse(_("{0} is asked twice.").format(row.question))
		seen.add(row.question)
		_check_choices(row)


def _check_choices(row: SurveyQuestion) -> None:
	choices = choices_of(row)
	row.choices = "\n".join(choices)
	if row.kind == CHOICE and not 2 <= len(set(choices)) == len(choices) <= MOST_CHOICES:
		_refuse(_("{0} needs 2 to {1} different choices, one a line.").format(row.question, MOST_CHOICES))


def refuse_delete(questionnaire: StaffQuestionnaire) -> None:
	"""Event on_trash: what has been asked is kept. Raises QuestionnaireError."""
	if questionnaire.stage in (OPEN, CLOSED):
		_refuse(_("{0} has been asked and stays as it is.").format(questionnaire.name))


def _refuse(why: str) -> None:
	frappe.throw(why, QuestionnaireError)
