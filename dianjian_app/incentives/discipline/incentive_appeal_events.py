"""The events of an Incentive Appeal. It is filed in time and once, decided by somebody else, then carried out (R31, R35).

It is about one entry, one disciplinary action, one appraisal, or something that is missing; it holds that line only.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt, getdate

from dianjian_app.incentives.discipline import disciplinary_decision
from dianjian_app.incentives.discipline.appeal_judges import decided_before
from dianjian_app.incentives.discipline.appeals import ACTION, APPRAISAL, ENTRY, MISSING
from dianjian_app.incentives.entries.reversal import reverse
from dianjian_app.people.appeal_course import (
	AppealError,
	Course,
	answer_due,
	check_appellant,
	check_in_time,
	check_once,
	follow,
	last_day_to_appeal,
)
from dianjian_app.people.month_text import month_from_text
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staff_appraisal_events import set_aside
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.phone import hide_numbers
from dianjian_app.stage_codes.appeal_stages import DISMISSED, UPHELD
from dianjian_app.stage_codes.disciplinary_action_stages import DECIDED

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_appeal.incentive_appeal import IncentiveAppeal

SUBJECT_FIELDS = {
	ENTRY: ("entry",),
	ACTION: ("action",),
	APPRAISAL: ("appraisal",),
	MISSING: ("rule", "month"),
}
BY_APP = (
	*("agent", "agent_name", "sales_group", "centre", "date", "answer_by", "escalated_at", "second_review"),
	*("first_appeal", "decided_by", "decided_at", "reversal", "live_key"),
)
COURSE = Course(
	by_app=BY_APP,
	written=("kind", "entry", "action", "appraisal", "rule", "month"),
	of_decision={"decision_reason": None, "corrected_amount": 0},
	took_part=decided_before,
	clean=hide_numbers,
)


def file_appeal(appeal: IncentiveAppeal) -> None:
	"""Event before_insert: check that the person concerned files it, in time, and once. Raises AppealError, NotTheJudgeError."""
	for field in BY_APP:
		appeal.set(field, None)
	for kind, fields in SUBJECT_FIELDS.items():
		for field in fields if kind != appeal.kind else ():
			appeal.set(field, None)
	person, since = _about(appeal)
	appeal.agent, appeal.date = check_appellant(person), getdate()
	fill_person(appeal, appeal.date)
	_in_time(appeal, since)
	_once(appeal)
	appeal.answer_by = answer_due(appeal.centre, appeal.date)


def _about(appeal: IncentiveAppeal) -> tuple[str | None, date]:
	"""Return whom the appeal concerns, and the day from which its time runs. Raises AppealError."""
	about: tuple[str | None, date] | None = None
	if appeal.kind == ENTRY and appeal.entry:
		about = _about_entry(appeal.entry)
	elif appeal.kind == ACTION and appeal.action:
		about = _about_action(appeal.action)
	elif appeal.kind == APPRAISAL and appeal.appraisal:
		about = _about_appraisal(appeal.appraisal)
	elif appeal.kind == MISSING and appeal.rule:
		about = staff_of_user(frappe.session.user), _published_on(appeal)
	return about or frappe.throw(
		_("Say which entry, disciplinary action, appraisal or rule the appeal is about."), AppealError
	)


def _about_entry(name: str) -> tuple[str | None, date] | None:
	entry = frappe.db.get_value("Incentive Entry", name, ["agent", "sales_group", "posted_on"], as_dict=True)
	if not entry:
		return None
	leader = None if entry.agent else frappe.db.get_value("Sales Group", entry.sales_group, "leader")
	return entry.agent or leader, getdate(entry.posted_on)


def _about_action(name: str) -> tuple[str | None, date]:
	action = frappe.db.get_value("Disciplinary Action", name, ["agent", "status", "decided_on"], as_dict=True)
	if not action or action.status != DECIDED:
		frappe.throw(
			_("An appeal against a disciplinary action is possible once the action is decided."), AppealError
		)
	return action.agent, getdate(action.decided_on)


def _about_appraisal(name: str) -> tuple[str | None, date]:
	fields = ["agent", "docstatus", "signed_on", "date"]
	appraisal = frappe.db.get_value("Staff Appraisal", name, fields, as_dict=True)
	if not appraisal or appraisal.docstatus != 1:
		frappe.throw(_("An appeal against an appraisal is possible once it is signed."), AppealError)
	return appraisal.agent, getdate(appraisal.signed_on or appraisal.date)


def _published_on(appeal: IncentiveAppeal) -> date:
	month = month_from_text(appeal.month, AppealError)
	me = staff_of_user(frappe.session.user)
	published = frappe.db.get_value(
		"Incentive Settlement",
		{
			"centre": frappe.db.get_value("Sales Staff", me, "centre"),
			"month": month.month_text,
			"published_at": ("is", "set"),
			"docstatus": 1,
		},
		"published_at",
	)
	if not published:
		frappe.throw(
			_("{0} is not published yet. Wait until the settlement is published.").format(appeal.month),
			AppealError,
		)
	return getdate(published)


def _in_time(appeal: IncentiveAppeal, since: date) -> None:
	last = last_day_to_appeal(appeal.centre, since)
	again = _first_dismissed(appeal)
	if again:
		last = max(last, last_day_to_appeal(appeal.centre, getdate(again.decided_at)))
	check_in_time(appeal.date, last)
	appeal.second_review, appeal.first_appeal = int(bool(again)), again and again.name


def _first_dismissed(appeal: IncentiveAppeal) -> IncentiveAppeal | None:
	"""Return the person's earlier appeal about the same that was dismissed: others may review it once more (R31)."""
	same = {field: appeal.get(field) for field in SUBJECT_FIELDS[appeal.kind]}
	filters = {**same, "agent": appeal.agent, "stage": DISMISSED, "second_review": 0}
	return frappe.db.get_value(
		"Incentive Appeal", filters, ["name", "decided_at", "decided_by"], as_dict=True
	)


def _once(appeal: IncentiveAppeal) -> None:
	same = "|".join(str(appeal.get(field)) for field in SUBJECT_FIELDS[appeal.kind])
	check_once(appeal, f"{appeal.agent}|{appeal.kind}|{same}|{int(bool(appeal.second_review))}")


def validate(appeal: IncentiveAppeal) -> None:
	"""Event validate: its course, and what an upheld appeal brings. Raises AppealError, NotTheJudgeError."""
	if follow(appeal, COURSE) != UPHELD:
		return
	if appeal.kind == ENTRY:
		appeal.reversal = reverse(appeal.entry, flt(appeal.corrected_amount), appeal.name)
	elif appeal.kind == ACTION:
		disciplinary_decision.revoke(appeal.action, appeal.name)
	elif appeal.kind == APPRAISAL:
		set_aside(appeal.appraisal)


def comment_on_subject(appeal: IncentiveAppeal) -> None:
	"""Event on_update: comment the outcome on the disciplinary action or appraisal that the appeal is about."""
	before = appeal.get_doc_before_save()
	subject = {
		ACTION: ("Disciplinary Action", appeal.action),
		APPRAISAL: ("Staff Appraisal", appeal.appraisal),
	}
	if (
		appeal.kind in subject
		and before
		and before.stage != appeal.stage
		and appeal.stage in (UPHELD, DISMISSED)
	):
		frappe.get_doc(*subject[appeal.kind]).add_comment(
			"Comment", text=_("Appeal {0}: {1}").format(appeal.name, _(appeal.stage))
		)
