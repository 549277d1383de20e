"""The events of a Working Time Request: overtime and corrections of punches (R34).

How anything is asked for and decided is `people/approval.py`; what may be asked for here, `working_time_check.py`. From
approval on overtime counts in the day's result, and a correction is a punch beside those that came in, which stay.
"""

from __future__ import annotations

from datetime import date, datetime
from typing import TYPE_CHECKING

import frappe
from frappe.utils import getdate, now_datetime

from dianjian_app.attendance import day_results, punch_store, working_time_check
from dianjian_app.attendance.punch import Direction, Source, key_of_request
from dianjian_app.attendance.working_time_check import CORRECTION, moment
from dianjian_app.people import approval
from dianjian_app.people.period import ONE_DAY, Period

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.working_time_request.working_time_request import WorkingTimeRequest

ASKED = (
	*("staff", "kind", "date", "starts_at", "hours", "compensation", "punch_time", "direction", "reason"),
)
ENTERED: Source = "Entered"


def validate(request: WorkingTimeRequest) -> None:
	"""Event validate: fill in the person's place, follow the state, and check what is asked for."""
	working_time_check.fill_place(request)
	if approval.follow(request, ASKED):
		working_time_check.check(request)


def approved(request: WorkingTimeRequest) -> None:
	"""Event on_submit: the punch that was missing is there, and the day is judged anew."""
	if request.kind == CORRECTION:
		_put_down(request)
	else:
		_judge(request)
	approval.tell_person(request)


def cancelled(request: WorkingTimeRequest) -> None:
	"""Event on_cancel: its punch counts for nothing any more; it stays, and says so."""
	if request.kind == CORRECTION:
		day_results.put_down([request.staff], _days(request), lambda: _withdraw(request))
	else:
		_judge(request)
	approval.tell_person(request)


def _put_down(request: WorkingTimeRequest) -> None:
	at = moment(getdate(request.date), request.punch_time)
	row = _row(request, at, request.direction or "")
	said = {
		"source": ENTERED,
		"received_at": now_datetime(),
		"entered_by": frappe.session.user,
		"reason": request.reason,
		"request": request.name,
	}
	punch_store.put_down_one(row, said)


def _row(request: WorkingTimeRequest, at: datetime, direction: Direction) -> tuple:
	"""FIELDS of the punch."""
	return (
		*(key_of_request(request.name), request.staff, request.staff_name, request.staff),
		*(at.date(), at, direction, request.centre, request.sales_group, ""),
	)


def _withdraw(request: WorkingTimeRequest) -> None:
	frappe.db.set_value("Punch Record", key_of_request(request.name), "withdrawn", 1)


def _judge(request: WorkingTimeRequest) -> None:
	day: date = getdate(request.date)
	day_results.refresh([request.staff], Period.day(day))


def _days(request: WorkingTimeRequest) -> Period:
	"""The days that the punch can belong to: its own, and the one before where it is past midnight."""
	day: date = getdate(request.date)
	return Period(day - ONE_DAY, day)
