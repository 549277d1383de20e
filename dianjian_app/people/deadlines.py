"""Terms in working days of a centre's calendar, and who is told when one is over: appeals, complaints, applications (R35, R41)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe.utils import cint

from dianjian_app.people.authority import decides_for
from dianjian_app.people.centre_calendars import read_calendars

if TYPE_CHECKING:
	from frappe.model.document import Document


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


def tell(users: Iterable[str], about: Document, subject: str) -> None:
	"""Put a notice about a document on the desks of users; who may not see the document is left out as it is sent."""
	for user in users:
		frappe.get_doc(
			doctype="Notification Log",
			for_user=user,
			type="Alert",
			document_type=about.doctype,
			document_name=about.name,
			subject=subject,
		).insert(ignore_permissions=True)  # told by the clock or by what somebody else did
