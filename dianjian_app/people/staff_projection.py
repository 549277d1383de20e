"""Which staff records show a group or a status of yesterday (R4)."""

from __future__ import annotations

from datetime import date

import frappe

from dianjian_app.people.sales_staff_events import ACTIVE, SUSPENDED
from dianjian_app.people.staff_record import StaffRecord
from dianjian_app.people.staffing import DEPARTED, read_staffing, read_suspended


def stale_staff(as_of: date) -> list[str]:
	"""Names of the staff whose stored group or status is not that of the day, in name order (R4)."""
	stored = {
		row.name: row
		for row in frappe.get_all(
			"Sales Staff", filters={"status": ("!=", DEPARTED)}, fields=["name", "sales_group", "status"]
		)
	}
	staffing = read_staffing(stored)
	suspended = read_suspended(stored, as_of)
	return sorted(
		name
		for name, person in staffing.staff.items()
		if (stored[name].sales_group or None, stored[name].status)
		!= (person.group_on(as_of), _status(person, name in suspended, as_of))
	)


def _status(person: StaffRecord, suspended: bool, as_of: date) -> str:
	if person.left and person.left < as_of:
		return DEPARTED
	return SUSPENDED if suspended else ACTIVE
