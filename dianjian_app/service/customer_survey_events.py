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

if TYPE_CHECKING:
	from frappe.model.document import Document

	from dianjian_app.dianjian_app.doctype.customer_survey.customer_survey import CustomerSurvey


LOWEST, HIGHEST = 1, 5


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
	_check_once(survey)
	permissions.check_in_scope(survey)


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
