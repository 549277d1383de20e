"""The events of a Punch Record: entered by somebody above, with a reason; never altered (R33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import format_datetime, now_datetime

from dianjian_app import permissions
from dianjian_app.attendance.punch import Source, key_of_minute
from dianjian_app.attendance.punch_store import moment_of
from dianjian_app.people.authority import refuse_about_oneself
from dianjian_app.people.place_on_day import fill_person

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.punch_record.punch_record import PunchRecord

ENTERED: Source = "Entered"
OF_DEVICES = ("device", "punch_file", "place", "clock_off", "doubt")


class PunchFixedError(frappe.ValidationError):
	"""Somebody changes or deletes a punch."""


class PunchError(frappe.ValidationError):
	"""A punch that cannot be entered."""


def name_by_key(punch: PunchRecord) -> None:
	"""Naming: one entered punch of a person, minute and direction. Raises PunchError where it is there."""
	if not punch.agent or not punch.punched_at:
		frappe.throw(_("Say whose punch it is and when it was."), PunchError)
	punch.name = key_of_minute(ENTERED, punch.agent, moment_of(punch.punched_at), punch.direction or "")
	if frappe.db.exists(punch.doctype, punch.name):
		frappe.throw(
			_("This punch of {0} is entered already.").format(format_datetime(punch.punched_at)), PunchError
		)


def validate(punch: PunchRecord) -> None:
	"""Event validate: who stands above enters it, says why, and its time is not ahead; the app fills in the rest.

	Raises PunchFixedError, PunchError, AboutOneselfError, NoPlaceError, OutOfScopeError (R33).
	"""
	if not punch.is_new():
		refuse_change(punch)
	now = now_datetime()
	punch.punched_at = moment_of(punch.punched_at)
	if punch.punched_at > now:
		frappe.throw(
			_("A punch cannot lie ahead: {0}.").format(format_datetime(punch.punched_at)), PunchError
		)
	if not (punch.reason or "").strip():
		frappe.throw(_("Say why the punch is entered by hand."), PunchError)
	refuse_about_oneself(punch)
	punch.source, punch.entered_by, punch.received_at = ENTERED, frappe.session.user, now
	punch.employee_number, punch.date = punch.agent, punch.punched_at.date()
	for field in OF_DEVICES:
		punch.set(field, None)
	punch.appeal = punch.flags.appeal
	fill_person(punch, punch.date)
	permissions.check_in_scope(punch)


def refuse_change(punch: PunchRecord) -> None:
	"""Events of a change, on_trash and before_rename, for everybody: a punch stays as it came in. Raises PunchFixedError."""
	frappe.throw(
		_("A punch is never altered; enter another one with a reason."),
		PunchFixedError,
		title=_("Punches Stay"),
	)
