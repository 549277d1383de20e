"""Closes a leaver's remainders once, as the centre's policy says, and records it (R32). What was earned stays payable."""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app import roles
from dianjian_app.incentives.engine.rule import ZERO, Rule
from dianjian_app.incentives.engine.rule_options import OutcomeType
from dianjian_app.incentives.entries.remainders import (
	counted_towards_next,
	deductions_carried,
	half_day_rule,
)
from dianjian_app.locking import hold, name_now
from dianjian_app.people import leave_balance
from dianjian_app.people.authority import decides_for
from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.people.staff_wage_events import wage_on
from dianjian_app.people.staffing import DEPARTED, last_group_on, read_staffing

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff

PAID_DAYS_A_MONTH = Decimal("21.75")
CENT = Decimal("0.01")
KEEP, PAY, DROP = "Keep Open", "Pay Out Pro Rata", "Drop"


class CloseOutError(frappe.ValidationError):
	"""The remainders cannot be closed now."""


@dataclass(frozen=True)
class Remainders:
	"""What is open of a person. leave, visit_days: days; carried, pay: yuan; pay None: not paid, or the wage is unknown."""

	leave: Decimal
	visits: Decimal
	visit_days: Decimal
	carried: Decimal
	choice: str
	pay: Decimal | None
	rule: Rule | None

	def as_data(self) -> dict:
		"""The figures for the form."""
		return {
			"leave": float(self.leave),
			"visits": float(self.visits),
			"visit_days": float(self.visit_days),
			"carried": float(self.carried),
			"choice": self.choice,
			"pay": None if self.pay is None else float(self.pay),
		}


@frappe.whitelist()
def open_remainders(staff: str) -> dict:
	"""Return what is still open of a person, and what the policy would do with it. Raises PermissionError.

	Gives {"leave", "visits", "visit_days", "carried", "choice", "pay", "waits_for": the first month of the employment
	that is not published, "closed": the record of the close-out}.
	"""
	person = _person_for_hr(staff)
	return {
		**_remainders_of(person).as_data(),
		"waits_for": unpublished_month(person) if person.leaving_date else None,
		"closed": _record_of(person),
	}


@frappe.whitelist(methods=["POST"])
def close_out(staff: str) -> dict:
	"""Close a leaver's remainders as the policy says, and record it; closing twice changes nothing. Gives what was closed.

	Pay Out Pro Rata: the day's wage (a month's ÷ 21.75) for each day of leave and for the part of the next half-day, to be
	paid by payroll; the balance becomes 0. Drop: the balance becomes 0. Keep Open: nothing. Raises CloseOutError, also
	while a month of the employment is not published: its visits and deals would be paid again.
	"""
	hold("Sales Staff", staff)
	person = _person_for_hr(staff)
	if person.status != DEPARTED:
		frappe.throw(_("{0} has not left.").format(person.staff_name), CloseOutError)
	found = _remainders_of(person)
	if name_now("Leaver Close-Out", {"staff": staff, "leaving_date": person.leaving_date}):
		return {**found.as_data(), "closed": False}
	_check_can_close(person, found)
	leave_entry = _take_leave(person, found)
	_record(person, found, leave_entry)
	return {**found.as_data(), "closed": True}


def unpublished_month(person: SalesStaff) -> str | None:
	"""Return the first month of a leaver's employment that is not published, from when the centre began to use the app; None: all are."""
	staffing, last = read_staffing([person.name]), getdate(person.leaving_date)
	month = Period.month_of(getdate(person.joining_date))
	published = _published_months()
	begins: dict[str, date] = {}
	while month.start <= last:
		centre = staffing.centre_on(person.name, min(month.end, last)) or person.centre
		if centre not in begins:
			begins[centre] = _begin_of(centre, last)
		if month.end >= begins[centre] and (centre, month.month_text) not in published:
			return month.month_text
		month = Period.month_of(month.end + ONE_DAY)
	return None


def _published_months() -> set[tuple[str, str]]:
	filters = {"published_at": ("is", "set"), "docstatus": 1}
	return set(frappe.get_all("Incentive Settlement", filters, ["centre", "month"], as_list=True, limit=0))


def _begin_of(centre: str, last: date) -> date:
	"""Return the first day that a centre settles: when it began to use the app, else its first settlement, else the last month."""
	opened = frappe.db.get_value("Sales Centre", centre, "opened_on")
	first = opened or frappe.db.get_value(
		"Incentive Settlement",
		{"centre": centre, "docstatus": ("<", 2)},
		"period_start",
		order_by="period_start",
	)
	return getdate(first) if first else Period.month_of(last).start


def _person_for_hr(staff: str) -> SalesStaff:
	fields = ["name", "centre", "status", "joining_date", "leaving_date", "staff_name"]
	person = frappe.db.get_value("Sales Staff", staff, fields, as_dict=True)
	if not person or not decides_for(frappe.session.user, person.centre, roles.HR):
		frappe.throw(_("Only HR can close the account of somebody who has left."), frappe.PermissionError)
	return person


def _remainders_of(person: SalesStaff) -> Remainders:
	"""Return what is open as of the leaving date, with its worth if the policy pays it."""
	day = getdate(person.leaving_date)
	rule = half_day_rule(person.centre, day)
	visits = counted_towards_next(rule, person.centre, day).get(person.name, ZERO) if rule else ZERO
	visit_days = (visits / rule.condition_value * _days_of(rule)).quantize(CENT) if rule else ZERO
	leave = leave_balance.balance(person.name)
	policy = frappe.db.get_value("Sales Centre", person.centre, "deduction_policy")
	choice = (frappe.db.get_value("Deduction Policy", policy, "leaver_remainder") if policy else None) or KEEP
	wage = wage_on(person.name, day) if choice == PAY and person.leaving_date else None
	pay = None
	if wage is not None:
		days = max(leave, ZERO) + visit_days
		pay = (days * wage / PAID_DAYS_A_MONTH).quantize(CENT, ROUND_HALF_UP)
	carried = deductions_carried(person.centre).get(person.name, ZERO)
	return Remainders(leave, visits, visit_days, carried, choice, pay, rule)


def _days_of(rule: Rule) -> Decimal:
	"""The days of leave that a rule gives for every N."""
	return sum((o.amount for o in rule.outcomes if o.outcome_type is OutcomeType.LEAVE_DAYS), ZERO)


def _record_of(person: SalesStaff) -> str | None:
	filters = {"staff": person.name, "leaving_date": person.leaving_date}
	return frappe.db.get_value("Leaver Close-Out", filters, "name") if person.leaving_date else None


def _check_can_close(person: SalesStaff, found: Remainders) -> None:
	if found.choice == KEEP:
		frappe.throw(
			_("The centre's deduction policy keeps remainders open. Choose another policy to close them."),
			CloseOutError,
		)
	if month := unpublished_month(person):
		frappe.throw(
			_("{0} of {1} is not published yet. Publish it first, then close the account.").format(
				month, person.staff_name
			),
			CloseOutError,
			title=_("Month Not Published"),
		)
	if found.choice == PAY and found.pay is None:
		frappe.throw(
			_("The payment depends on the wage of {0}, which is not entered.").format(person.staff_name),
			CloseOutError,
		)


def _take_leave(person: SalesStaff, found: Remainders) -> str | None:
	"""Bring the leave balance to 0; gives the entry's name, None where it was 0."""
	if not found.leave:
		return None
	words = (
		_("Paid out: {0} yuan").format(found.pay)
		if found.choice == PAY
		else _("Dropped by the centre's policy")
	)
	return leave_balance.post(
		person.name,
		leave_balance.ADJUSTMENT,
		-found.leave,
		getdate(),
		f"close-out|{person.name}|{person.leaving_date}",
		remarks=_("Close-out on leaving. {0}").format(words),
	)


def _record(person: SalesStaff, found: Remainders, leave_entry: str | None) -> None:
	"""Record what was closed, even if no leave was left. The visits are used up by it."""
	record = frappe.get_doc(
		doctype="Leaver Close-Out",
		staff=person.name,
		staff_name=person.staff_name,
		leaving_date=person.leaving_date,
		centre=person.centre,
		sales_group=last_group_on(person.name, getdate(person.leaving_date)),
		choice=found.choice,
		pay=found.pay or 0,
		leave_days=found.leave,
		leave_entry=leave_entry,
		carried=found.carried,
		visits=found.visits,
		visit_days=found.visit_days,
		rule=found.rule.name if found.rule else None,
		family=found.rule.family if found.rule else None,
		closed_on=now_datetime(),
		closed_by=frappe.session.user,
	)
	record.flags.by_close_out = True
	record.insert(ignore_permissions=True)  # the act above has asked who may
