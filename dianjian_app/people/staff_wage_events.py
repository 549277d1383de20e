"""A person's wage from a date on: a document of its own that HR alone reads (R47).

Not rows of Sales Staff: a list of the staff can be filtered by rows that its reader may not see, and so probed.
"""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app.people.staffing import staff_of_user
from dianjian_app.permissions import check_in_scope
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.staff_wage.staff_wage import StaffWage


class OwnWageError(frappe.PermissionError):
	"""Somebody writes their own wage."""


def validate(wage: StaffWage) -> None:
	"""Event validate of Staff Wage: of the person's centre, and not one's own. Raises OwnWageError, OutOfScopeError."""
	wage.centre = frappe.db.get_value("Sales Staff", wage.staff, "centre")
	check_in_scope(wage)
	if wage.staff == staff_of_user(frappe.session.user):
		frappe.throw(
			_("Your own wage is entered by somebody else."), OwnWageError, title=_("Your Own Record")
		)


def wages_on(staff: Iterable[str], day: date) -> dict[str, Decimal]:
	"""Monthly wages in yuan that hold on a day, of those for whom one is entered; one query. For the app's rules."""
	wanted = sorted(set(staff))
	rows = frappe.get_all(
		"Staff Wage",
		filters={"staff": ("in", among(wanted)), "from_date": ("<=", day)},
		fields=["staff", "monthly_wage"],
		order_by="from_date",
		limit=0,
	)
	return {r.staff: Decimal(str(r.monthly_wage)) for r in rows}


def wage_on(staff: str, day: date) -> Decimal | None:
	"""Monthly wage in yuan that holds on a day; None where none is entered. Asks no permission: for the app's rules."""
	rows = frappe.get_all(
		"Staff Wage",
		filters={"staff": staff, "from_date": ("<=", day)},
		order_by="from_date desc",
		limit=1,
		pluck="monthly_wage",
	)
	return Decimal(str(rows[0])) if rows else None
