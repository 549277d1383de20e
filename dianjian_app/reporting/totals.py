"""Sums, shares and the line of totals of a report (R44–R46)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from typing import Any

import frappe
from frappe import _


def total(rows: Iterable[Mapping[str, Any]], name: str) -> Any:
	"""The sum of a figure over rows; None counts as 0."""
	return sum(row.get(name) or 0 for row in rows)


def percent(part: Any, whole: Any) -> float | None:
	"""A part in per cent of the whole, to one decimal; None if the whole is 0."""
	return round(100.0 * float(part or 0) / float(whole), 1) if whole else None


def total_row(sums: Mapping[str, Any], label: str, text: str = "Totals") -> frappe._dict:
	"""The line of totals below a report's rows. sums: its figures; label: the column that holds its text."""
	return frappe._dict({**sums, label: _(text), "is_sum": 1, "bold": 1})
