"""Customer surveys: a score of 1 to 5, recorded by somebody else than the person it is about (R27, R42)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, getdate

from dianjian_app import permissions
from dianjian_app.locking import hold, name_now
from dianjian_app.people.authority import refuse_about_oneself
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.service.questions import HIGHEST, LOWEST

if TYPE_CHECKING:
	from frappe.model.document import Document

	from dianjian_app.dianjian_app.doctype.customer_survey.customer_survey import CustomerSurvey


BY_PHONE, BY_LINK = "Telephone", "Link"


class SurveyError(frappe.ValidationError):
	"""A survey that cannot be."""


def validate(survey: CustomerSurvey) -> None:
	"""Event validate: whose, of when, which score. Raises SurveyError, AboutOneselfError."""
	before = survey.get_doc_before_save()
	from_visit(survey)
	fill_person(survey, getdate(survey.date))
	refuse_about_oneself(survey)
	if not LOWEST <= cint(survey.score) <= HIGHEST:
		frappe.throw(_("A score is a whole number from 1 to 5."), SurveyError, title=_("Score"))
	if getdate(survey.date) > getdate():
		frappe.throw(_("A survey lies in the past; {0} is still to come.").format(survey.date), SurveyError)
	survey.asked_by = before.asked_by if before else frappe.session.user
	_set_what_the_app_writes(survey, before)
	if survey.flags.of_link:  # service/survey_answers.py has found the link; no request sets flags
		return
	_check_once(survey)
	permissions.check_in_scope(survey)


def _set_what_the_app_writes(survey: CustomerSurvey, before: CustomerSurvey | None) -> None:
	"""Which survey was answered, with what, and whether its link was given by hand: never by a form."""
	link, answers = survey.flags.of_link, survey.flags.answers or []
	if link:
		survey.template, survey.by_hand = link.template, int(link.by_hand and survey.channel == BY_LINK)
	elif before:
		survey.template, survey.by_hand, answers = before.template, before.by_hand, before.answers
	else:
		survey.template, survey.by_hand = None, 0
		if survey.channel == BY_LINK:
			frappe.throw(_("Answers by a link are written by the customer."), SurveyError)
	if before and BY_LINK in (before.channel, survey.channel):
		for field in ("channel", "score", "date", "agent", "visit"):
			if str(survey.get(field) or "") != str(before.get(field) or ""):
				frappe.throw(_("What a customer answered by a link stays as it is."), SurveyError)
	survey.set("answers", answers)


def refuse_delete(survey: CustomerSurvey) -> None:
	"""Event on_trash: who may not write about somebody may not delete either; only the own record or a manager's."""
	refuse_about_oneself(survey)


def from_visit(doc: Document) -> None:
	"""A document about a visit is about its agent, unless somebody else is named."""
	if not doc.visit:
		return
	visit = frappe.db.get_value("Visit Confirmation", doc.visit, ["agent", "lead", "centre"], as_dict=True)
	doc.agent = doc.agent or visit.agent
	if doc.meta.has_field("lead"):
		doc.lead = doc.lead or visit.lead


def _check_once(survey: CustomerSurvey) -> None:
	if not survey.visit:
		return
	hold("Visit Confirmation", survey.visit)
	other = name_now(
		"Customer Survey",
		{
			"visit": survey.visit,
			"agent": survey.agent,
			"channel": survey.channel,
			"name": ("!=", survey.name or ""),
		},
	)
	if other:
		frappe.throw(
			_("The customer of {0} was asked in this way already: {1}.").format(survey.visit, other),
			SurveyError,
			title=_("Asked Already"),
		)
