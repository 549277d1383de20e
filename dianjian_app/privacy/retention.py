"""Retention periods of personal data (R47): each is off until an administrator has previewed the removal and turned it on.

A nightly job then removes data in parts, each in a transaction of its own, and logs what it removed. Each part looks for
rows that are still due, so that it is safe to repeat, and safe when two jobs run at once.
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import add_days, cint, getdate, now_datetime

from dianjian_app import roles
from dianjian_app.framework_compat import in_test
from dianjian_app.people.authority import NotYourPartError
from dianjian_app.privacy.retention_kinds import AT_ONCE, RETENTION_KINDS

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.retention_period.retention_period import RetentionPeriod

DOCTYPE = "Retention Period"
PREVIEW_VALID_DAYS = 7
PREVIEWED_NAMES = 50
RESULT_FIELDS = (
	"would_go",
	"previewed_at",
	"previewed_by",
	"previewed_days",
	"last_run_at",
	"removed_in_all",
)


class RetentionError(frappe.ValidationError):
	"""A period that is too short, or that was turned on without a preview."""


def check_changes(period: RetentionPeriod) -> None:
	"""Event validate: only the job writes results, and turning on needs a preview. Raises RetentionError."""
	kind = RETENTION_KINDS[period.kind]
	before = period.get_doc_before_save()
	for fieldname in RESULT_FIELDS:
		period.set(fieldname, before.get(fieldname) if before else None)
	if cint(period.keep_days) < kind.least_days:
		frappe.throw(
			_("{0} are kept for at least {1} days.").format(_(period.kind), kind.least_days),
			RetentionError,
			title=_("Too Short"),
		)
	if before and cint(before.enabled) and before.keep_days > cint(period.keep_days):
		period.enabled = 0  # a shorter period removes more, so it needs a new preview
		frappe.msgprint(
			_("The period is shorter now. Check what would be removed, then turn it on again."), alert=True
		)
	elif cint(period.enabled) and not cint(before and before.enabled):
		_check_previewed(period)


def tell_meaning(period: RetentionPeriod) -> None:
	"""Event onload: what is removed and what stays, in the reader's language, for the form."""
	period.set_onload("meaning", _(RETENTION_KINDS[period.kind].meaning))


def _check_previewed(period: RetentionPeriod) -> None:
	seen = (
		period.previewed_at
		and cint(period.previewed_days) == cint(period.keep_days)
		and getdate(period.previewed_at) >= add_days(getdate(), -PREVIEW_VALID_DAYS)
	)
	if not seen:
		frappe.throw(
			_("Press What Would Go first. It shows how much would be removed from {0} with {1} days.").format(
				_(period.kind), period.keep_days
			),
			RetentionError,
			title=_("Preview First"),
		)


@frappe.whitelist(methods=["POST"])
def what_would_go(period: str) -> dict:
	"""Preview what the period would remove; nothing is removed. The period records the preview, so that it can be turned on.

	Gives {"count", "before" (date), "oldest" (date or None), "doctype", "names": the first of them}. Raises
	frappe.PermissionError.
	"""
	doc = frappe.get_doc(DOCTYPE, period)
	doc.check_permission("write")
	_check_administrator()
	cutoff = _cutoff(doc)
	kind = RETENTION_KINDS[doc.kind]
	count, oldest = kind.count(cutoff), kind.oldest(cutoff)
	doc.db_set(
		{
			"would_go": count,
			"previewed_at": now_datetime(),
			"previewed_by": frappe.session.user,
			"previewed_days": doc.keep_days,
		},
		notify=True,
	)
	return {
		"count": count,
		"before": str(cutoff),
		"oldest": oldest and str(getdate(oldest)),
		"doctype": kind.doctype,
		"names": kind.names(cutoff, PREVIEWED_NAMES),
	}


def _check_administrator() -> None:
	user = frappe.session.user
	if user != "Administrator" and roles.ADMIN not in frappe.get_roles(user):
		frappe.throw(
			_("Only the telesales administrator can manage retention periods."),
			NotYourPartError,
			title=_("Not Your Part"),
		)


def _cutoff(period: RetentionPeriod, today: date | None = None) -> date:
	"""The first day that is kept; older data is removed."""
	return getdate(
		add_days(today or getdate(), -max(cint(period.keep_days), RETENTION_KINDS[period.kind].least_days))
	)


def run_daily(today: date | None = None) -> None:
	"""Scheduled: queue a job for each period that is on."""
	for name in frappe.get_all(DOCTYPE, {"enabled": 1}, pluck="name", order_by="name"):
		_enqueue(name, today)


def _enqueue(period: str, today: date | None) -> None:
	frappe.enqueue(
		run_part,
		queue="long",
		timeout=1800,
		enqueue_after_commit=True,
		now=in_test(),
		period=period,
		today=today and str(today),
	)


def run_part(period: str, today: str | None = None) -> int:
	"""Remove one part of a kind, at most AT_ONCE rows in a transaction; queue the next part where more is due.

	Gives how many rows were removed. A failure changes nothing, is logged, and is tried again the next night.
	"""
	doc = frappe.get_doc(DOCTYPE, period, for_update=True)
	if not cint(doc.enabled):
		return 0
	day = getdate(today) if today else getdate()
	cutoff = _cutoff(doc, day)
	frappe.db.savepoint("retention")
	try:
		count = RETENTION_KINDS[doc.kind].remove(cutoff)
	except frappe.ValidationError as error:
		frappe.db.rollback(save_point="retention")
		_log(doc, day, cutoff, 0, str(error))
		return 0
	_log(doc, day, cutoff, count)
	if count >= AT_ONCE:
		_enqueue(period, day)
	return count


def _log(period: RetentionPeriod, day: date, cutoff: date, count: int, error: str | None = None) -> None:
	"""Add a part to the Retention Run of its kind and day."""
	now = now_datetime()
	period.db_set(
		{"last_run_at": now, "removed_in_all": cint(period.removed_in_all) + count}, update_modified=False
	)
	name = f"{period.kind}-{day}"
	if frappe.db.exists("Retention Run", name):
		run = frappe.get_doc("Retention Run", name)
		run.update({"removed": cint(run.removed) + count, "batches": cint(run.batches) + 1, "last_at": now})
		run.error_message = error
		run.save(ignore_permissions=True)  # the job writes its log
	else:
		frappe.get_doc(
			doctype="Retention Run",
			kind=period.name,
			date=day,
			before_date=cutoff,
			keep_days=period.keep_days,
			removed=count,
			batches=1,
			last_at=now,
			error_message=error,
		).insert(ignore_permissions=True)  # the job writes its log
