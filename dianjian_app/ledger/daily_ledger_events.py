"""A ledger line is derived: nobody writes one by hand, on any path (R44)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.daily_ledger.daily_ledger import DailyLedger


class DerivedLineError(frappe.ValidationError):
	"""Somebody tried to write a line of the daily ledger."""


def refuse(line: DailyLedger) -> None:
	"""Events validate and on_trash of Daily Ledger. Raises DerivedLineError."""
	frappe.throw(
		_("The daily ledger is put together from sheets, visits and deals; correct those instead."),
		DerivedLineError,
		title=_("Derived"),
	)
