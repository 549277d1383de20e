"""Document events that attendance subscribes to in hooks.py, so that no earlier room knows of it (R33).

A punch, an application or a person that changes is judged anew, whenever it was: a closed month changes by a difference.
What holds for a whole centre (hours, rest days, calendars, policies) is no reason to open what is closed: only open days
are judged anew by it.
"""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe.utils import getdate

from dianjian_app.attendance import day_results, punch_store
from dianjian_app.people.centre_calendars import centres_following
from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.people.staffing import names_of_centre

if TYPE_CHECKING:
	from datetime import date

	from frappe.model.document import Document

	from dianjian_app.dianjian_app.doctype.punch_record.punch_record import PunchRecord
	from dianjian_app.dianjian_app.doctype.punching_policy.punching_policy import PunchingPolicy
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest
	from dianjian_app.dianjian_app.doctype.work_calendar.work_calendar import WorkCalendar

RESULT = "Staff Day Result"
OF_A_PERSON = ("staff_name", "centre", "spells", "memberships", "rest_days", "presence_plan", "suspensions")
OF_A_CENTRE = ("seasons", "rest_days", "calendars", "half_day_switch")
STAMPS = ("name", "owner", "creation", "modified", "modified_by", "parent", "idx", "docstatus")


def staff_changed(staff: SalesStaff, method: str | None = None) -> None:
	"""Sales Staff entered or changed: numbers that were nobody's may be this person's, and days may ask for something else."""
	before = staff.get_doc_before_save()
	if before is None or _differs(staff, before, OF_A_PERSON):
		punch_store.answer_numbers([staff.name])
	if before is not None and _differs(staff, before, OF_A_PERSON):
		first = _first_day({"agent": staff.name})
		if first:
			day_results.refresh([staff.name], Period(first, max(first, getdate())))


def time_off_changed(request: TimeOffRequest, method: str | None = None) -> None:
	"""Time Off Request approved or cancelled: its days up to today."""
	day_results.refresh([request.staff], Period(getdate(request.from_date), getdate(request.to_date)))


def punch_entered(punch: PunchRecord, method: str | None = None) -> None:
	"""Punch Record entered by hand: its day, or the one before where it is past midnight."""
	day = getdate(punch.date)
	day_results.refresh([punch.agent], Period(day - ONE_DAY, day))


def policy_changed(policy: PunchingPolicy, method: str | None = None) -> None:
	"""Punching Policy made, changed or deleted: the days from its date up to today."""
	_judge_centre(policy.centre, getdate(policy.from_date), getdate())


def centre_changed(centre: SalesCentre, method: str | None = None) -> None:
	"""Sales Centre: its hours, rest days or calendars."""
	before = centre.get_doc_before_save()
	first = before and _differs(centre, before, OF_A_CENTRE) and _first_day({"centre": centre.name})
	if first:
		_judge_centre(centre.name, first, getdate())


def calendar_changed(calendar: WorkCalendar, method: str | None = None) -> None:
	"""Work Calendar: the dates that changed, at the centres that follow it."""
	before = calendar.get_doc_before_save()
	changed = [day for day, _type in _days(calendar) ^ (_days(before) if before else set())]
	if changed and min(changed) <= getdate():
		for centre in centres_following(calendar.name):
			_judge_centre(centre, min(changed), min(max(changed), getdate()))


def _judge_centre(centre: str, first: date, last: date) -> None:
	"""Judge a centre's open days anew."""
	opened = day_results.first_open_days([centre]).get(centre)
	first = max(first, opened) if opened else first
	if first <= last:
		day_results.refresh(names_of_centre(centre), Period(first, last))


def _first_day(of: dict[str, str]) -> date | None:
	rows = frappe.get_all(RESULT, of, pluck="date", order_by="date", limit=1)
	return getdate(rows[0]) if rows else None


def _days(calendar: Document) -> set[tuple[date, str]]:
	return {(getdate(row.date), row.day_type) for row in calendar.days}


def _differs(doc: Document, before: Document, fields: tuple[str, ...]) -> bool:
	return any(_said(doc.get(field)) != _said(before.get(field)) for field in fields)


def _said(value: object) -> object:
	"""A field's value to compare: a table as its rows without the framework's stamps."""
	if not isinstance(value, list):
		return str(value or "")
	return sorted(
		sorted((k, str(v or "")) for k, v in row.as_dict().items() if k not in STAMPS) for row in value
	)
