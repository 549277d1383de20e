"""Which staff records show a group or a status of yesterday (R4)."""

from __future__ import annotations

from datetime import date

import frappe

from dianjian_app.people import spells
from dianjian_app.people.sales_staff_events import ACTIVE, SUSPENDED
from dianjian_app.people.staff_record import StaffRecord
from dianjian_app.people.staffing import DEPARTED, read_staffing, read_suspended


def stale_staff(as_of: date) -> list[str]:
	"""Names of the staff whose stored group, status or position is not that of the day, in name order (R4)."""
	stored = {
		row.name: row
		for row in frappe.get_all(
			"Sales Staff", fields=["name", "sales_group", "status", "position"], limit=0
		)
	}
	back = {row.parent for row in _spells_on(as_of)}
	stored = {name: row for name, row in stored.items() if row.status != DEPARTED or name in back}
	staffing = read_staffing(stored)
	suspended = read_suspended(stored, as_of)
	return sorted(
		name
		for name, person in staffing.staff.items()
		if (stored[name].sales_group or None, stored[name].status, stored[name].position)
		!= (person.group_on(as_of), *_status(person, name in suspended, stored[name].status, as_of))
	)


def _spells_on(day: date) -> list:
	"""Who has a spell on a day that is not its employment's last: those who were made to depart on it stay so."""
	return frappe.get_all(
		"Staff Spell",
		filters={"parenttype": "Sales Staff", "from_date": ("<=", day)},
		or_filters=[["to_date", "is", "not set"], ["to_date", ">", day]],
		fields=["parent"],
		limit=0,
	)


def _status(person: StaffRecord, suspended: bool, stored: str, as_of: date) -> tuple[str, str]:
	"""Status and position that the record shows on a day."""
	if not person.spells:
		return stored, person.position
	position = spells.shown_spell(person.spells, as_of).position
	if person.spells[0].start <= as_of and not person.position_on(as_of):
		return DEPARTED, position
	return SUSPENDED if suspended else ACTIVE, position
