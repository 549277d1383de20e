"""What an agent brings along from before the app was used: leave, and the old ledger's lines (R44, R22)."""

from __future__ import annotations

from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app import permissions
from dianjian_app.locking import hold, name_now
from dianjian_app.people import leave_balance
from dianjian_app.people.staffing import read_staffing

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.opening_balance.opening_balance import OpeningBalance
	from dianjian_app.dianjian_app.doctype.opening_ledger_line.opening_ledger_line import OpeningLedgerLine


class OpeningBalanceError(frappe.ValidationError):
	"""An opening balance that cannot be."""


def validate(opening: OpeningBalance) -> None:
	"""Event validate: the person's place, one balance a person, lines up to its day (R44)."""
	staffing = read_staffing([opening.staff])
	if opening.staff not in staffing.staff:
		frappe.throw(_("There is no staff {0}.").format(opening.staff), OpeningBalanceError)
	person, day = staffing.staff[opening.staff], getdate(opening.date)
	opening.staff_name = person.staff_name
	opening.centre, opening.sales_group = staffing.centre_on(opening.staff, day), person.group_or_last(day)
	permissions.check_in_scope(opening)
	_check_first_day(opening)
	_check_alone(opening)
	_check_balances(opening)
	_check_lines(opening)
	for row in opening.ledger_lines:
		row.agent, row.centre = opening.staff, staffing.centre_on(opening.staff, getdate(row.date))
		row.sales_group = person.group_or_last(getdate(row.date))


def bring_leave(opening: OpeningBalance) -> None:
	"""Event on_submit: the leave that was left (R22)."""
	_post(opening, Decimal(str(opening.leave_days or 0)), "opening")


def take_leave_back(opening: OpeningBalance) -> None:
	"""Event on_cancel: the leave goes again. Raises nothing when some of it has been taken: it is then owed."""
	_post(opening, -Decimal(str(opening.leave_days or 0)), "opening-cancelled")


def _post(opening: OpeningBalance, days: Decimal, what: str) -> None:
	if days:
		leave_balance.post(
			opening.staff,
			leave_balance.OPENING,
			days,
			getdate(opening.date),
			f"{opening.name}:{what}",
			reference=(opening.doctype, opening.name),
		)


def _check_first_day(opening: OpeningBalance) -> None:
	opened_on = frappe.db.get_value("Sales Centre", opening.centre, "opened_on")
	if opened_on and getdate(opening.date) >= getdate(opened_on):
		frappe.throw(
			_("An opening balance is of a day before {0} uses the app ({1}).").format(
				opening.centre, formatdate(opened_on)
			),
			OpeningBalanceError,
		)
	if getdate(opening.date) > getdate():
		frappe.throw(_("An opening balance cannot lie in the future."), OpeningBalanceError)


def _check_alone(opening: OpeningBalance) -> None:
	hold("Sales Staff", opening.staff)
	other = name_now(
		"Opening Balance",
		{"staff": opening.staff, "docstatus": ("<", 2), "name": ("!=", opening.name or "")},
	)
	if other:
		frappe.throw(
			_("{0} already has the opening balance {1}; change or cancel that one.").format(
				opening.staff_name, other
			),
			OpeningBalanceError,
		)


def _check_balances(opening: OpeningBalance) -> None:
	if (opening.leave_days or 0) < 0 or Decimal(str(opening.leave_days or 0)) % Decimal("0.5"):
		frappe.throw(_("Leave days are whole or half days, not below 0."), OpeningBalanceError)
	seen = set()
	for row in opening.balances:
		if (row.family, row.kind) in seen:
			frappe.throw(
				_("Rule balances, row {0}: {1} of {2} stands there twice.").format(
					row.idx, _(row.kind), row.family
				),
				OpeningBalanceError,
			)
		seen.add((row.family, row.kind))


def _check_lines(opening: OpeningBalance) -> None:
	seen = set()
	for row in opening.ledger_lines:
		day = getdate(row.date)
		if day > getdate(opening.date):
			_refuse_line(row, _("lies after {0}").format(formatdate(opening.date)))
		if day in seen:
			_refuse_line(row, _("stands there twice"))
		if any((row.get(f) or 0) < 0 for f in ("calls", "connected", "intention", "visits", "deals")):
			_refuse_line(row, _("has a figure below 0"))
		if not (row.intention or 0) <= (row.connected or 0) <= (row.calls or 0):
			_refuse_line(
				row, _("has more intention customers than connected ones, or more of these than calls")
			)
		if not 0 <= (row.presence or 0) <= 1:
			_refuse_line(row, _("has a presence that is not between 0 and 1"))
		seen.add(day)


def _refuse_line(row: OpeningLedgerLine, why: str) -> None:
	frappe.throw(
		_("Ledger lines, row {0}: {1} {2}.").format(row.idx, formatdate(row.date), why), OpeningBalanceError
	)
