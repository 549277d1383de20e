"""What customers answer: by a link without a login, once, or on the phone (R27, R42).

The public page is the same for everybody (`www/customer-survey.html`). A link that is unknown, over or answered is told
alike; an open one tells the questions and nothing of anybody.
"""

from __future__ import annotations

from dataclasses import dataclass
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.rate_limiter import rate_limit
from frappe.utils import cint, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.locking import document_now
from dianjian_app.people.deadlines import deciders
from dianjian_app.service.customer_survey_events import BY_LINK, BY_PHONE
from dianjian_app.service.flags import same_device
from dianjian_app.service.questions import (
	SCALE,
	AnswerError,
	as_asked,
	in_language,
	read_given,
	score_of,
	words_of,
)
from dianjian_app.service.survey_link_events import ANSWERED
from dianjian_app.service.survey_links import fingerprint, is_open, to_ask

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.survey_link.survey_link import SurveyLink
	from dianjian_app.dianjian_app.doctype.survey_template.survey_template import SurveyTemplate

LONGEST_TOKEN = 64


class SurveyClosedError(frappe.PermissionError):
	"""No link that can be answered: unknown, over and answered are told alike."""


@dataclass(frozen=True)
class Answer:
	"""The answer to a question: 1 to 5, or words."""

	question: str
	score: int = 0
	text: str = ""
	counts: bool = False


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=120, seconds=60 * 60)
def open_link(key: str = "") -> dict:
	"""The questions of an open link. key: its token. Gives {"intro", "questions": [{"number", "text", "kind", "required"}],
	"visit": whether it is about a visit}. Raises SurveyClosedError, which does not say why.
	"""
	link = _link_of(key)
	return _questions(link)


@frappe.whitelist(allow_guest=True, methods=["POST"])
@rate_limit(limit=60, seconds=60 * 60)
def answer(key: str = "", answers: list | str = "[]", never_visited: int | str | bool = 0) -> dict:
	"""Take the answers of a link, once. answers: [{"number", "score" or "text"}]; never_visited: the customer denies the
	visit, and no score is taken. Gives {"taken": True}. Raises SurveyClosedError, AnswerError.
	"""
	link = _link_of(key)
	_take(
		link,
		read_given(answers),
		denied=cint(str(never_visited)[:5] in ("1", "true", "True")),
		channel=BY_LINK,
	)
	same_device.link_answered(link)
	return {"taken": True}


@frappe.whitelist(methods=["GET"])
def questions_of(link: str) -> dict:
	"""The questions of a link, for who asks by phone; as `open_link`. Raises PermissionError, SurveyLinkError."""
	return _questions(to_ask(link))


@frappe.whitelist(methods=["POST"])
def answer_by_phone(link: str, answers: list | str = "[]", never_visited: int | str | bool = 0) -> dict:
	"""Write down what the customer of a link answers on the phone; the link is over. As `answer`.

	Raises PermissionError (who is scored, or of that group), SurveyLinkError, AnswerError.
	"""
	_take(to_ask(link), read_given(answers), denied=cint(never_visited), channel=BY_PHONE)
	return {"taken": True}


def _link_of(key: object) -> SurveyLink:
	"""The open link with that token, held. Raises SurveyClosedError."""
	token = key if isinstance(key, str) and 0 < len(key) <= LONGEST_TOKEN else ""
	wanted = fingerprint(token)
	name = frappe.db.get_value("Survey Link", {"token_hash": wanted}, "name")
	link = document_now("Survey Link", name) if token and name else None
	if link is None or link.token_hash != wanted or not is_open(link):
		frappe.throw(_("This link is closed: it was answered, or its time is over."), SurveyClosedError)
		raise SurveyClosedError  # frappe.throw has raised; its signature does not say so
	return link


def _questions(link: SurveyLink) -> dict:
	template: SurveyTemplate = frappe.get_cached_doc("Survey Template", link.template)
	return {
		"intro": in_language(template.intro, template.intro_english),
		"questions": [as_asked(row) for row in template.questions],
		"visit": bool(link.visit),
	}


def _answered(template: SurveyTemplate, given: dict[int, dict]) -> list[Answer]:
	"""The answers, in the order of the questions. Raises AnswerError for a required one that is missing."""
	found = []
	for row in template.questions:
		said = given.get(row.idx, {})
		if row.kind == SCALE:
			answer = Answer(row.question, score_of(said), counts=bool(row.counts))
		else:
			answer = Answer(row.question, text=words_of(said))
		if row.required and not (answer.score or answer.text):
			frappe.throw(_("Please answer: {0}").format(in_language(row.question, row.english)), AnswerError)
		if answer.score or answer.text:
			found.append(answer)
	return found


def _take(link: SurveyLink, given: dict[int, dict], *, denied: int, channel: str) -> None:
	"""Write the answers down and close the link; a denied visit is told to the manager and scored by nobody."""
	template: SurveyTemplate = frappe.get_cached_doc("Survey Template", link.template)
	values: dict[str, object] = {"status": ANSWERED, "answered_at": now_datetime(), "token_hash": None}
	if denied and link.visit:
		words = [Answer(row.question, text=words_of(given.get(row.idx, {}))) for row in template.questions]
		values |= {"never_visited": 1, "remarks": _in_lines([answer for answer in words if answer.text])}
	else:
		values["survey"] = _write_survey(link, _answered(template, given), channel)
	frappe.db.set_value("Survey Link", link.name, values)
	if "never_visited" in values:
		subject = _("A customer says that there was no visit: {0}").format(link.visit)
		put_on_desks(deciders(link.centre, roles.MANAGER), "Survey Link", link.name, subject)


def _write_survey(link: SurveyLink, answers: list[Answer], channel: str) -> str:
	survey = frappe.get_doc(
		doctype="Customer Survey",
		agent=link.agent,
		visit=link.visit,
		lead=link.lead,
		date=getdate(),
		score=next(answer.score for answer in answers if answer.counts),
		channel=channel,
		remarks=_in_lines([answer for answer in answers if answer.text]),
	)
	survey.flags.of_link = link
	survey.flags.answers = [{"question": a.question, "score": a.score} for a in answers if a.score]
	return survey.insert(
		ignore_permissions=True
	).name  # the customer has no login; who asks by phone was checked


def _in_lines(answers: list[Answer]) -> str:
	return "\n".join(f"{answer.question} {answer.text}" for answer in answers)
