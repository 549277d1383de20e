"""Leads of people who change groups or leave go back to the pool they came from (decision 8, R47)."""

from __future__ import annotations

from datetime import date

from dianjian_app.resources.pool.allocation import return_open_leads


def staff_moved(staff: str, old_group: str, new_group: str | None, day: date) -> None:
	"""Hook dianjian_staff_moved."""
	return_open_leads(staff, old_group, day)


def staff_left(staff: str, group: str | None, day: date) -> None:
	"""Hook dianjian_staff_left."""
	if group:
		return_open_leads(staff, group, day)
