"""The events of an Attendance Close: a month is judged whole, and from then on it changes only by differences (R33)."""

from __future__ import annotations

from datetime import datetime, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import now_datetime

from dianjian_app import permissions
from dianjian_app.attendance import day_results
from dianjian_app.attendance.centre_policies import read_policies
from dianjian_app.attendance.day_result import Status
from dianjian_app.attendance.policy import policy_on
from dianjian_app.locking import hold, rows_now
from dianjian_app.people.month_text import month_from_text
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import names_of_centre

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.attendance_close.attendance_close import AttendanceClose

RESULT = "Staff Day Result"
MOST_SHOWN = 5


class CloseError(frappe.ValidationError):
	"""A month that cannot be closed yet, or not any more."""


class ClosedMonthError(frappe.ValidationError):
	"""Somebody changes or deletes the close of a month."""


def validate(close: AttendanceClose) -> None:
	"""Event validate of a new close: the month is over, follows the last one, and no day of it is open or held.

	Every day is judged once more before. Raises CloseError, ClosedMonthError, OutOfScopeError (R33).
	"""
	if not close.is_new():
		refuse_change(close)
	permissions.check_in_scope(close)
	hold("Sales Centre", close.centre)
	month = _month(close)
	_check_order(close, month)
	day_results.put_down(names_of_centre(close.centre), month, lambda: None)
	lines = rows_now(RESULT, _of(close, month), ["status", "agent_name", "date"])
	_check_nothing_open(lines)
	close.month = month.month_text
	close.first_day, close.last_day = month.start, month.end
	close.closed_by, close.closed_at = frappe.session.user, now_datetime()
	close.results = len(lines)


def refuse_change(close: AttendanceClose) -> None:
	"""Events of a change, on_trash and before_rename, for everybody. Raises ClosedMonthError."""
	frappe.throw(
		_("{0} is closed for good; what changes a day of it counts in the first open month.").format(
			close.month
		),
		ClosedMonthError,
		title=_("Closed"),
	)


def _month(close: AttendanceClose) -> Period:
	month = month_from_text(close.month, CloseError)
	policy = policy_on(read_policies([close.centre]).get(close.centre, ()), month.end)
	if policy is None:
		message = _("{0} judges no attendance in {1}.").format(close.centre, month.month_text)
		frappe.throw(message, CloseError)
		raise CloseError(message)  # frappe.throw has raised; its signature does not say so
	over = datetime.combine(month.end + timedelta(days=1), policy.day_turn)
	if now_datetime() < over:
		frappe.throw(_("{0} is not over yet.").format(month.month_text), CloseError)
	return month


def _check_order(close: AttendanceClose, month: Period) -> None:
	first = day_results.first_open_days([close.centre], locking=True).get(close.centre)
	if first is None:
		return
	if month.end < first:
		refuse_change(close)
	if month.start != first:
		frappe.throw(
			_("{0} is open still; close it first.").format(Period.month_of(first).month_text), CloseError
		)


def _check_nothing_open(lines: list[frappe._dict]) -> None:
	undecided = (Status.OPEN.value, Status.HELD.value)
	waiting = sorted((str(row.date), row.agent_name or "") for row in lines if row.status in undecided)
	if waiting:
		first = "; ".join(f"{name} {day}" for day, name in waiting[:MOST_SHOWN])
		frappe.throw(
			_("{0} days wait for somebody to decide, first: {1}.").format(len(waiting), first),
			CloseError,
			title=_("Open Questions"),
		)


def _of(close: AttendanceClose, month: Period) -> dict:
	return {"centre": close.centre, "date": ("between", (month.start, month.end)), "difference": 0}
