"""The result of a day is derived: nobody writes one by hand, on any path (R33)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.staff_day_result.staff_day_result import StaffDayResult


class DerivedResultError(frappe.ValidationError):
	"""Somebody tried to write the result of a day."""


def refuse(result: StaffDayResult) -> None:
	"""Events validate, on_trash and before_rename of Staff Day Result. Raises DerivedResultError."""
	frappe.throw(
		_("The result of a day follows from plan, punches and applications; correct those instead."),
		DerivedResultError,
		title=_("Derived"),
	)
