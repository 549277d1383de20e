"""Child rows with from_date and to_date: are they in order, do they overlap? Errors name the row (R1, R4)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from datetime import date
from itertools import pairwise
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

if TYPE_CHECKING:
	from frappe.model.document import Document


class DatedRowError(frappe.ValidationError):
	"""A dated row is wrong."""


class RowReversedError(DatedRowError):
	"""A row ends before it starts."""


class RowsOverlapError(DatedRowError):
	"""Two rows claim the same day."""


def check_order(rows: Iterable[Document], label: str) -> None:
	"""Each row ends on or after its first day. Raises RowReversedError; label: translated name of the table."""
	for row in rows:
		if row.from_date and row.to_date and getdate(row.to_date) < getdate(row.from_date):
			frappe.throw(
				_("{0}, row {1}: ends on {2}, before it starts on {3}.").format(
					label, row.idx, formatdate(row.to_date), formatdate(row.from_date)
				),
				RowReversedError,
				title=_("Dates Reversed"),
			)


def check_no_overlap(
	rows: Iterable[Document], label: str, same: Callable[[Document], str] = lambda row: ""
) -> None:
	"""No two rows with the same key share a day. Raises RowsOverlapError.

	same: gives the key of a row; rows of different keys may overlap. A missing date means without limit.
	"""
	ordered = sorted(rows, key=lambda row: (same(row), _start(row), row.idx))
	for earlier, later in pairwise(ordered):
		if same(earlier) == same(later) and _start(later) <= _end(earlier):
			frappe.throw(
				_(
					"{0}, rows {1} and {2}: they share days from {3} on; end one before the other starts."
				).format(
					label, earlier.idx, later.idx, formatdate(_start(later)) if later.from_date else "…"
				),
				RowsOverlapError,
				title=_("Dates Overlap"),
			)


def _start(row: Document) -> date:
	return getdate(row.from_date) if row.from_date else date.min


def _end(row: Document) -> date:
	return getdate(row.to_date) if row.to_date else date.max
