"""The events of a Device Outage: declared by who looks after attendance, decided by the manager or HR (R33, R35)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import get_datetime, getdate, now_datetime

from dianjian_app import permissions, roles
from dianjian_app.attendance import day_results
from dianjian_app.attendance.outages import CLOCK_OFF
from dianjian_app.people.authority import decides_for
from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.people.staffing import names_of_centre

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.device_outage.device_outage import DeviceOutage

DECLARED = ("device", "kind", "minutes", "from_time", "until_time", "reason", "centre", "declared_by")
LONGEST_DAYS = 31
MOST_MINUTES = 24 * 60


class OutageError(frappe.ValidationError):
	"""An outage that cannot be, or that is decided already."""


class NotToDecideError(frappe.PermissionError):
	"""Somebody decides about an outage who may not."""


def validate(outage: DeviceOutage) -> None:
	"""Event validate: what is declared stays, and is decided once, by the centre's manager or HR.

	Raises OutageError, NotToDecideError, OutOfScopeError.
	"""
	before = outage.get_doc_before_save()
	if before:
		permissions.check_in_scope(before)
		_keep_declared(outage, before)
	else:
		outage.centre = frappe.db.get_value("Punch Device", outage.device, "centre")
		outage.declared_by = frappe.session.user
		_check_times(outage)
	permissions.check_in_scope(outage)
	_decide(outage, before)


def judge_days(outage: DeviceOutage, method: str | None = None) -> None:
	"""Event on_update: the days of the outage are judged anew, of everybody at the centre."""
	start, end = getdate(outage.from_time), getdate(outage.until_time)
	day_results.refresh(names_of_centre(outage.centre), Period(start - ONE_DAY, end + ONE_DAY))


def refuse_change(outage: DeviceOutage) -> None:
	"""Events on_trash and before_rename: what was declared and decided is kept. Raises OutageError."""
	frappe.throw(_("An outage that was declared is kept; decide about it instead."), OutageError)


def _check_times(outage: DeviceOutage) -> None:
	start, end = get_datetime(outage.from_time), get_datetime(outage.until_time)
	if not start < end or (end - start).days >= LONGEST_DAYS:
		frappe.throw(
			_("An outage ends after it starts, and lasts at most {0} days.").format(LONGEST_DAYS), OutageError
		)
	if outage.kind != CLOCK_OFF:
		outage.minutes = 0
	elif not outage.minutes or abs(outage.minutes) > MOST_MINUTES:
		frappe.throw(_("Say by how many minutes the clock was off."), OutageError)


def _keep_declared(outage: DeviceOutage, before: DeviceOutage) -> None:
	changed = [f for f in DECLARED if str(before.get(f) or "") != str(outage.get(f) or "")]
	if changed:
		frappe.throw(
			_("{0} of a declared outage stays; declare another one.").format(
				_(outage.meta.get_label(changed[0]))
			),
			OutageError,
		)


def _decide(outage: DeviceOutage, before: DeviceOutage | None) -> None:
	decided = before.decision if before else ""
	for field in ("decided_by", "decided_at"):
		outage.set(field, before.get(field) if before else None)
	if (outage.decision or "") == (decided or ""):
		return
	if decided or outage.kind == CLOCK_OFF:
		frappe.throw(_("This outage is decided already, or leaves nothing to decide."), OutageError)
	user = frappe.session.user
	if not any(decides_for(user, outage.centre, role) for role in (roles.MANAGER, roles.HR)):
		frappe.throw(
			_("What an outage costs is decided by the department manager or HR of {0}.").format(
				outage.centre
			),
			NotToDecideError,
		)
	outage.decided_by, outage.decided_at = user, now_datetime()
