"""A suggestion of the staff: a department answers in time, adopts it or says why not (R51).

What is adopted stands with person and day, so that a metric can count it and a rule can thank for it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from dianjian_app import permissions, roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.authority import check_position, refuse_about_oneself
from dianjian_app.people.deadlines import deadline, deciders
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import staff_of_user, user_of_staff
from dianjian_app.resources.numbers.phone import hide_numbers

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.staff_suggestion.staff_suggestion import StaffSuggestion

OPEN, ANSWERED = "Open", "Answered"
ADOPTED = "Adopted"
ANSWER = (roles.ADMINISTRATION, roles.HR, roles.MANAGER)
SUGGESTED = ("agent", "agent_name", "sales_group", "centre", "date")
BY_APP = ("stage", "answered_by", "answered_on", "reminded_on", "escalated_at")
DAYS, DEFAULT_DAYS = "suggestion_days", 5


class SuggestionError(frappe.ValidationError):
	"""A suggestion or its answer that cannot be so."""


def validate(suggestion: StaffSuggestion) -> None:
	"""Event validate: who suggested, until when, and who answered. Raises SuggestionError, NotYourPartError,
	AboutOneselfError, PermissionError."""
	before = suggestion.get_doc_before_save()
	for field in BY_APP:
		suggestion.set(field, before.get(field) if before else None)
	for field in ("subject", "text", "answer"):
		suggestion.set(field, hide_numbers((suggestion.get(field) or "").strip()) or None)
	if before:
		_keep(suggestion, before)
	else:
		_suggest(suggestion)
	if suggestion.stage == OPEN:
		made = getdate() if suggestion.is_new() else getdate(get_datetime(suggestion.creation))
		suggestion.due_on = deadline(str(suggestion.centre), made, DAYS, DEFAULT_DAYS)
	permissions.check_in_scope(suggestion)


def _suggest(suggestion: StaffSuggestion) -> None:
	suggestion.agent = staff_of_user(frappe.session.user)
	if not suggestion.agent:
		frappe.throw(_("Suggestions are made by the staff of a sales centre."), SuggestionError)
	suggestion.date, suggestion.stage = getdate(), OPEN
	suggestion.answer, suggestion.outcome = None, ""
	fill_person(suggestion, getdate())


def _keep(suggestion: StaffSuggestion, before: StaffSuggestion) -> None:
	for field in SUGGESTED:
		suggestion.set(field, before.get(field))
	said = ("subject", "text", "department", "outcome", "answer")
	changed = {field for field in said if (suggestion.get(field) or "") != (before.get(field) or "")}
	if before.stage == ANSWERED and changed:
		frappe.throw(_("{0} is answered and stays as it is.").format(suggestion.name), SuggestionError)
	mine = staff_of_user(frappe.session.user) == before.agent
	if changed & {"subject", "text"} and not mine:
		frappe.throw(_("Only who suggested it changes the text."), frappe.PermissionError)
	if not changed & {"outcome", "answer"}:
		return
	check_position(suggestion, *ANSWER)
	refuse_about_oneself(suggestion)
	if not suggestion.outcome or not suggestion.answer:
		frappe.throw(_("Choose whether it is adopted, and say why."), SuggestionError)
	suggestion.stage = ANSWERED
	suggestion.answered_by, suggestion.answered_on = frappe.session.user, getdate(now_datetime())


def tell_people(suggestion: StaffSuggestion) -> None:
	"""Event on_update: a new one stands on the desks of who answers, the answer on the desk of who suggested it."""
	before, me = suggestion.get_doc_before_save(), frappe.session.user
	if not before:
		users = {*deciders(str(suggestion.centre), *ANSWER)} - {me}
		subject = _("Suggestion to {0}: {1}").format(_(suggestion.department), suggestion.subject)
	elif suggestion.stage == ANSWERED and before.stage == OPEN:
		users = {user_of_staff(str(suggestion.agent)) or ""} - {me, ""}
		subject = _("Your suggestion is answered ({0}): {1}").format(
			_(suggestion.outcome), suggestion.subject
		)
	else:
		return
	put_on_desks(sorted(users), suggestion.doctype, str(suggestion.name), subject)


def refuse_delete(suggestion: StaffSuggestion) -> None:
	"""Event on_trash: what was suggested is kept. Raises SuggestionError."""
	frappe.throw(_("What was suggested is kept: {0}.").format(suggestion.name), SuggestionError)
