"""考勤表: agents and days of a month as people know it, with symbols and totals (R33)."""

from __future__ import annotations

from itertools import groupby
from typing import Any

import frappe
from frappe import _

from dianjian_app.attendance.month_sheet import tone_of
from dianjian_app.people.period import Period
from dianjian_app.reporting import month_sheet_columns as sheet
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.month_sheet import SheetRow, legend, read_sheet
from dianjian_app.reporting.period import month_of
from dianjian_app.reporting.summary import card


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, legend, no chart, cards. Filters: month (YYYY-MM), centre, sales_group, agent. Raises
	ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	month = month_of(filters)
	rows = read_sheet(month, filters)
	types = sheet.leave_types(rows)
	return get_columns(month, types), get_rows(rows, month, types), get_legend(), None, get_summary(rows)


def get_columns(month: Period, types: list[str]) -> list[dict[str, Any]]:
	found = report_columns(
		Column("group_name", "Sales Group", "Data", width=100),
		Column("agent", "Sales Staff", "Link", "Sales Staff", 110),
		Column("agent_name", "Staff Name", "Data", width=90),
	)
	for day in month.days():
		found.append({"fieldname": f"d{day.day}", "label": str(day.day), "fieldtype": "Data", "width": 44})
	for name, label, kind in sheet.figure_columns(types):
		shown = {"fieldname": name, "label": label, "fieldtype": kind, "width": 80}
		found.append({**shown, "precision": 2} if kind == "Float" else shown)
	return [*found, {"fieldname": "booked", "label": _("Changed Days"), "fieldtype": "Data", "width": 110}]


def get_rows(rows: list[SheetRow], month: Period, types: list[str]) -> list[dict[str, Any]]:
	"""The people of each group, with the group's totals below them; the totals of all at the end."""
	shown: list[dict[str, Any]] = []
	for _group, members in groupby(rows, key=lambda row: (row.centre, row.sales_group)):
		people = list(members)
		shown += [_row(row, month, types) for row in people]
		shown.append(_sum(people, _("Group Total"), people[0].group_name, types))
	return [*shown, _sum(rows, _("Totals"), "", types)] if shown else []


def _row(row: SheetRow, month: Period, types: list[str]) -> dict[str, Any]:
	return {
		"group_name": row.group_name or _("No Group"),
		"agent": row.agent,
		"agent_name": row.agent_name,
		**sheet.boxes(row, month),
		**sheet.figures_shown(row.totals, types),
		"tones": {f"d{day.day}": tone_of(row.marks_on(day)) for day in row.days},
		"booked": " ".join(f"{day:%m-%d}" for day in row.booked_days),
	}


def _sum(rows: list[SheetRow], label: str, group_name: str, types: list[str]) -> dict[str, Any]:
	figures = sheet.figures_shown(sheet.sum_of(rows), types)
	return {**figures, "agent_name": label, "group_name": group_name, "bold": 1, "is_sum": 1}


def get_legend() -> str:
	"""The symbols in words, above the table."""
	return "&emsp;".join(frappe.utils.escape_html(line) for line in legend())


def get_summary(rows: list[SheetRow]) -> list[dict[str, Any]]:
	found = sheet.sum_of(rows)
	return [
		card("Days Absent", found.absent, "Red" if found.absent else "Green", "Float"),
		card("Times Late", found.late_times, "Orange" if found.late_times else "Green"),
		card("Missing Punches", found.missing_punches, "Orange" if found.missing_punches else "Green"),
		card("Not Decided", found.undecided, "Orange" if found.undecided else "Green", "Float"),
	]
