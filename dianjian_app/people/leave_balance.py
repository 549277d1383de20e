"""Balances of leave: days earned, taken, taken back, in entries that are never edited (R22, R34)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.query_builder.functions import Sum

from dianjian_app.people.time_off_types import PAID_HALF_DAY

if TYPE_CHECKING:
	from pypika.queries import QueryBuilder


EARNED, TAKEN, TAKEN_BACK, RETURNED, OPENING, ADJUSTMENT = (
	"Earned",
	"Taken",
	"Taken Back",
	"Returned",
	"Opening",
	"Adjustment",
)
KINDS = (EARNED, TAKEN, TAKEN_BACK, RETURNED, OPENING, ADJUSTMENT)
ADDS, TAKES = (EARNED, RETURNED), (TAKEN, TAKEN_BACK)


class LeaveEntryError(frappe.ValidationError):
	"""An entry that cannot be."""


class LeaveOverdrawnError(LeaveEntryError):
	"""More days are asked for than there are."""


def balance(staff: str, leave_type: str = PAID_HALF_DAY) -> Decimal:
	"""Days that a person has left of a leave type, as the entries add up (R22)."""
	return _sum(_entries(staff, leave_type).run(pluck=True))


def balances(staff: Iterable[str], until: date, leave_type: str = PAID_HALF_DAY) -> dict[str, Decimal]:
	"""Person → days left at the end of a day, in one query; who has no entry is left out (R22)."""
	names = sorted(set(staff))
	if not names:
		return {}
	entry = frappe.qb.DocType("Leave Balance Entry")
	rows = (
		frappe.qb.from_(entry)
		.where(entry.staff.isin(names) & (entry.leave_type == leave_type) & (entry.date <= until))
		.groupby(entry.staff)
		.select(entry.staff, Sum(entry.days))
		.run()
	)
	return {name: _sum([days]) for name, days in rows}


def lock_balance(staff: str, leave_type: str = PAID_HALF_DAY) -> Decimal:
	"""The balance in days; nobody else posts for this person until the transaction ends."""
	person = frappe.qb.DocType("Sales Staff")
	frappe.qb.from_(person).where(person.name == staff).select(person.name).for_update().run()
	return _sum(_entries(staff, leave_type).for_update().run(pluck=True))


def post(
	staff: str,
	kind: str,
	days: Decimal,
	day: date,
	key: str,
	*,
	reference: tuple[str, str] | None = None,
	remarks: str = "",
	leave_type: str = PAID_HALF_DAY,
) -> str:
	"""Add to a balance (days > 0) or take from it (days < 0) and give the entry's name (R22).

	kind: one of KINDS. key: what makes the entry one of its kind; posting it again adds nothing. reference:
	(DocType, name) of what caused it. Taking back may leave less than nothing; Taken may not: raises
	LeaveOverdrawnError.
	"""
	left = lock_balance(staff, leave_type)
	existing = frappe.db.get_value("Leave Balance Entry", {"entry_key": key}, for_update=True)
	if existing:
		return existing
	if kind == TAKEN:
		check_enough(staff, left, -days)
	entry = frappe.get_doc(
		doctype="Leave Balance Entry",
		staff=staff,
		kind=kind,
		leave_type=leave_type,
		days=float(days),
		date=day,
		entry_key=key,
		reference_doctype=reference and reference[0],
		reference_name=reference and reference[1],
		remarks=remarks,
	)
	entry.flags.posted_by_app = True
	return entry.insert(ignore_permissions=True).name  # the approved document behind it was permitted


def check_enough(staff: str, left: Decimal, asked: Decimal) -> None:
	"""Raises LeaveOverdrawnError when more days are asked for than are left."""
	if asked > left:
		frappe.throw(
			_(
				"{0} has {1} paid leave days left; {2} are asked for. Ask for fewer days or another leave type."
			).format(frappe.db.get_value("Sales Staff", staff, "staff_name"), _plain(left), _plain(asked)),
			LeaveOverdrawnError,
			title=_("Not Enough Leave"),
		)


def _entries(staff: str, leave_type: str) -> QueryBuilder:
	entry = frappe.qb.DocType("Leave Balance Entry")
	return (
		frappe.qb.from_(entry)
		.where((entry.staff == staff) & (entry.leave_type == leave_type))
		.select(entry.days)
	)


def _sum(values: Iterable[float | None]) -> Decimal:
	return sum((Decimal(str(v or 0)).quantize(Decimal("0.01")) for v in values), Decimal(0))


def _plain(days: Decimal) -> str:
	return f"{days.normalize():f}"
