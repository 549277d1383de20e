"""What is asked for in a Time Off Request: whose, when, how many working days (R34)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import permissions
from dianjian_app.locking import hold, rows_now
from dianjian_app.people import approval, leave_balance, time_off_papers, time_off_substitute
from dianjian_app.people.approval import CLOSED, RequestError
from dianjian_app.people.period import Period
from dianjian_app.people.presence import OffTime
from dianjian_app.people.staffing import part_of, read_staffing, staff_of_user
from dianjian_app.people.time_off_types import Rules, read_types, rules_of

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.time_off_request.time_off_request import TimeOffRequest


LONGEST_DAYS = 366


class TimeOffError(RequestError):
	"""A request that cannot be."""


class OverlappingTimeOffError(TimeOffError):
	"""The person has asked for the same time already."""


class LateApplicationError(TimeOffError):
	"""Leave from a balance was asked for after it had begun."""


class YearlyDaysError(TimeOffError):
	"""More days of a type are asked for than a year allows."""


class NothingTakenError(TimeOffError):
	"""The request takes no working time."""


def check(request: TimeOffRequest) -> None:
	"""Refuse times that cannot be, that are asked for already, or that take no working time; count the days (R34)."""
	rules = rules_of(request.leave_type)
	_check_times(request)
	_check_type(request, rules)
	_check_overlap(request)
	mark_late(request)
	time_off_substitute.check(request)
	request.days = float(_days_taken(request))
	if not request.days:
		_refuse_empty(request)
	_check_year(request, rules)
	if rules.with_balance:
		if request.excused_from and getdate(request.excused_from) > getdate(request.from_date):
			frappe.throw(
				_("{0} is taken from a balance and must be asked for before it begins.").format(
					_(request.leave_type)
				),
				LateApplicationError,
				title=_("Too Late"),
			)
		left = leave_balance.balance(request.staff, request.leave_type)
		leave_balance.check_enough(request.staff, left, Decimal(str(request.days)))


def fill_place(request: TimeOffRequest) -> None:
	"""Write whose it is, with centre and group of its first day; the person defaults to the session's (R4)."""
	if not request.staff:
		request.staff = staff_of_user(frappe.session.user)
	if not request.staff or not request.from_date:
		frappe.throw(_("Say whose leave it is and from which date."), TimeOffError)
	if not request.to_date:
		request.to_date = request.from_date
	if request.half_day and not request.half_day_part:
		frappe.throw(_("Say which half of the day: morning or afternoon."), TimeOffError)
	if not request.half_day:
		request.half_day_part = ""
	staffing = read_staffing([request.staff])
	if request.staff not in staffing.staff:
		frappe.throw(_("There is no staff {0}.").format(request.staff), TimeOffError)
	person, day = staffing.staff[request.staff], getdate(request.from_date)
	request.staff_name = person.staff_name
	request.centre = staffing.centre_on(request.staff, day)
	request.sales_group = person.group_on(day)


def mark_late(request: TimeOffRequest) -> None:
	"""Say whether it was asked for after it had begun, and from which day on it excuses then: the centre's choice (R34)."""
	before = request.get_doc_before_save()
	same_days = before and all(
		getdate(before.get(f)) == getdate(request.get(f)) for f in ("from_date", "to_date")
	)
	asked = getdate((before.asked_on or before.creation) if before and same_days else None)
	request.asked_on, request.late = asked, int(asked > getdate(request.from_date))
	excuses = frappe.db.get_value("Sales Centre", request.centre, "late_leave_excuses")
	request.excused_from = asked if request.late and not excuses else None


def _check_times(request: TimeOffRequest) -> None:
	start, end = getdate(request.from_date), getdate(request.to_date)
	if end < start:
		frappe.throw(
			_("The leave ends on {0}, before it starts on {1}.").format(request.to_date, request.from_date),
			TimeOffError,
		)
	if request.half_day and start != end:
		frappe.throw(_("Half a day lies on one day; make one request for each day."), TimeOffError)
	if (end - start).days >= LONGEST_DAYS:
		frappe.throw(_("A request covers at most {0} days.").format(LONGEST_DAYS), TimeOffError)


def _check_type(request: TimeOffRequest, rules: Rules) -> None:
	"""A type that is in use; an outing says where, and leave neither where nor whom; which papers are due, and when."""
	if rules.disabled and request.is_new():
		frappe.throw(
			_("{0} is not in use any more; choose another type.").format(_(rules.name)), TimeOffError
		)
	if not rules.outing:
		request.place = request.customer = None
	elif not (request.place or "").strip() and request.docstatus == 0:
		frappe.throw(_("Say where the outing goes."), TimeOffError)
	time_off_papers.fill(request, rules)


def _check_year(request: TimeOffRequest, rules: Rules) -> None:
	"""No more days of a type in a calendar year than it allows; the person's row is held. Raises YearlyDaysError."""
	if not rules.yearly_days:
		return
	left = yearly_left(
		request, rules, rows_now("Time Off Request", _of_year(request), ["name", "days", "decision"])
	)
	if request.days > left:
		frappe.throw(
			_("{0} has {1} of {2} days of {3} left in {4}; {5} are asked for.").format(
				request.staff_name,
				f"{left:g}",
				f"{rules.yearly_days:g}",
				_(rules.name),
				getdate(request.from_date).year,
				f"{request.days:g}",
			),
			YearlyDaysError,
			title=_("Not Enough Leave"),
		)


def _of_year(request: TimeOffRequest) -> dict:
	"""Which requests count in the year of the first day."""
	year = getdate(request.from_date).year
	return {
		"staff": request.staff,
		"leave_type": request.leave_type,
		"docstatus": ("<", 2),
		"from_date": ("between", (f"{year}-01-01", f"{year}-12-31")),
	}


def yearly_left(request: TimeOffRequest, rules: Rules, rows: list[frappe._dict]) -> float:
	"""Days of a type that are left in the year beside the request itself."""
	taken = sum(row.days or 0 for row in rows if row.name != request.name and row.decision not in CLOSED)
	return max(0.0, rules.yearly_days - taken)


def _check_overlap(request: TimeOffRequest) -> None:
	"""Refuse a second request for the same half day; two requests at once wait for each other."""
	hold("Sales Staff", request.staff)
	other = frappe.qb.DocType("Time Off Request")
	rows = (
		frappe.qb.from_(other)
		.where((other.staff == request.staff) & (other.docstatus < 2) & (other.name != (request.name or "")))
		.where((other.from_date <= request.to_date) & (other.to_date >= request.from_date))
		.select(
			other.name, other.from_date, other.to_date, other.half_day, other.half_day_part, other.decision
		)
		.for_update()
		.run(as_dict=True)
	)
	for row in rows:
		if row.decision not in CLOSED and part_of(row).halves & part_of(request).halves:
			frappe.throw(
				_("{0} already has leave {1} from {2} to {3}.").format(
					request.staff_name, row.name, row.from_date, row.to_date
				),
				OverlappingTimeOffError,
				title=_("Asked For Already"),
			)


def _days_taken(request: TimeOffRequest) -> Decimal:
	"""Working days that the request takes by the person's calendar, in halves (R34)."""
	staffing = read_staffing([request.staff])
	off = OffTime(getdate(request.from_date), getdate(request.to_date), part_of(request))
	centre = staffing.centre_on(request.staff, off.start)
	return staffing.employment_roster(request.staff, centre).days_taken(off)


def _refuse_empty(request: TimeOffRequest) -> None:
	days = Period(getdate(request.from_date), getdate(request.to_date))
	frappe.throw(
		_(
			"{0} does not work on {1}: rest day, holiday, already off, or not employed. No leave is needed."
		).format(request.staff_name, days),
		NothingTakenError,
		title=_("No Working Time"),
	)


@frappe.whitelist()
def preview(
	staff: str | None = None,
	from_date: str | None = None,
	to_date: str | None = None,
	half_day: int | str = 0,
	half_day_part: str = "",
	leave_type: str = leave_balance.PAID_HALF_DAY,
) -> dict:
	"""For the form: whose leave (default: the session's), working days it takes, and the balance. Nothing is written.

	Gives staff, staff_name, days (None while dates are missing), balance (None for a type without one), beyond_leader (up to
	how many days leaders decide, where it takes more), yearly_left (None for a type without a limit), papers and papers_days
	(what is to be attached, within how many days), substitutes (filters of who can stand in). Raises OutOfScopeError for a person whose leave the user may not see.
	"""
	staff = staff or staff_of_user(frappe.session.user)
	if not staff:
		return {"staff": None, "staff_name": None, "days": None, "balance": None}
	request = frappe.get_doc(
		doctype="Time Off Request",
		staff=staff,
		leave_type=leave_type,
		from_date=from_date or getdate(),
		to_date=to_date or from_date or getdate(),
		half_day=frappe.utils.cint(half_day),
		half_day_part=half_day_part or "Morning",
	)
	fill_place(request)
	permissions.check_in_scope(request)
	known = from_date and getdate(request.from_date) <= getdate(request.to_date)
	rules = read_types().get(leave_type)
	if known:
		request.days = float(_days_taken(request))
	return {
		"staff": staff,
		"staff_name": request.staff_name,
		"days": request.days if known else None,
		"beyond_leader": approval.beyond_leader(request),
		"balance": float(leave_balance.balance(staff, leave_type)) if rules and rules.with_balance else None,
		"yearly_left": _left_this_year(request, rules) if rules else None,
		"papers": rules.papers if rules else "",
		"papers_days": rules.papers_days if rules else 0,
		"substitutes": time_off_substitute.choice(request),
	}


def _left_this_year(request: TimeOffRequest, rules: Rules) -> float | None:
	if not rules.yearly_days:
		return None
	rows = frappe.get_all("Time Off Request", _of_year(request), ["name", "days", "decision"], limit=0)
	return yearly_left(request, rules, rows)
