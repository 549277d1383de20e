"""A ledger line is derived: nobody writes one by hand, on any path (R44)."""

from __future__ import annotations

import frappe
from frappe import _


class DerivedLineError(frappe.ValidationError):
	"""Somebody tried to write a line of the daily ledger."""


def refuse(line) -> None:
	"""Events validate and on_trash of Daily Ledger. Raises DerivedLineError."""
	frappe.throw(
		_("The daily ledger is put together from sheets, visits and deals; correct those instead."),
		DerivedLineError,
		title=_("Derived"),
	)
