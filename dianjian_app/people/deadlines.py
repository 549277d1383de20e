"""Terms in working days of a centre's calendar, and who decides when one is over: appeals, complaints (R35, R41)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe.utils import cint

from dianjian_app.people.authority import decides_for
from dianjian_app.people.centre_calendars import read_calendars


def deadline(centre: str, start: date, field: str, default: int) -> date:
	"""Return the last day of a term in working days of the centre's calendar (R35).

	field: the field of Sales Centre that gives the number of days; default: where it is empty.
	"""
	days = frappe.db.get_value("Sales Centre", centre, field)
	return read_calendars([centre])[centre].add_working_days(start, default if days is None else cint(days))


def deciders(centre: str, *wanted: str) -> list[str]:
	"""The users who decide for a centre in one of the roles, by name (R2)."""
	held = frappe.get_all("Has Role", {"role": ("in", wanted), "parenttype": "User"}, ["parent", "role"])
	return sorted(
		{
			row.parent
			for row in held
			if row.parent != "Administrator" and decides_for(row.parent, centre, row.role)
		}
	)
