"""What customers are asked: the questions of a survey, whom it asks, when, and by which text (R42)."""

from __future__ import annotations

import re
from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.calls import sms_text
from dianjian_app.service.questions import CHOICE, MOST_QUESTIONS, SCALE

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.survey_template.survey_template import SurveyTemplate

VISIT, DEAL, COMPLAINT, SCHEDULE = "Visit", "Deal", "Complaint", "Schedule"
AGENT, CONSULTANT = "Telesales Agent", "Sales Consultant"
LINK = "{link}"
PLACES = ("link", "customer_name", "centre", "company")
LEAST_DAYS_OF_SCHEDULE = 7
_PLACE = re.compile(r"\{(\w*)\}")


class SurveyTemplateError(frappe.ValidationError):
	"""A survey that cannot be asked so."""


def validate(template: SurveyTemplate) -> None:
	"""Event validate: one question is the score, the days and the share make sense. Raises SurveyTemplateError."""
	scores = [row for row in template.questions if row.counts]
	if len(scores) != 1 or scores[0].kind != SCALE:
		_refuse(_("Exactly one question from 1 to 5 is the score; tick it."))
	if any(row.kind == CHOICE for row in template.questions):
		_refuse(_("Customers are asked from 1 to 5, or in words."))
	if len(template.questions) > MOST_QUESTIONS:
		_refuse(_("At most {0} questions: who answers on a phone gives up.").format(MOST_QUESTIONS))
	scores[0].required = 1
	if not 1 <= template.share <= 100:
		_refuse(_("The share of customers lies between 1 and 100."))
	if template.valid_days < 1:
		_refuse(_("A link is open for a day at least."))
	if template.asked_after == SCHEDULE and template.wait_days < LEAST_DAYS_OF_SCHEDULE:
		_refuse(
			_("On a schedule, customers are asked every {0} days at most.").format(LEAST_DAYS_OF_SCHEDULE)
		)
	if template.by_text:
		_check_text(template)


def _check_text(template: SurveyTemplate) -> None:
	template.text = (template.text or "").strip()
	wrong = [place for place in _PLACE.findall(template.text) if place not in PLACES]
	if wrong or template.text.count(LINK) != 1:
		_refuse(
			_("The text names {0} once, and of places there are only: {1}.").format(
				LINK, ", ".join(f"{{{place}}}" for place in PLACES)
			)
		)
	if len(template.text) > sms_text.LONGEST:
		_refuse(_("The text is longer than {0} characters.").format(sms_text.LONGEST))


def _refuse(why: str) -> None:
	frappe.throw(why, SurveyTemplateError)


def fill_text(text: str, values: dict[str, str | None]) -> str:
	"""The text with its places filled; the link's place stays, for who sends it."""
	filled = _PLACE.sub(lambda m: m[0] if m[1] == "link" else str(values.get(m[1]) or ""), text)
	return re.sub(r"[ \u3000]{2,}", " ", filled).strip()
