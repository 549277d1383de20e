"""What is asked for in a Working Time Request: overtime outside the working hours, a punch that was missed (R34)."""

from __future__ import annotations

from datetime import date, datetime, time, timedelta
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt, format_datetime, formatdate, get_datetime, getdate, now_datetime

from dianjian_app import permissions
from dianjian_app.attendance.centre_policies import noons, read_policies
from dianjian_app.attendance.policy import Policy, policy_on
from dianjian_app.attendance.week_limits import of_overtime
from dianjian_app.attendance.working_time import NOON, DayKind, PlannedDay, Span, plan_day
from dianjian_app.locking import hold, rows_now
from dianjian_app.people.approval import CLOSED, RequestError
from dianjian_app.people.centre_calendars import time_of_day
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import read_staffing, staff_of_user
from dianjian_app.people.time_off_types import IN_LIEU

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.working_time_request.working_time_request import WorkingTimeRequest

OVERTIME, CORRECTION = "Overtime", "Punch Correction"
PAY = "Overtime Pay"
"""the options of a Working Time Request"""
OF_OVERTIME = ("starts_at", "hours", "compensation")
OF_CORRECTION = ("punch_time", "direction")
LONGEST_HOURS = 16


class WorkingTimeError(RequestError):
	"""A request that cannot be."""


class AskedAlreadyError(WorkingTimeError):
	"""The person has asked for the same time already."""


class TooManyCorrectionsError(WorkingTimeError):
	"""The person has asked for as many corrections as the centre allows in a month."""


def fill_place(request: WorkingTimeRequest) -> None:
	"""Write whose it is, with centre and group of the day; the person defaults to the session's (R4)."""
	request.staff = request.staff or staff_of_user(frappe.session.user)
	if not request.staff or not request.date:
		frappe.throw(_("Say whose request it is and for which day."), WorkingTimeError)
	staffing = read_staffing([request.staff])
	if request.staff not in staffing.staff:
		frappe.throw(_("There is no staff {0}.").format(request.staff), WorkingTimeError)
	person, day = staffing.staff[request.staff], getdate(request.date)
	request.staff_name = person.staff_name
	request.centre, request.sales_group = staffing.centre_on(request.staff, day), person.group_on(day)
	for field in OF_CORRECTION if request.kind == OVERTIME else OF_OVERTIME:
		request.set(field, None)
	if request.kind == OVERTIME:
		request.compensation = request.compensation or PAY


def check(request: WorkingTimeRequest) -> None:
	"""Refuse what cannot be, and what is asked for already; say whether it was asked for in time.

	Raises WorkingTimeError, AskedAlreadyError, TooManyCorrectionsError.
	"""
	day = getdate(request.date)
	if not read_staffing([request.staff]).employment_roster(request.staff).employed(day):
		frappe.throw(
			_("{0} is not employed on {1}.").format(request.staff_name, formatdate(day)), WorkingTimeError
		)
	if request.kind == OVERTIME:
		_check_overtime(request, day)
	else:
		_check_correction(request, day)


def moment(day: date, at: time | timedelta | str) -> datetime:
	"""A day and a Time field's value as one moment."""
	return datetime.combine(day, time_of_day(at))


def planned(staff: str, centre: str, day: date) -> PlannedDay:
	"""What is asked of a person on a day, without leave and outings."""
	roster = read_staffing([staff]).employment_roster(staff, centre)
	return plan_day(roster.calendar, day, half_day_ends=noons([centre]).get(centre, NOON))


def policy_of_day(centre: str, day: date) -> Policy | None:
	"""The punching policy of a day; None where no attendance is judged."""
	return policy_on(read_policies([centre]).get(centre, ()), day)


def _check_overtime(request: WorkingTimeRequest, day: date) -> None:
	hours = flt(request.hours)
	if not request.starts_at or hours <= 0 or hours > LONGEST_HOURS:
		frappe.throw(
			_("Say when the overtime starts, and how many hours it lasts: at most {0}.").format(
				LONGEST_HOURS
			),
			WorkingTimeError,
		)
	span = _span(day, request.starts_at, hours)
	plan = planned(request.staff, request.centre, day)
	_check_outside_hours(plan, span)
	if request.compensation == IN_LIEU and plan.kind is not DayKind.REST:
		frappe.throw(
			_("Time off in lieu is for rest days; {0} is none: overtime is paid.").format(formatdate(day)),
			WorkingTimeError,
			title=_("Time Off in Lieu"),
		)
	_mark_late(request, span)
	hold("Sales Staff", request.staff)
	for other in _others(request):
		theirs = _span(day, other.starts_at, other.hours) if other.starts_at else None
		if theirs and theirs.overlap(span.start, span.end):
			_refuse_again(request, other.name)


def _span(day: date, starts_at: time | timedelta | str, hours: float) -> Span:
	start = moment(day, starts_at)
	return Span(start, start + timedelta(hours=hours))


def _check_outside_hours(plan: PlannedDay, span: Span) -> None:
	if plan.kind is not DayKind.WORKDAY or plan.hours is None:
		return
	start, end = (datetime.combine(plan.day, at) for at in (plan.hours.start, plan.hours.end))
	if span.overlap(start, end):
		frappe.throw(
			_("Working hours of {0} are {1} to {2}; overtime lies outside of them.").format(
				formatdate(plan.day), f"{start:%H:%M}", f"{end:%H:%M}"
			),
			WorkingTimeError,
			title=_("Working Hours"),
		)


def _mark_late(request: WorkingTimeRequest, span: Span) -> None:
	"""Say when these hours were asked for, and whether that was after they had begun."""
	before = request.get_doc_before_save()
	same = (
		before
		and before.kind == request.kind
		and before.starts_at
		and _span(getdate(before.date), before.starts_at, flt(before.hours)) == span
	)
	request.asked_at = before.asked_at if before and same else now_datetime()
	request.late = int(get_datetime(request.asked_at) > span.start)


def _check_correction(request: WorkingTimeRequest, day: date) -> None:
	if not request.punch_time or not request.direction:
		frappe.throw(_("Say when you came or went, and which of the two."), WorkingTimeError)
	at = moment(day, request.punch_time)
	if at > now_datetime():
		frappe.throw(_("A punch cannot lie ahead: {0}.").format(format_datetime(at)), WorkingTimeError)
	before = request.get_doc_before_save()
	request.asked_at, request.late = (before.asked_at if before else None) or now_datetime(), 0
	hold("Sales Staff", request.staff)
	for other in _others(request):
		if other.direction == request.direction and moment(day, other.punch_time) == at:
			_refuse_again(request, other.name)
	_check_how_many(request, day)


def _check_how_many(request: WorkingTimeRequest, day: date) -> None:
	policy = policy_of_day(request.centre, day)
	most = policy.corrections_a_month if policy else 0
	if not most:
		return
	month = Period.month_of(day)
	asked = rows_now(
		request.doctype,
		{"staff": request.staff, "kind": CORRECTION, "date": ("between", (month.start, month.end))},
		["name", "decision"],
	)
	counted = [
		row for row in asked if row.name != request.name and row.decision not in (*CLOSED, "Cancelled")
	]
	if len(counted) >= most:
		frappe.throw(
			_("{0} has asked for {1} corrections in {2}; the centre allows {3} a month.").format(
				request.staff_name, len(counted), month.month_text, most
			),
			TooManyCorrectionsError,
			title=_("Too Many Corrections"),
		)


def _others(request: WorkingTimeRequest) -> list[frappe._dict]:
	"""What the person has asked for of the same kind and day, and what is not refused or cancelled."""
	rows = rows_now(
		request.doctype,
		{"staff": request.staff, "date": request.date, "kind": request.kind},
		["name", "starts_at", "hours", "punch_time", "direction", "decision"],
	)
	return [row for row in rows if row.name != request.name and row.decision not in (*CLOSED, "Cancelled")]


def _refuse_again(request: WorkingTimeRequest, other: str) -> None:
	frappe.throw(
		_("{0} has asked for this time already: {1}.").format(request.staff_name, other),
		AskedAlreadyError,
		title=_("Asked For Already"),
	)


@frappe.whitelist()
def preview(
	date: str | None = None, staff: str | None = None, kind: str = OVERTIME, hours: float | str | None = None
) -> dict:
	"""For the form: whose request (default: the session's), and what the day is. Nothing is written.

	Gives staff, staff_name, day_kind, work_start and work_end (HH:MM, None where none is planned), rate (what a minute of
	overtime counts as; None where the centre judges no attendance), late_counts, left (corrections that are left this month;
	None where there is no limit), beyond (what these hours of overtime would bring above 8 hours a day or 40 a week, in words).
	Raises OutOfScopeError for a person whose requests the user may not see.
	"""
	staff = staff or staff_of_user(frappe.session.user)
	if not staff:
		return {"staff": None, "staff_name": None, "day_kind": None}
	day = getdate(date)
	request = frappe.get_doc(doctype="Working Time Request", staff=staff, date=day, kind=kind)
	fill_place(request)
	permissions.check_in_scope(request)
	plan, policy = planned(staff, request.centre, day), policy_of_day(request.centre, day)
	works = plan.kind is DayKind.WORKDAY and plan.hours
	return {
		"staff": staff,
		"staff_name": request.staff_name,
		"day_kind": plan.kind.value,
		"work_start": f"{plan.hours.start:%H:%M}" if works and plan.hours else None,
		"work_end": f"{plan.hours.end:%H:%M}" if works and plan.hours else None,
		"rate": policy.rates.of(plan.kind) if policy else None,
		"late_counts": bool(policy and policy.late_overtime_counts),
		"left": _left(request, day, policy) if kind == CORRECTION else None,
		"beyond": of_overtime(staff, day, flt(hours)) if kind == OVERTIME and flt(hours) > 0 else [],
	}


def _left(request: WorkingTimeRequest, day: date, policy: Policy | None) -> int | None:
	if not policy or not policy.corrections_a_month:
		return None
	month = Period.month_of(day)
	asked = frappe.db.count(
		"Working Time Request",
		{
			"staff": request.staff,
			"kind": CORRECTION,
			"docstatus": ("<", 2),
			"decision": ("not in", CLOSED),
			"date": ("between", (month.start, month.end)),
		},
	)
	return max(0, policy.corrections_a_month - asked)
