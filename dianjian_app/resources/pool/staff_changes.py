"""Open leads of an agent who changes groups or leaves return to the old group's pool (decision 8, R47)."""

from __future__ import annotations

from datetime import date

from dianjian_app.resources.pool.allocation import return_open_leads


def staff_moved(staff: str, old_group: str, new_group: str | None, day: date) -> None:
	"""Hook dianjian_staff_moved: return the agent's open leads to the old group's pool."""
	return_open_leads(staff, old_group, day)


def staff_left(staff: str, group: str | None, day: date) -> None:
	"""Hook dianjian_staff_left: return the agent's open leads to the group's pool."""
	if group:
		return_open_leads(staff, group, day)
