"""The names that people know groups, staff and batches by; one query for each kind."""

from __future__ import annotations

from collections.abc import Iterable

import frappe


def names_of_groups(groups: Iterable[str | None]) -> dict[str, str]:
	"""Sales Group → its short name."""
	return _names("Sales Group", "group_name", groups)


def names_of_staff(staff: Iterable[str | None]) -> dict[str, str]:
	"""Sales Staff → the person's name."""
	return _names("Sales Staff", "staff_name", staff)


def names_of_batches(batches: Iterable[str | None]) -> dict[str, str]:
	"""Lead Batch → its name."""
	return _names("Lead Batch", "batch_name", batches)


def _names(doctype: str, field: str, names: Iterable[str | None]) -> dict[str, str]:
	wanted = sorted({name for name in names if name})
	if not wanted:
		return {}
	return dict(frappe.get_all(doctype, {"name": ("in", wanted)}, ["name", field], as_list=True, limit=0))
