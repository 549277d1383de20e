"""The spells of a staff record: its rows, the acts that change them, and what the record shows of them today (R3, R4).

The rows are the truth. Position, joining date, leaving date and probation of the record show the employment of today; whoever
changes one of these writes it into the rows, and what was before stays (decision 74).
"""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app.people import dated_rows, spells
from dianjian_app.people.spells import Spell

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_staff.sales_staff import SalesStaff

NO_PROBATION = "None"
SHOWN = ("position", "joining_date", "leaving_date", "probation_until")


class StaffError(frappe.ValidationError):
	"""A staff record that cannot be."""


class EmploymentDatesError(StaffError):
	"""Leaving before joining, spells that overlap, a change of position outside the employment, and the like."""


def spells_of(staff: SalesStaff) -> tuple[Spell, ...]:
	"""The record's spells in order. Raises DatedRowError, naming the rows, for what is reversed or overlaps."""
	dated_rows.check_order(staff.spells, _("Employment and Positions"))
	dated_rows.check_no_overlap(staff.spells, _("Employment and Positions"))
	return spells.in_order(
		Spell(
			row.position,
			getdate(row.from_date),
			getdate(row.to_date) if row.to_date else None,
			getdate(row.probation_until) if row.probation_until else None,
		)
		for row in staff.spells
		if row.position and row.from_date
	)


def set_spells(staff: SalesStaff, to: tuple[Spell, ...]) -> None:
	"""Write spells into the record's rows."""
	staff.set("spells", [])
	for s in to:
		staff.append(
			"spells",
			{
				"position": s.position,
				"from_date": s.start,
				"to_date": s.end,
				"probation_until": s.probation_until,
			},
		)


def show_probation(staff: SalesStaff) -> None:
	"""Event onload: for the form, the last day of the probation that the person is on today (R3)."""
	chosen = frappe.db.get_value("Sales Centre", staff.centre, "returner_probation")
	of_record = spells.with_probation(spells_of(staff), chosen != NO_PROBATION)
	if of_record and spells.on_probation(of_record, getdate()):
		employment = spells.employment_of(of_record, getdate())
		staff.set_onload("probation_until", max(filter(None, (s.probation_until for s in employment.spells))))


def bring_up_to_date(staff: SalesStaff, before: SalesStaff | None, as_of: date) -> None:
	"""Write what was changed in the record's own fields into its rows, and show what the rows say of a day.

	Rows that were changed themselves hold, whatever the fields say. Raises EmploymentDatesError.
	"""
	now = spells_of(staff)
	if not now:
		now = _first_spells(staff)
	elif before and now == spells_of(before):
		now = _with_changes(staff, before, now, as_of)
	if now != spells_of(staff):
		set_spells(staff, now)
	show(staff, now, as_of)


def show(staff: SalesStaff, of_record: tuple[Spell, ...], as_of: date) -> None:
	"""Write position and dates of the employment of a day into the record's own fields."""
	employment = spells.employment_of(of_record, as_of)
	staff.position = spells.shown_spell(of_record, as_of).position
	staff.joining_date, staff.leaving_date = employment.start, employment.end
	staff.probation_until = employment.spells[0].probation_until


def _first_spells(staff: SalesStaff) -> tuple[Spell, ...]:
	return (
		Spell(
			staff.position,
			getdate(staff.joining_date),
			getdate(staff.leaving_date) if staff.leaving_date else None,
			getdate(staff.probation_until) if staff.probation_until else None,
		),
	)


def _with_changes(
	staff: SalesStaff, before: SalesStaff, now: tuple[Spell, ...], as_of: date
) -> tuple[Spell, ...]:
	changed = {f for f in SHOWN if str(before.get(f) or "") != str(staff.get(f) or "")}
	try:
		if "joining_date" in changed:
			now = spells.move_start(
				now, spells.employment_of(now, getdate(before.joining_date)), getdate(staff.joining_date)
			)
		shown = getdate(staff.joining_date)
		if "leaving_date" in changed:
			leaving = getdate(staff.leaving_date) if staff.leaving_date else None
			now = spells.move_end(now, spells.employment_of(now, shown), leaving)
		if "probation_until" in changed:
			until = getdate(staff.probation_until) if staff.probation_until else None
			now = spells.set_probation(now, spells.employment_of(now, shown), until)
		if "position" in changed:
			now = spells.change_position(now, staff.position, as_of)
	except spells.NotEmployed:
		frappe.throw(
			_("{0} is not employed on {1}. Record the return first, then the position.").format(
				staff.staff_name, formatdate(as_of)
			),
			EmploymentDatesError,
		)
	except spells.SpellReversed:
		frappe.throw(
			_("The employment of {0} would end before it starts.").format(staff.staff_name),
			EmploymentDatesError,
			title=_("Dates Reversed"),
		)
	except spells.SpellsOverlap as error:
		frappe.throw(
			_("{0} is employed from {1} on already; end this employment before.").format(
				staff.staff_name, formatdate(error.second.start)
			),
			EmploymentDatesError,
			title=_("Dates Overlap"),
		)
	return now
