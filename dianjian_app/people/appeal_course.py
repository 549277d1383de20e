"""The course of an appeal, whatever it is about: filed by the person in time and once, decided by others (R31, R35).

A room that has appeals says what is particular to them in a `Course` and leaves the rest to this module.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people.authority import decides_for
from dianjian_app.people.deadlines import deadline, deciders
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.stage_codes.appeal_stages import (
	APPEAL_STEPS,
	CLOSED,
	DISMISSED,
	FILED,
	IN_REVIEW,
	OPEN,
	UPHELD,
	WITHDRAWN,
)
from dianjian_app.workflow_stages import sync_stage_from_workflow

if TYPE_CHECKING:
	from frappe.model.document import Document

DECIDERS = (roles.HR, roles.MANAGER)


class AppealError(frappe.ValidationError):
	"""The appeal is too late, about nothing, or a second one."""


class NotTheJudgeError(frappe.PermissionError):
	"""The user may not act on this appeal."""


@dataclass(frozen=True)
class Course:
	"""What is particular to the appeals of a DocType.

	by_app: fields that the app alone fills; written: fields that are said when it is filed, and stay; of_decision: fields that
	are written while it is in review, with what they are before; took_part: the users who took part in what it is about, and
	do not decide it; clean: what free text goes through.
	"""

	by_app: tuple[str, ...]
	written: tuple[str, ...]
	of_decision: Mapping[str, object]
	took_part: Callable[[Document], set[str]]
	clean: Callable[[str], str]


def last_day_to_appeal(centre: str, since: date) -> date:
	"""The last day on which something may be appealed against that was made known on a day (R35)."""
	return deadline(centre, since, "appeal_days", 3)


def answer_due(centre: str, filed_on: date) -> date:
	"""The day by which an appeal that was filed on a day is to be answered (R35)."""
	return deadline(centre, filed_on, "answer_days", 5)


def check_appellant(person: str | None) -> str:
	"""The session's user is the person concerned; gives that person. Raises NotTheJudgeError."""
	me = staff_of_user(frappe.session.user)
	if me is None or me != person:
		message = _("Only the person concerned can file this appeal.")
		frappe.throw(message, NotTheJudgeError, title=_("Not Yours"))
		raise NotTheJudgeError(message)  # frappe.throw has raised; its signature does not say so
	return me


def check_in_time(filed_on: date, last: date) -> None:
	"""The time to appeal has not ended. Raises AppealError, which names the day that was the last."""
	if filed_on > last:
		frappe.throw(
			_("The time to appeal ended on {0}.").format(formatdate(last)), AppealError, title=_("Too Late")
		)


def check_once(appeal: Document, key: str) -> None:
	"""Nobody appeals twice about the same; key: what the appeal is about. Raises AppealError."""
	appeal.live_key = key[:140]
	other = frappe.db.get_value(appeal.doctype, {"live_key": appeal.live_key}, "name")
	if other:
		frappe.throw(
			_("There is already an appeal about this: {0}.").format(other),
			AppealError,
			title=_("Already Filed"),
		)


def follow(appeal: Document, course: Course) -> str | None:
	"""Event validate: check who takes each step, and keep what is written; gives the stage that it has come to, if any.

	Raises AppealError, NotTheJudgeError, StepError.
	"""
	before = appeal.get_doc_before_save()
	was = sync_stage_from_workflow(appeal, before, APPEAL_STEPS, FILED)
	if not before:
		appeal.grounds = course.clean(appeal.grounds or "")
		appeal.update(course.of_decision)
		return None
	for field in (*course.by_app, *course.written):
		appeal.set(field, before.get(field))
	if was in CLOSED:
		frappe.throw(_("{0} is decided and can no longer be changed.").format(appeal.name), AppealError)
	if was != FILED or not is_appellant(appeal):
		appeal.grounds, appeal.attachment = before.grounds, before.attachment
	if was != IN_REVIEW:
		appeal.update({field: before.get(field) for field in course.of_decision})
	if appeal.stage == was:
		return None
	if appeal.stage == WITHDRAWN:
		if not is_appellant(appeal):
			frappe.throw(_("Only the person who filed an appeal can withdraw it."), NotTheJudgeError)
		appeal.live_key = None
	else:
		check_judge(appeal, course.took_part(appeal))
	if appeal.stage in (UPHELD, DISMISSED):
		_sign(appeal, course)
	return appeal.stage


def is_appellant(appeal: Document) -> bool:
	"""Whether the session's user filed the appeal."""
	return staff_of_user(frappe.session.user) == appeal.agent


def check_judge(appeal: Document, took_part: Iterable[str]) -> None:
	"""Check that the user is HR or the manager of the centre, is not the appellant, and took no part before (R31).

	Raises NotTheJudgeError.
	"""
	user = frappe.session.user
	if is_appellant(appeal):
		frappe.throw(_("You cannot decide your own appeal."), NotTheJudgeError, title=_("About Yourself"))
	if not any(decides_for(user, appeal.centre, role) for role in DECIDERS):
		frappe.throw(_("Only HR or the department manager can decide an appeal."), NotTheJudgeError)
	if user in took_part:
		frappe.throw(
			_(
				"You took part in the decision that this appeal is about. Somebody else must decide the appeal."
			),
			NotTheJudgeError,
			title=_("Not Your Own Decision"),
		)


def _sign(appeal: Document, course: Course) -> None:
	if not (appeal.decision_reason or "").strip():
		frappe.throw(_("Enter the reason for the decision."), AppealError, title=_("Reason Needed"))
	appeal.decision_reason = course.clean(appeal.decision_reason)
	appeal.decided_by, appeal.decided_at = frappe.session.user, now_datetime()


def refuse_delete(appeal: Document) -> None:
	"""Event on_trash: refuse to delete an appeal. Raises AppealError."""
	frappe.throw(_("An appeal cannot be deleted."), AppealError)


def escalate(doctype: str) -> list[str]:
	"""Mark the overdue appeals of a DocType, and tell HR and the manager, once; gives their names (R35)."""
	late = frappe.get_all(
		doctype,
		filters={"stage": ("in", OPEN), "answer_by": ("<", getdate()), "escalated_at": ("is", "not set")},
		pluck="name",
	)
	for name in late:
		frappe.db.set_value(doctype, name, "escalated_at", now_datetime())
		appeal = frappe.get_doc(doctype, name)
		words = _("The answer to appeal {0} has been overdue since {1}")
		subject = words.format(name, formatdate(appeal.answer_by))
		put_on_desks(deciders(appeal.centre, *DECIDERS), doctype, name, subject)
	return late
