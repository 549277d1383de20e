"""What a decided disciplinary action does to a person's record: suspension from a day on, the end of the employment (R30, R36, R47)."""

from __future__ import annotations

from datetime import date

import frappe

from dianjian_app.people.staffing import DEPARTED


def suspend(staff: str, start: date, end: date | None) -> None:
	"""Put a suspension on the staff record; presence and quotas follow. Days that are suspended already stay as they are."""
	doc = frappe.get_doc("Sales Staff", staff, for_update=True)
	if any(
		str(s.from_date) == str(start) and str(s.to_date or "") == str(end or "") for s in doc.suspensions
	):
		return
	doc.append("suspensions", {"from_date": start, "to_date": end})
	doc.save(ignore_permissions=True)  # follows from a decision that manager and HR signed


def dismiss(staff: str, day: date) -> None:
	"""End the employment on a day and access in the same minute."""
	doc = frappe.get_doc("Sales Staff", staff, for_update=True)
	if doc.status == DEPARTED:
		return
	doc.leaving_date, doc.status = day, DEPARTED
	doc.save(ignore_permissions=True)  # follows from a decision that manager and HR signed
