"""Leave on a day that became a holiday or a rest day is given back, and taken again where the day is worked after all (R22, R34)."""

from __future__ import annotations

from collections import Counter
from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.desk_notices import put_on_desks
from dianjian_app.people import leave_balance
from dianjian_app.people.centre_calendars import centres_following
from dianjian_app.people.deadlines import deciders
from dianjian_app.people.presence import OffTime
from dianjian_app.people.staff_record import Staffing
from dianjian_app.people.staffing import DEPARTED, part_of, read_staffing
from dianjian_app.people.time_off_types import from_balance
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff
	from dianjian_app.dianjian_app.doctype.work_calendar.work_calendar import WorkCalendar

REQUEST = "Time Off Request"


def calendar_changed(calendar: WorkCalendar, method: str | None = None) -> None:
	"""Event on_update of Work Calendar: leave on the dates that changed."""
	before = calendar.get_doc_before_save()
	changed = [day for day, _type in _days(calendar) ^ (_days(before) if before else set())]
	centres = centres_following(calendar.name)
	if changed and centres:
		_settle(centre=("in", centres), from_date=("<=", max(changed)), to_date=(">=", min(changed)))


def centre_changed(centre: SalesCentre, method: str | None = None) -> None:
	"""Event on_update of Sales Centre: leave that is not over, where its rest days or its calendars changed."""
	before = centre.get_doc_before_save()
	if before and (_rest(centre) != _rest(before) or _calendars(centre) != _calendars(before)):
		_settle(centre=centre.name, to_date=(">=", getdate()))


def staff_changed(staff: SalesStaff, method: str | None = None) -> None:
	"""Event on_update of Sales Staff: leave that is not over, where the person's rest days changed."""
	before = staff.get_doc_before_save()
	if before and _rest(staff) != _rest(before):
		_settle(staff=staff.name, to_date=(">=", getdate()))


def rest_days_moved(staff: list[str]) -> None:
	"""Leave that is not over, of people whose rest days were moved."""
	_settle(staff=("in", staff), to_date=(">=", getdate()))


def _days(calendar: WorkCalendar) -> set[tuple[date, str]]:
	return {(getdate(row.date), row.day_type) for row in calendar.days}


def _rest(doc: SalesCentre | SalesStaff) -> set[tuple[str, str, str]]:
	rows = {(row.weekday, str(row.from_date or ""), str(row.to_date or "")) for row in doc.rest_days}
	planned = (
		(f"{row.weekday} {row.part}", str(row.from_date or ""), str(row.to_date or ""))
		for row in doc.get("presence_plan") or ()
	)
	return rows.union(planned)


def _calendars(centre: SalesCentre) -> set[tuple[str, str, str]]:
	return {(row.work_calendar, str(row.from_date), str(row.to_date)) for row in centre.calendars}


def _settle(**filters: Any) -> None:
	"""Post for each approved request what its days are now, less what was taken for it."""
	requests = frappe.get_all(
		REQUEST,
		{"docstatus": 1, "leave_type": ("in", among(from_balance())), **filters},
		["name", "staff", "leave_type", "from_date", "to_date", "half_day", "half_day_part"],
		order_by="name",
	)
	if not requests:
		return
	staffing = read_staffing({r.staff for r in requests})
	taken, entries = _taken([r.name for r in requests])
	for request in requests:
		now = _days_now(staffing, request)
		back = taken[request.name] - now
		if back:
			_post(request, back, f"{request.name}:calendar:{entries[request.name]}")
			_tell(staffing, request, back)
			frappe.db.set_value(REQUEST, request.name, "days", float(now))


def _taken(names: Iterable[str]) -> tuple[dict[str, Decimal], Counter[str]]:
	"""Days taken from the balance for each request, and in how many entries."""
	rows = frappe.get_all(
		"Leave Balance Entry",
		{"reference_doctype": REQUEST, "reference_name": ("in", list(names))},
		["reference_name", "days"],
		limit=0,
	)
	days: dict[str, Decimal] = {name: Decimal(0) for name in names}
	for row in rows:
		days[row.reference_name] -= Decimal(str(row.days or 0))
	return days, Counter(row.reference_name for row in rows)


def _days_now(staffing: Staffing, request: frappe._dict) -> Decimal:
	"""Working days of an approved request by the calendar as it is now; its own time is not counted as off already."""
	off = OffTime(getdate(request.from_date), getdate(request.to_date), part_of(request))
	roster = staffing.employment_roster(request.staff, staffing.centre_on(request.staff, off.start))
	others = list(roster.off)
	if off in others:
		others.remove(off)
	return replace(roster, off=tuple(others)).days_taken(off)


def _tell(staffing: Staffing, request: frappe._dict, back: Decimal) -> None:
	"""Tell the person and the centre's Administration that days came back, or are taken after all."""
	centre = staffing.centre_on(request.staff, getdate(request.from_date))
	words = (
		_("Days off changed: {0} days of leave {1} of {2} are given back.")
		if back > 0
		else _("Days off changed: {0} days of leave {1} of {2} are taken after all.")
	)
	subject = words.format(abs(back).normalize(), request.name, staffing.staff[request.staff].staff_name)
	there = {"name": request.staff, "status": ("!=", DEPARTED), "user": ("is", "set")}
	users = {*frappe.get_all("Sales Staff", there, pluck="user"), *deciders(centre, roles.ADMINISTRATION)}
	put_on_desks(sorted(users), REQUEST, request.name, subject)


def _post(request: frappe._dict, days: Decimal, key: str) -> None:
	"""Give days back, or take them again, even where that leaves less than nothing; from today on, so no closed month changes."""
	leave_balance.post(
		request.staff,
		leave_balance.RETURNED if days > 0 else leave_balance.TAKEN_BACK,
		days,
		max(getdate(request.from_date), getdate()),
		key,
		reference=(REQUEST, request.name),
		remarks=_("Days off changed within the leave"),
		leave_type=request.leave_type,
	)
