"""Rounds of questionnaires: opened for people, reminded of, closed when their time is over (R56).

A round asks each person by a form of their own. When it closes without names, the forms that name who was asked are
deleted: what is left are answers that name nobody.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_days, cint, formatdate, getdate

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.locking import document_now, name_now, rows_now
from dianjian_app.own_transactions import for_each
from dianjian_app.people.centre_calendars import read_calendars
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import DEPARTED, names_of_centre, read_staffing, user_of_staff
from dianjian_app.service.questionnaires.questionnaire_form_events import ANSWER, MISSED, SENT
from dianjian_app.service.questionnaires.questionnaire_form_events import OPEN as UNANSWERED
from dianjian_app.service.questionnaires.staff_questionnaire_events import (
	AFTER_TRAINING,
	CLOSED,
	DRAFT,
	FORM,
	OPEN,
	QUARTERLY,
	QUESTIONNAIRE,
	STANDING,
	QuestionnaireError,
)
from dianjian_app.service.questionnaires.tally import LEAST_ANSWERS
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.staff_questionnaire.staff_questionnaire import StaffQuestionnaire
	from dianjian_app.dianjian_app.doctype.training_session.training_session import TrainingSession

COPIED = (
	*("centre", "occasion", "anonymous", "days_to_answer"),
	*("sales_group", "positions", "intro", "intro_english", "questions"),
)
REMIND_AHEAD_DAYS = 1


@frappe.whitelist(methods=["POST"])
def open_now(questionnaire: str) -> str:
	"""Ask a draft's people now, or open a round of a questionnaire that is asked each quarter. Gives the round's name.

	Raises PermissionError, QuestionnaireError (asked already, nobody to be asked, without names fewer than three).
	"""
	doc: StaffQuestionnaire = document_now(QUESTIONNAIRE, questionnaire)
	doc.check_permission("write")
	quarterly = doc.stage == STANDING and doc.occasion == QUARTERLY
	if doc.stage != DRAFT and not quarterly:
		frappe.throw(_("{0} is not opened by hand.").format(doc.title), QuestionnaireError)
	people = _who_can_answer(doc, people_of(doc, getdate()))
	if not people:
		frappe.throw(_("Nobody is there who could answer."), QuestionnaireError)
	if doc.anonymous and len(people) < LEAST_ANSWERS:
		frappe.throw(
			_("Without names at least {0} people are asked; here there are {1}.").format(
				LEAST_ANSWERS, len(people)
			),
			QuestionnaireError,
		)
	if quarterly:
		doc = _copy(doc, f"{doc.title} {formatdate(getdate())}")
	_ask(doc, people)
	return str(doc.name)


def open_for(
	standing: str,
	people: Iterable[str],
	*,
	about: tuple[str, str] | None = None,
	title: str | None = None,
	key: str | None = None,
) -> str | None:
	"""For other rooms: open a round of a standing questionnaire for named people of its scope, about a document.

	about: (DocType, name); title: what is put behind the questionnaire's own; key: a second round of the same key is not
	opened. Gives the round's name; None where it is there already, or where too few can be asked.
	"""
	doc: StaffQuestionnaire = document_now(QUESTIONNAIRE, standing)
	if key and name_now(QUESTIONNAIRE, {"round_key": key}):
		return None
	of_scope = set(people_of(doc, getdate()))
	asked = _who_can_answer(doc, [name for name in people if name in of_scope])
	if not asked or (doc.anonymous and len(asked) < LEAST_ANSWERS):
		return None
	opened = _copy(doc, f"{doc.title}: {title}" if title else str(doc.title), about=about, key=key)
	_ask(opened, asked)
	return str(opened.name)


def after_training(session: TrainingSession, method: str | None = None) -> None:
	"""Doc event of Training Session, on_submit: who attended is asked by each questionnaire of the centre that wants it."""
	if session.amended_from:
		return
	wanted = {"stage": STANDING, "occasion": AFTER_TRAINING, "paused": 0, "centre": session.centre}
	attended = [row.staff for row in session.attendees if row.attended]
	for name in frappe.get_all(QUESTIONNAIRE, wanted, pluck="name", order_by="name"):
		about = (str(session.doctype), str(session.name))
		open_for(name, attended, about=about, title=session.topic, key=f"{name}|{session.name}")


def people_of(questionnaire: StaffQuestionnaire, day: date) -> list[str]:
	"""Everybody of the questionnaire's scope on a day: centre, group, positions."""
	staffing = read_staffing(names_of_centre(str(questionnaire.centre)), Period.day(day))
	positions = {row.position for row in questionnaire.positions}
	on_day = {name: staffing.on(name, day) for name in sorted(staffing.staff)}
	return [
		name
		for name, on in on_day.items()
		if on.employed
		and on.centre == questionnaire.centre
		and (not questionnaire.sales_group or on.group == questionnaire.sales_group)
		and (not positions or on.position in positions)
	]


def _who_can_answer(questionnaire: StaffQuestionnaire, people: Sequence[str]) -> list[str]:
	"""Those of the people who can log in."""
	filters = {"name": ("in", among(people)), "user": ("is", "set"), "status": ("!=", DEPARTED)}
	rows = frappe.get_all("Sales Staff", filters, ["name", "user"], order_by="name", limit=0)
	able = {"name": ("in", among(row.user for row in rows)), "enabled": 1}
	enabled = set(frappe.get_all("User", able, pluck="name", limit=0))
	return [row.name for row in rows if row.user in enabled]


def _copy(
	standing: StaffQuestionnaire,
	title: str,
	*,
	about: tuple[str, str] | None = None,
	key: str | None = None,
) -> StaffQuestionnaire:
	"""A round of a standing questionnaire, as it is now."""
	opened: StaffQuestionnaire = frappe.get_doc(
		doctype=QUESTIONNAIRE,
		title=title[:140],
		stage=DRAFT,
		standing=standing.name,
		about_type=about and about[0],
		about=about and about[1],
		round_key=key,
	)
	for field in COPIED:
		value = standing.get(field)
		if isinstance(value, list):
			value = [{k: v for k, v in row.as_dict(no_default_fields=True).items()} for row in value]
		opened.set(field, value)
	opened.flags.by_app = True
	return opened.insert(
		ignore_permissions=True
	)  # the app opens it: by the clock, a training, or who may write the other


def _ask(questionnaire: StaffQuestionnaire, people: Sequence[str]) -> None:
	"""A form for each, and a notice; the questionnaire is open."""
	today = getdate()
	calendar = read_calendars([str(questionnaire.centre)])[str(questionnaire.centre)]
	due = calendar.add_working_days(today, cint(questionnaire.days_to_answer) or 1)
	questionnaire.update({"stage": OPEN, "opened_on": today, "due_on": due, "asked": len(people)})
	questionnaire.flags.by_app = True
	questionnaire.save(ignore_permissions=True)  # the act above has asked; the clock has nobody's rights
	for name in people:
		form = frappe.get_doc(
			doctype=FORM,
			title=questionnaire.title,
			questionnaire=questionnaire.name,
			centre=questionnaire.centre,
			agent=name,
			due_on=due,
			status=UNANSWERED,
			anonymous=questionnaire.anonymous,
		)
		form.flags.by_app = True
		form.insert(ignore_permissions=True)  # the app asks; nobody makes a form by hand
		_tell(
			name, str(form.name), _("Please answer by {0}: {1}").format(formatdate(due), questionnaire.title)
		)


def _tell(person: str, form: str, words: str) -> None:
	user = user_of_staff(person)
	put_on_desks([user] if user else [], FORM, form, words)


@frappe.whitelist(methods=["POST"])
def close_now(questionnaire: str) -> int:
	"""Close an open questionnaire before its time. Gives how many answered. Raises PermissionError, QuestionnaireError."""
	doc: StaffQuestionnaire = document_now(QUESTIONNAIRE, questionnaire)
	doc.check_permission("write")
	if doc.stage != OPEN:
		frappe.throw(_("{0} is not open.").format(doc.title), QuestionnaireError)
	return close(str(doc.name))


def close(name: str) -> int:
	"""Close a questionnaire: nobody answers any more, and the results can be read. Gives how many answered."""
	doc: StaffQuestionnaire = document_now(QUESTIONNAIRE, name)
	if doc.stage != OPEN:
		return cint(doc.answered)
	forms = rows_now(FORM, {"questionnaire": name}, ["name", "status"])
	named = [form.name for form in forms if form.status != ANSWER]
	doc.answered = sum(1 for form in forms if form.status == SENT)
	if doc.anonymous:
		_forget(named)
	else:
		missed = {"name": ("in", among(form.name for form in forms if form.status == UNANSWERED))}
		frappe.db.set_value(FORM, missed, "status", MISSED, update_modified=False)
	doc.update({"stage": CLOSED, "closed_on": getdate()})
	doc.flags.by_app = True
	doc.save(ignore_permissions=True)  # the clock closes it; who closes it earlier was asked
	subject = _("{0} is closed; {1} of {2} answered.").format(doc.title, doc.answered, doc.asked)
	put_on_desks(deciders(str(doc.centre), roles.MANAGER, roles.HR), QUESTIONNAIRE, name, subject)
	return cint(doc.answered)


def _forget(forms: Sequence[str]) -> None:
	"""Delete forms that name who was asked, and what stands beside them."""
	names = ("in", among(forms))
	frappe.db.delete("Notification Log", {"document_type": FORM, "document_name": names})
	frappe.db.delete("Comment", {"reference_doctype": FORM, "reference_name": names})
	frappe.db.delete("Survey Answer", {"parenttype": FORM, "parent": names})
	frappe.db.delete(FORM, {"name": names})


def run_daily(today: date | None = None) -> None:
	"""Daily job: open the rounds of the quarter, remind who has not answered, close what is over."""
	day = today or getdate()
	for_each(
		due_this_quarter(day), lambda name: open_quarter(name, day), lambda name: f"Questionnaire {name}"
	)
	remind(day)
	over = frappe.get_all(QUESTIONNAIRE, {"stage": OPEN, "due_on": ("<", day)}, pluck="name", limit=0)
	for_each(over, close, lambda name: f"Questionnaire {name} could not be closed")


def due_this_quarter(day: date) -> list[str]:
	"""Standing questionnaires that have begun and have no round of the day's quarter yet."""
	wanted = {"stage": STANDING, "occasion": QUARTERLY, "paused": 0, "starts_on": ("<=", day)}
	names = frappe.get_all(QUESTIONNAIRE, wanted, pluck="name", order_by="name", limit=0)
	keys = {quarter_key(name, day): name for name in names}
	opened = frappe.get_all(QUESTIONNAIRE, {"round_key": ("in", among(keys))}, pluck="round_key", limit=0)
	return [name for key, name in keys.items() if key not in opened]


def quarter_key(standing: str, day: date) -> str:
	return f"{standing}|{Period.quarter_of(day).start}"


def open_quarter(standing: str, day: date) -> str | None:
	"""The round of a day's quarter; see `open_for`."""
	doc: StaffQuestionnaire = frappe.get_doc(QUESTIONNAIRE, standing)
	quarter = f"{day.year} Q{(day.month + 2) // 3}"
	return open_for(standing, people_of(doc, getdate()), title=quarter, key=quarter_key(standing, day))


def remind(day: date) -> list[str]:
	"""Remind, once, who has not answered what is due by tomorrow. Gives the forms."""
	late = frappe.get_all(
		FORM,
		{
			"status": UNANSWERED,
			"due_on": ("between", (day, add_days(day, REMIND_AHEAD_DAYS))),
			"reminded_on": ("is", "not set"),
		},
		["name", "agent", "title", "due_on"],
		order_by="name",
		limit=0,
	)
	for row in late:
		frappe.db.set_value(FORM, row.name, "reminded_on", day, update_modified=False)
		_tell(row.agent, row.name, _("Please answer by {0}: {1}").format(formatdate(row.due_on), row.title))
	return [row.name for row in late]
