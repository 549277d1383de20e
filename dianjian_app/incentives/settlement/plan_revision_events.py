"""A published month is judged anew by the set-up of today: first what it would cost is shown, then somebody signs (decision 76)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app import roles
from dianjian_app.incentives.metrics.month_facts import span_of
from dianjian_app.incentives.settlement.compute import compute
from dianjian_app.incentives.settlement.dry_run import first_open_month
from dianjian_app.incentives.settlement.what_would_change import Change, changes_between
from dianjian_app.ledger.build import rebuild
from dianjian_app.people import settled_months
from dianjian_app.people.authority import manages_centre
from dianjian_app.people.month_text import month_from_text
from dianjian_app.people.period import Period
from dianjian_app.people.settled_plan import decoded
from dianjian_app.people.settled_plans import planned_now, plans_now
from dianjian_app.permissions import check_in_scope

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.plan_revision.plan_revision import PlanRevision

SHOWN = ("agent", "family", "period_text", "outcome_type", "amount", "quantity")


class PlanRevisionError(frappe.ValidationError):
	"""A revision of a month that is not published, or whose figures have changed since they were shown."""


class RevisionSignatureError(frappe.PermissionError):
	"""The user may not sign the revision."""


def validate(revision: PlanRevision) -> None:
	"""Event validate: work out what judging the month anew would change; whoever saves sees it before signing.

	Raises PlanRevisionError for a month that is not published or too old to be corrected.
	"""
	month = _closed_month(revision)
	check_in_scope(revision)
	before = revision.get_doc_before_save()
	for field in ("signed_by", "signed_at", "plans_before"):
		revision.set(field, before.get(field) if before else None)
	shown = [_told(row) for row in before.lines] if before else []
	_show(revision, month)
	if revision.docstatus == 1 and [_told(row) for row in revision.lines] != shown:
		frappe.throw(
			_("The figures have changed since they were shown. Save, look at them again, and sign then."),
			PlanRevisionError,
			title=_("Look Again"),
		)


def sign(revision: PlanRevision) -> None:
	"""Event before_submit: the centre's manager or HR signs, as themselves. Raises RevisionSignatureError."""
	user = frappe.session.user
	if not (
		manages_centre(user, revision.centre) or user == "Administrator" or roles.HR in frappe.get_roles(user)
	):
		frappe.throw(
			_("Only the department manager of {0} or HR signs that a published month is judged anew.").format(
				revision.centre
			),
			RevisionSignatureError,
			title=_("Not Your Signature"),
		)
	revision.signed_by, revision.signed_at = user, now_datetime()


def take_effect(revision: PlanRevision) -> None:
	"""Event on_submit: the month is planned by the set-up of today; the next settlement posts the differences."""
	month = _closed_month(revision)
	before = settled_months.replace(revision.centre, month, planned_now(revision.centre, month))
	revision.db_set("plans_before", before)
	rebuild(revision.centre, month)


def refuse_cancel(revision: PlanRevision) -> None:
	"""Event before_cancel: what was signed stays; another change of mind is another revision."""
	frappe.throw(
		_("A signed revision stays. Change the set-up back and make another one."), PlanRevisionError
	)


def _closed_month(revision: PlanRevision) -> Period:
	month = month_from_text(revision.month, PlanRevisionError)
	if not settled_months.plans_text(revision.centre, month):
		frappe.throw(
			_("{0} of {1} is not published; it is judged by the set-up of today anyway.").format(
				month.month_text, revision.centre
			),
			PlanRevisionError,
		)
	return month


def _show(revision: PlanRevision, month: Period) -> None:
	"""Write the differences between the month as settled and as the set-up is now into the revision."""
	centre = revision.centre
	open_month = first_open_month(centre)
	if month not in span_of(centre, open_month).closed:
		frappe.throw(
			_("{0} is too old to be corrected; see Telesales Settings.").format(month.month_text),
			PlanRevisionError,
		)
	settled = compute(centre, open_month).lines
	anew = compute(centre, open_month, anew=(centre, month)).lines
	changes = changes_between(settled, anew, centre)
	revision.set("lines", [])
	for change in changes:
		revision.append("lines", _row(change))
	total = sum((change.amount for change in changes), Decimal(0))
	_name_agents(revision)
	revision.amount, revision.computed_at = float(total), now_datetime()
	revision.days_changed = _days_changed(centre, month)


def _row(change: Change) -> dict:
	return {
		"agent": change.agent,
		"agent_name": change.key.subject.name,
		"family": change.key.family,
		"period_text": str(change.key.period),
		"outcome_type": change.key.outcome_type.value,
		"amount": float(change.amount),
		"quantity": float(change.quantity),
	}


def _name_agents(revision: PlanRevision) -> None:
	agents = sorted({row.agent for row in revision.lines if row.agent})
	if not agents:
		return
	filters = {"name": ("in", agents)}
	names = dict(frappe.get_all("Sales Staff", filters, ["name", "staff_name"], as_list=True))
	for row in revision.lines:
		row.agent_name = names.get(row.agent, row.agent_name)


def _days_changed(centre: str, month: Period) -> int:
	settled = decoded(settled_months.plans_text(centre, month), month)
	now = plans_now(centre, month)
	return sum(
		settled.get(name, {}).get(day) != now.get(name, {}).get(day)
		for name in settled.keys() | now.keys()
		for day in month.days()
	)


def _told(row: frappe._dict) -> tuple:
	return tuple(
		round(row.get(f) or 0, 2) if f in ("amount", "quantity") else str(row.get(f) or "") for f in SHOWN
	)
