"""Appraisals: weighted scores out of 100, by somebody else than the person (R30, R38)."""

from __future__ import annotations

from collections.abc import Iterable
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app import permissions
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.locking import document_now
from dianjian_app.people.appraisal_weighting import DEPARTMENT, LEADER
from dianjian_app.people.authority import refuse_about_oneself
from dianjian_app.people.place_on_day import fill_person
from dianjian_app.people.staffing import user_of_staff

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.staff_appraisal.staff_appraisal import StaffAppraisal


PERIODIC, FIRST, SECOND = "Periodic", "First Assessment", "Second Assessment"
ANSWERING, FOR_TALK = "Answering", "For Talk"
"""where an appraisal by a scheme stands before it is signed"""
RESPONSE = ("response", "response_text", "responded_at")
BY_CYCLE = (
	*("scheme", "stage", "due_on", "cycle_key", "total"),
	*("self_total", "leader_total", "colleague_total", "department_total"),
)
OF_SCHEME = ("agent", "kind", "date", "period_start", "period_end", "action")
UP_TO_IT, NOT_UP_TO_IT = "Up to the Work", "Not up to the Work"


class AppraisalError(frappe.ValidationError):
	"""An appraisal that cannot be."""


def validate(appraisal: StaffAppraisal) -> None:
	"""Event validate: whose, of when, and the total. Raises AppraisalError, AboutOneselfError."""
	fill_person(appraisal, getdate(appraisal.date))
	if appraisal.flags.by_cycle:
		return
	refuse_about_oneself(appraisal)
	before = appraisal.get_doc_before_save()
	appraisal.appraised_by = before.appraised_by if before else None
	if getdate(appraisal.period_end) < getdate(appraisal.period_start):
		frappe.throw(_("The period ends before it starts."), AppraisalError, title=_("Dates Reversed"))
	appraisal.signed_on = before.signed_on if before else None
	for field in (*BY_CYCLE, *RESPONSE):
		appraisal.set(field, before.get(field) if before else None)
	if appraisal.scheme:
		_keep_what_was_weighed(appraisal, before)
	else:
		appraisal.total = float(total((row.weight, row.score) for row in appraisal.scores))
	_check_action(appraisal)
	permissions.check_in_scope(appraisal)


def _keep_what_was_weighed(appraisal: StaffAppraisal, before: StaffAppraisal) -> None:
	"""People add the talk, the result and remarks; what was answered and weighed stays."""
	for field in OF_SCHEME:
		appraisal.set(field, before.get(field))
	appraisal.set("scores", [])
	for row in before.scores:
		appraisal.append(
			"scores",
			{field: row.get(field) for field in ("criterion", "weight", "score", "remarks")},
		)


def keep_response(appraisal: StaffAppraisal) -> None:
	"""Event before_update_after_submit: what the person answered is written by the person's act alone."""
	before = appraisal.get_doc_before_save()
	if before and not appraisal.flags.by_response:
		for field in RESPONSE:
			appraisal.set(field, before.get(field))


def sign(appraisal: StaffAppraisal) -> None:
	"""Event before_submit: an assessment says whether the person is up to the work; the signature is the session's."""
	refuse_about_oneself(appraisal)
	if appraisal.stage == ANSWERING:
		frappe.throw(
			_("{0} is being answered until {1}; it is signed after that.").format(
				appraisal.name, formatdate(appraisal.due_on)
			),
			AppraisalError,
		)
	if appraisal.kind != PERIODIC and not appraisal.result:
		frappe.throw(_("Say whether {0} is up to the work.").format(appraisal.agent_name), AppraisalError)
	appraisal.appraised_by, appraisal.signed_on = frappe.session.user, getdate()


def tell_person(appraisal: StaffAppraisal) -> None:
	"""Event on_submit: the person reads it, answers, and may appeal from today on."""
	user = user_of_staff(appraisal.agent)
	put_on_desks(
		[user] if user else [],
		appraisal.doctype,
		appraisal.name,
		_("Your appraisal of {0} is signed: acknowledge it or say what you do not agree with").format(
			formatdate(appraisal.period_end)
		),
	)


def who_judged(name: str) -> set[str]:
	"""The users who signed or wrote an appraisal, or answered for it as leader or department.

	Colleagues are not among them: whoever were kept from an appeal would be known to have answered.
	"""
	row = frappe.db.get_value("Staff Appraisal", name, ["appraised_by", "owner"], as_dict=True)
	asked = frappe.get_all(
		"Appraisal Form", {"appraisal": name, "side": ("in", (LEADER, DEPARTMENT))}, pluck="appraiser"
	)
	users = {user_of_staff(person) for person in asked} | {row.appraised_by, row.owner}
	return {user for user in users if user}


def set_aside(name: str) -> None:
	"""Take a signed appraisal out of every figure after an upheld appeal; whoever appraises writes it anew (R31)."""
	appraisal: StaffAppraisal = document_now("Staff Appraisal", name)
	if appraisal.docstatus == 1:
		appraisal.flags.ignore_permissions = True  # follows from the appeal, whose judge has been asked for
		appraisal.cancel()


def total(rows: Iterable[tuple[float, float]]) -> Decimal:
	"""Σ weight × score of (weight in per cent, score 0-100), to two places. Raises AppraisalError.

	The weights add up to 100.
	"""
	pairs = [(Decimal(str(weight or 0)), Decimal(str(score or 0))) for weight, score in rows]
	weights = sum((w for w, _score in pairs), Decimal(0))
	if weights != 100:
		frappe.throw(
			_("The weights add up to {0}; they have to make 100.").format(weights.normalize()),
			AppraisalError,
			title=_("Weights"),
		)
	if any(w <= 0 for w, _score in pairs) or any(not 0 <= s <= 100 for _weight, s in pairs):
		frappe.throw(_("Each weight is above 0, each score from 0 to 100."), AppraisalError)
	worth = sum((w * s for w, s in pairs), Decimal(0)) / 100
	return worth.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP)


def _check_action(appraisal: StaffAppraisal) -> None:
	if appraisal.kind == PERIODIC:
		appraisal.action = None
	elif appraisal.action:
		agent = frappe.db.get_value("Disciplinary Action", appraisal.action, "agent")
		if agent != appraisal.agent:
			frappe.throw(
				_("{0} concerns somebody else than {1}.").format(appraisal.action, appraisal.agent_name),
				AppraisalError,
			)
