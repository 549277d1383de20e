"""The events of a Leave Balance Entry: what stands in one, and that it stays (R22)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import permissions
from dianjian_app.people.leave_balance import ADDS, ADJUSTMENT, TAKES, LeaveEntryError
from dianjian_app.people.staffing import last_group_on, staff_of_user

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.leave_balance_entry.leave_balance_entry import LeaveBalanceEntry


class LeaveEntryFixedError(LeaveEntryError):
	"""Somebody tried to change or delete an entry."""


def validate(entry: LeaveBalanceEntry) -> None:
	"""Event validate of a new entry: by hand only an adjustment with its reason; signs as the kind says (R22).

	Raises LeaveEntryError, LeaveEntryFixedError.
	"""
	if not entry.is_new():
		refuse_change(entry)
	person = frappe.db.get_value("Sales Staff", entry.staff, ["staff_name", "centre"], as_dict=True)
	entry.staff_name, entry.centre = person.staff_name, person.centre
	entry.sales_group = last_group_on(entry.staff, frappe.utils.getdate(entry.date))
	if not entry.flags.posted_by_app:
		_check_by_hand(entry)
	days = frappe.utils.flt(entry.days)
	if not days or (entry.kind in ADDS and days < 0) or (entry.kind in TAKES and days > 0):
		frappe.throw(
			_(
				"{0} days cannot be {1}: what is earned or returned is positive, what is taken is negative."
			).format(entry.days, _(entry.kind)),
			LeaveEntryError,
		)


def refuse_change(entry: LeaveBalanceEntry) -> None:
	"""Events on_trash and before_rename: entries are append-only for everybody. Raises LeaveEntryFixedError (R22)."""
	frappe.throw(
		_("Leave entry {0} cannot be changed or deleted; post an adjustment instead.").format(entry.name),
		LeaveEntryFixedError,
		title=_("Entries Stay"),
	)


def _check_by_hand(entry: LeaveBalanceEntry) -> None:
	if entry.kind != ADJUSTMENT:
		frappe.throw(
			_("By hand only an {0} can be entered; {1} comes from its document.").format(
				_(ADJUSTMENT), _(entry.kind)
			),
			LeaveEntryError,
		)
	if not (entry.remarks or "").strip():
		frappe.throw(_("Say in the remarks why the balance is adjusted."), LeaveEntryError)
	if staff_of_user(frappe.session.user) == entry.staff:
		frappe.throw(_("Nobody adjusts their own leave balance."), LeaveEntryError)
	entry.entry_key = None
	permissions.check_in_scope(entry)
