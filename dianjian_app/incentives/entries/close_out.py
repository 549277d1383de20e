"""A leaver's remainders are closed once, as the centre's policy says (R32): what is earned stays payable in any case."""

from __future__ import annotations

from decimal import ROUND_HALF_UP, Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.incentives.entries.remainders import deductions_carried, visits_towards_half_day
from dianjian_app.people import leave_balance
from dianjian_app.people.authority import decides_for
from dianjian_app.people.staff_wage_events import wage_on
from dianjian_app.people.staffing import DEPARTED

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff


PAID_DAYS_A_MONTH = Decimal("21.75")
KEEP, PAY, DROP = "Keep Open", "Pay Out Pro Rata", "Drop"
HALF_DAYS = "R22"


class CloseOutError(frappe.ValidationError):
	"""Remainders that cannot be closed now."""


@frappe.whitelist()
def open_remainders(staff: str) -> dict:
	"""What is still open of a person: days of leave, visits towards the next half-day, deductions carried; and what the
	policy would do: {"leave", "visits", "visit_days", "carried", "choice", "pay"}. Raises PermissionError.
	"""
	person = _person(staff)
	days = leave_balance.balance(staff)
	visits = Decimal(str(visits_towards_half_day(person.centre).get(staff, 0)))
	per = frappe.db.get_value(
		"Incentive Rule",
		{"family": HALF_DAYS, "docstatus": 1, "valid_to": ("is", "not set")},
		"condition_value",
	)
	visit_days = (visits / Decimal(str(per)) / 2).quantize(Decimal("0.01")) if per else Decimal(0)
	name = frappe.db.get_value("Sales Centre", person.centre, "deduction_policy")
	choice = frappe.db.get_value("Deduction Policy", name, "leaver_remainder") if name else KEEP
	wage = wage_on(staff, getdate(person.leaving_date)) if person.leaving_date else None
	pay = None
	if choice == PAY and wage is not None:
		pay = ((max(days, Decimal(0)) + visit_days) * wage / PAID_DAYS_A_MONTH).quantize(
			Decimal("0.01"), ROUND_HALF_UP
		)
	return {
		"leave": float(days),
		"visits": float(visits),
		"visit_days": float(visit_days),
		"carried": float(deductions_carried(person.centre).get(staff, 0)),
		"choice": choice or KEEP,
		"pay": None if pay is None else float(pay),
	}


def _person(staff: str) -> SalesStaff:
	person = frappe.db.get_value(
		"Sales Staff", staff, ["centre", "status", "leaving_date", "staff_name"], as_dict=True
	)
	if not person or not decides_for(frappe.session.user, person.centre, roles.HR):
		frappe.throw(_("Only HR can close the account of somebody who has left."), frappe.PermissionError)
	return person


@frappe.whitelist(methods=["POST"])
def close_out(staff: str) -> dict:
	"""Close a leaver's remainders as the policy says; closing twice changes nothing. Gives what was closed.

	Pay Out Pro Rata: the day's wage (a month's ÷ 21.75) for each day of leave and for the part of the next half-day, to be
	paid by payroll; the balance becomes 0. Drop: the balance becomes 0. Keep Open: nothing. Raises CloseOutError.
	"""
	person = _person(staff)
	if person.status != DEPARTED:
		frappe.throw(_("{0} has not left.").format(person.staff_name), CloseOutError)
	found = open_remainders(staff)
	if found["choice"] == KEEP:
		frappe.throw(
			_("The centre's deduction policy keeps remainders open. Choose another policy to close them."),
			CloseOutError,
		)
	if found["choice"] == PAY and found["pay"] is None:
		frappe.throw(
			_("The payment depends on the wage of {0}, which is not entered.").format(person.staff_name),
			CloseOutError,
		)
	days = Decimal(str(found["leave"]))
	key = f"close-out|{staff}"
	if frappe.db.exists("Leave Balance Entry", {"entry_key": key}):
		return {**found, "closed": False}
	if days:
		words = (
			_("Paid out: {0} yuan").format(found["pay"])
			if found["choice"] == PAY
			else _("Dropped by the centre's policy")
		)
		leave_balance.post(
			staff,
			leave_balance.ADJUSTMENT,
			-days,
			getdate(),
			key,
			remarks=_("Close-out on leaving. {0}").format(words),
		)
	frappe.get_doc("Sales Staff", staff).add_comment(
		"Comment",
		text=_("Closed out ({0}): {1} days of leave, {2} visits towards the next half-day").format(
			_(found["choice"]), found["leave"], found["visits"]
		),
	)
	return {**found, "closed": True}
