"""Weeks above 40 hours, with days above 8, or without a rest day, where a centre judges attendance (R33)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum

from dianjian_app.attendance.long_weeks import Week, week_of
from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.period import month_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card

RESULT = "Staff Day Result"
MINUTES = ("worked_minutes", "outing_minutes", "overtime_minutes")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards: the weeks that end in a month. Filters: month (YYYY-MM), centre,
	sales_group, agent. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	weeks = Period.weeks_of_month(month_of(filters))
	rows = get_rows(weeks, filters) if weeks else []
	return get_columns(), rows, None, None, get_summary(rows)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("agent", "Sales Staff", "Link", "Sales Staff", 110),
		Column("agent_name", "Staff Name", "Data", width=100),
		Column("from_date", "Week From", "Date", width=110),
		Column("to_date", "Until", "Date", width=110),
		Column("hours", "Hours Worked", "Float", width=110),
		Column("long_days", "Days Above 8 Hours", width=130),
		Column("free_days", "Days Without Work", width=130),
		Column("why", "What Is Asked About", "Data", width=260),
	)


def get_rows(weeks: tuple[Period, ...], filters: dict[str, Any]) -> list[dict[str, Any]]:
	"""The weeks that are not in order, the longest first."""
	minutes, names = _minutes(Period(weeks[0].start, weeks[-1].end), filters)
	found = [
		(agent, week)
		for agent, of_days in minutes.items()
		for week in (week_of(span, of_days) for span in weeks)
		if not week.in_order
	]
	found.sort(key=lambda each: (-each[1].minutes, each[0], each[1].week.start))
	return [_row(agent, names[agent], week) for agent, week in found]


def _minutes(days: Period, filters: dict[str, Any]) -> tuple[dict[str, dict[date, int]], dict[str, str]]:
	"""Minutes of each day of each person, with what was booked later; and names. The reader's rows, in one query."""
	table = frappe.qb.DocType(RESULT)
	query = where_equal(frappe.qb.from_(table), table, filters, ("centre", "sales_group", "agent"))
	query = readers_rows(query, table, RESULT).where(table.date[days.start : days.end])
	query = query.groupby(table.agent, table.agent_name, table.date)
	sums = (Sum(table[field]).as_(field) for field in MINUTES)
	minutes: dict[str, dict[date, int]] = defaultdict(dict)
	names: dict[str, str] = {}
	for row in query.select(table.agent, table.agent_name, table.date, *sums).run(as_dict=True):
		names[row.agent] = row.agent_name or row.agent
		of_day = minutes[row.agent].get(row.date, 0)
		minutes[row.agent][row.date] = of_day + sum(int(row[field] or 0) for field in MINUTES)
	return minutes, names


def _row(agent: str, name: str, week: Week) -> dict[str, Any]:
	why = (
		(week.too_long, _("Above 40 hours")),
		(bool(week.long_days), _("Days above 8 hours")),
		(week.without_rest, _("No rest day")),
	)
	return {
		"agent": agent,
		"agent_name": name,
		"from_date": week.week.start,
		"to_date": week.week.end,
		"hours": round(week.minutes / 60, 2),
		"long_days": len(week.long_days),
		"free_days": week.free_days,
		"too_long": week.too_long,
		"without_rest": week.without_rest,
		"why": "; ".join(words for holds, words in why if holds),
	}


def get_summary(rows: list[dict[str, Any]]) -> list[dict[str, Any]]:
	long = sum(1 for row in rows if row["too_long"])
	without = sum(1 for row in rows if row["without_rest"])
	return [
		card("Weeks Above 40 Hours", long, "Red" if long else "Green"),
		card("Weeks Without a Rest Day", without, "Red" if without else "Green"),
	]
