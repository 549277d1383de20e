"""Questions and what was given for them, of customers and of the staff alike: 1 to 5, one of several, or words (R42, R56)."""

from __future__ import annotations

import json
from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.clean_text import clean
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.service.public_text import some_lines

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.survey_question.survey_question import SurveyQuestion

SCALE, CHOICE, TEXT = "Scale", "Choice", "Text"
LOWEST, HIGHEST = 1, 5
MOST_QUESTIONS = 20
LONGEST_ANSWER = 1000


class AnswerError(frappe.ValidationError):
	"""An answer is missing, or none."""


def read_given(answers: object) -> dict[int, dict]:
	"""Number of the question → what was given for it. Raises AnswerError for what is no list of answers."""
	if isinstance(answers, str):
		try:
			answers = json.loads(answers[:100_000])
		except (ValueError, RecursionError):
			answers = None
	if not isinstance(answers, list) or len(answers) > 50:
		frappe.throw(_("These are no answers."), AnswerError)
		raise AnswerError  # frappe.throw has raised; its signature does not say so
	return {
		row["number"]: row
		for row in answers
		if isinstance(row, dict)
		and isinstance(row.get("number"), int)
		and not isinstance(row["number"], bool)
	}


def score_of(said: dict) -> int:
	"""The score from 1 to 5 that was given, 0 where none was."""
	score = said.get("score") or 0
	valid = isinstance(score, int) and not isinstance(score, bool) and LOWEST <= score <= HIGHEST
	return score if valid else 0


def words_of(said: dict) -> str:
	"""The words that were given, of a bounded length and without a number or what a browser runs."""
	return clean(hide_numbers(some_lines(said.get("text"), LONGEST_ANSWER)))


def choices_of(question: SurveyQuestion) -> list[str]:
	"""What one may choose from, a line each; none of another kind."""
	if question.kind != CHOICE:
		return []
	return [line.strip() for line in (question.choices or "").splitlines() if line.strip()]


def choice_of(question: SurveyQuestion, said: dict) -> str:
	"""The choice that was given by its number, 1 is the first; "" where none was."""
	number, choices = said.get("choice"), choices_of(question)
	if not isinstance(number, int) or isinstance(number, bool) or not 1 <= number <= len(choices):
		return ""
	return choices[number - 1]


def in_language(own: str | None, english: str | None) -> str:
	"""A text in the reader's language, where there is one."""
	return ((english or own) if (frappe.local.lang or "").startswith("en") else own) or ""


def as_asked(question: SurveyQuestion) -> dict:
	"""A question as a page shows it: {"number", "text", "kind", "required"}, and "choices" where one chooses."""
	asked = {
		"number": question.idx,
		"text": in_language(question.question, question.english),
		"kind": question.kind,
		"required": bool(question.required),
	}
	choices = choices_of(question)
	return {**asked, "choices": choices} if choices else asked
