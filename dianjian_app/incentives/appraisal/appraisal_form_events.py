"""The events of an Appraisal Form: who is asked answers, once, and colleagues without a name (R38).

When a colleague sends, the scores go into a form of its own that names nobody, made at no moment of its own and under a
random name; the form with the name keeps no score. Nobody reads the nameless ones; the mean is made of them.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt, get_datetime

from dianjian_app.locking import document_now, hold
from dianjian_app.people.appraisal_weighting import COLLEAGUE
from dianjian_app.people.staffing import staff_of_user

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.appraisal_form.appraisal_form import AppraisalForm

FORM = "Appraisal Form"
OPEN, SENT, ANSWER = "Open", "Sent", "Answer"
BY_APP = (
	*("agent", "agent_name", "centre", "appraisal", "side", "appraiser", "due_on", "status", "reminded_on"),
)


class AppraisalFormError(frappe.ValidationError):
	"""A form that is not answered so, or no more."""


class NotAskedError(frappe.PermissionError):
	"""Somebody else is asked."""


def validate(form: AppraisalForm) -> None:
	"""Event validate: the app makes it; who is asked fills in scores while it is open. Raises AppraisalFormError."""
	if form.flags.by_cycle:
		return
	before = form.get_doc_before_save()
	if not before:
		frappe.throw(_("Appraisal forms are opened by the schedule."), AppraisalFormError)
	_check_asked(before)
	if before.status != OPEN:
		frappe.throw(_("This form is sent or over; it stays as it is."), AppraisalFormError)
	for field in BY_APP:
		form.set(field, before.get(field))
	given = {row.criterion: row.score for row in form.scores}
	form.set("scores", [])
	for row in before.scores:
		score = flt(given.get(row.criterion))
		_check_score(row.criterion, score)
		form.append("scores", {"criterion": row.criterion, "weight": row.weight, "score": score})


def refuse_delete(form: AppraisalForm) -> None:
	"""Event on_trash. Raises AppraisalFormError."""
	frappe.throw(_("An appraisal form stays."), AppraisalFormError)


@frappe.whitelist(methods=["POST"])
def send(form: str) -> None:
	"""Send one's answer, once. Raises NotAskedError, AppraisalFormError."""
	appraisal = frappe.db.get_value(FORM, form, "appraisal")
	hold("Staff Appraisal", appraisal or "")  # it is not weighed meanwhile
	doc: AppraisalForm = document_now(FORM, form)
	doc.check_permission("write")
	_check_asked(doc)
	if doc.status != OPEN:
		frappe.throw(_("This form is sent or over; it stays as it is."), AppraisalFormError)
	if not any(row.score for row in doc.scores):
		frappe.throw(_("Give each criterion a score before you send."), AppraisalFormError)
	if doc.side == COLLEAGUE:
		_without_name(doc)
		doc.set("scores", [])
	doc.status = SENT
	doc.flags.by_cycle = True
	doc.save()


def _without_name(form: AppraisalForm) -> None:
	"""Keep the scores in a form that names nobody. Past the document: its owner and times would tell who and when."""
	nobody = {"owner": "Administrator", "modified_by": "Administrator"}
	day = get_datetime(form.due_on)
	at = {"creation": day, "modified": day}
	answer = frappe.get_doc(
		{
			"doctype": FORM,
			"name": frappe.generate_hash(length=10),
			"appraisal": form.appraisal,
			"agent": form.agent,
			"agent_name": form.agent_name,
			"centre": form.centre,
			"side": form.side,
			"due_on": form.due_on,
			"status": ANSWER,
			**nobody,
			**at,
		}
	)
	answer.db_insert()
	for idx, row in enumerate(form.scores, 1):
		frappe.get_doc(
			{
				"doctype": "Appraisal Score",
				"name": frappe.generate_hash(length=10),
				"parent": answer.name,
				"parenttype": FORM,
				"parentfield": "scores",
				"idx": idx,
				"criterion": row.criterion,
				"weight": row.weight,
				"score": row.score,
				**nobody,
				**at,
			}
		).db_insert()


def _check_asked(form: AppraisalForm) -> None:
	if not form.appraiser or staff_of_user(frappe.session.user) != form.appraiser:
		frappe.throw(_("Somebody else is asked for this appraisal."), NotAskedError, title=_("Not Yours"))


def _check_score(criterion: str, score: float) -> None:
	if not 0 <= score <= 100:
		frappe.throw(_("The score of {0} is from 0 to 100.").format(criterion), AppraisalFormError)
