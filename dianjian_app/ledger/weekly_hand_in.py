"""A group's week made of its reported days, and what changed after it was handed in (R44, R45)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app.ledger.reported_day import SUMMED, summed, sums_changed
from dianjian_app.people.period import Period
from dianjian_app.permissions import check_in_scope
from dianjian_app.value_lists import among

LABELS = {
	"calls": "Calls Made",
	"connected": "Customers Connected",
	"intention": "Intention Customers",
	"invited": "Invitations",
	"visits": "Counted Visits",
	"deals": "Deals",
}


def days_of(sales_group: str, week: Period) -> list[dict[str, Any]]:
	"""The week's days until today that the ledger has lines of, each with its sums: as reported, else as the ledger says.

	Four queries. Each day: {"date", "daily_hand_in", "reported_by_name", "remarks", and the sums}; daily_hand_in is None
	for a day that nobody reported.
	"""
	now = _sums_now(sales_group, week)
	reports = {
		getdate(report.date): report
		for report in frappe.get_all(
			"Daily Hand-in",
			{"sales_group": sales_group, "date": ("between", (week.start, week.end))},
			["name", "date", "reported_by_name", "remarks"],
			limit=0,
		)
	}
	then = _sums_reported(reports)
	days = []
	for day in sorted({*now, *reports}):
		report = reports.get(day)
		days.append(
			{
				"date": day,
				"daily_hand_in": report.name if report else None,
				"reported_by_name": report.reported_by_name if report else "",
				"remarks": (report.remarks or "") if report else "",
				**(then[day] if report else now[day]),
			}
		)
	return days


def _sums_now(sales_group: str, week: Period) -> dict[date, dict[str, int]]:
	lines = defaultdict(list)
	filters = {"sales_group": sales_group, "date": ("between", (week.start, min(week.end, getdate())))}
	for line in frappe.get_all("Daily Ledger", filters, ["date", *SUMMED], limit=0):
		lines[getdate(line.date)].append(line)
	return {day: summed(found) for day, found in lines.items()}


def _sums_reported(reports: dict[date, frappe._dict]) -> dict[date, dict[str, int]]:
	lines = defaultdict(list)
	filters = {"parenttype": "Daily Hand-in", "parent": ("in", among(r.name for r in reports.values()))}
	for line in frappe.get_all("Daily Hand-in Line", filters, ["parent", *SUMMED], limit=0):
		lines[line.parent].append(line)
	return {day: summed(lines[report.name]) for day, report in reports.items()}


@frappe.whitelist()
def preview(sales_group: str, week_start: str) -> dict[str, Any]:
	"""What would be handed in now. week_start: YYYY-MM-DD, any day of the week.

	Gives {"days": see `days_of`, "unreported": [days in words]}. Raises PermissionError (R44).
	"""
	centre = frappe.db.get_value("Sales Group", sales_group, "centre")
	hand_in = frappe.get_doc(
		doctype="Weekly Hand-in", sales_group=sales_group, centre=centre, week_start=week_start
	)
	hand_in.check_permission("create")
	check_in_scope(hand_in)
	days = days_of(sales_group, Period.week_of(getdate(week_start)))
	return {"days": days, "unreported": [formatdate(d["date"]) for d in days if not d["daily_hand_in"]]}


@frappe.whitelist()
def changes(hand_in: str) -> list[dict[str, Any]]:
	"""What the ledger says now where the week was handed in otherwise, by day and figure. Raises PermissionError (R44).

	Gives [{"date": in words, "label", "reported", "now"}]; "–" where there was, or is, no day.
	"""
	doc = frappe.get_doc("Weekly Hand-in", hand_in)
	doc.check_permission("read")
	if not doc.days:  # handed in before weeks kept their days
		return []
	now = _sums_now(doc.sales_group, Period.week_of(getdate(doc.week_start)))
	then = {getdate(row.date): {figure: row.get(figure) for figure in SUMMED} for row in doc.days}
	return [
		{
			"date": formatdate(change.day),
			"label": _(LABELS[change.figure]),
			"reported": "–" if change.reported is None else change.reported,
			"now": "–" if change.now is None else change.now,
		}
		for change in sums_changed(then, now)
	]
