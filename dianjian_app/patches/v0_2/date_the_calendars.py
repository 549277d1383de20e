"""The one calendar of a centre becomes a calendar with its dates (decision 75)."""

from __future__ import annotations

import frappe
from frappe.utils import getdate

from dianjian_app.people.period import Period


def execute() -> None:
	"""Give each centre that has no dated calendar the one that it followed, since ever and to its last year's end.

	Idempotent. The former column is no field any more, and stays in the database.
	"""
	if not frappe.db.has_column("Sales Centre", "work_calendar"):
		return
	centre, row = frappe.qb.DocType("Sales Centre"), frappe.qb.DocType("Centre Calendar")
	dated = frappe.qb.from_(row).where(row.parenttype == "Sales Centre").select(row.parent)
	centres = (
		frappe.qb.from_(centre)
		.where(centre.work_calendar.isnotnull() & (centre.work_calendar != "") & centre.name.notin(dated))
		.select(centre.name, centre.work_calendar, centre.opened_on)
		.run(as_dict=True)
	)
	for found in centres:
		days = frappe.get_all("Work Calendar Day", {"parent": found.work_calendar}, pluck="date")
		joined = frappe.get_all("Sales Staff", {"centre": found.name}, pluck="joining_date", limit=0)
		known = [getdate(day) for day in (*days, *joined, found.opened_on) if day]
		first = min(known, default=getdate())
		last = max((getdate(day) for day in days), default=getdate())
		frappe.get_doc(
			doctype="Centre Calendar",
			name=frappe.generate_hash(length=10),
			parent=found.name,
			parenttype="Sales Centre",
			parentfield="calendars",
			idx=1,
			work_calendar=found.work_calendar,
			from_date=Period.year_of(first).start,
			to_date=Period.year_of(max(last, first)).end,
		).db_insert()
