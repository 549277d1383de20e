"""Overtime Worked: hours of overtime of each person in a period, by kind of day (R34)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe.query_builder.functions import Max, Sum

from dianjian_app.attendance.working_time import DayKind
from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card
from dianjian_app.reporting.totals import total

RESULT = "Staff Day Result"
FIELD_OF_KIND = {
	DayKind.WORKDAY.value: "on_workdays",
	DayKind.REST.value: "on_rest_days",
	DayKind.HOLIDAY.value: "on_holidays",
}
HOUR = 60
HOURS = ("hours", *FIELD_OF_KIND.values(), "weighted", "lieu")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards. Filters: from_date, to_date, centre, sales_group, agent. What a closed
	month got later counts on the day on which it is booked. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	rows = get_rows(period_of(filters), filters)
	return (
		get_columns(),
		rows,
		None,
		None,
		[card("Hours of Overtime", total(rows, "hours"), datatype="Float")],
	)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("group_name", "Sales Group", "Data", width=110),
		Column("agent", "Sales Staff", "Link", "Sales Staff", 110),
		Column("agent_name", "Staff Name", "Data", width=100),
		Column("hours", "Hours of Overtime", "Float", width=110),
		Column("on_workdays", "On Workdays", "Float", width=100),
		Column("on_rest_days", "On Rest Days", "Float", width=100),
		Column("on_holidays", "On Holidays", "Float", width=100),
		Column("weighted", "Weighted Hours", "Float", width=110),
		Column("lieu", "Hours for Time Off in Lieu", "Float", width=120),
	)


def get_rows(period: Period, filters: frappe._dict) -> list[dict[str, Any]]:
	"""Who worked overtime, by group and person; one query and the groups' names."""
	line = frappe.qb.DocType(RESULT)
	query = (
		frappe.qb.from_(line)
		.where(line.booked_on[period.start : period.end] & (line.overtime_minutes != 0))
		.select(line.agent, line.sales_group, line.day_kind)
		.select(Max(line.agent_name).as_("agent_name"), Sum(line.overtime_minutes).as_("minutes"))
		.select(Sum(line.overtime_weighted_minutes).as_("weighted"), Sum(line.lieu_minutes).as_("lieu"))
		.groupby(line.agent, line.sales_group, line.day_kind)
	)
	query = where_equal(query, line, filters, ("centre", "sales_group", "agent"))
	found = readers_rows(query, line, RESULT).run(as_dict=True)
	groups = names_of_groups(row.sales_group for row in found)
	rows: dict[tuple[str, str], dict[str, Any]] = {}
	minutes: dict[tuple[str, str], dict[str, float]] = defaultdict(lambda: defaultdict(float))
	for row in found:
		key = (row.sales_group or "", row.agent)
		rows[key] = {
			"group_name": groups.get(row.sales_group, row.sales_group),
			"agent": row.agent,
			"agent_name": row.agent_name,
		}
		for field, value in (
			(FIELD_OF_KIND[row.day_kind], row.minutes),
			*(("hours", row.minutes), ("weighted", row.weighted), ("lieu", row.lieu)),
		):
			minutes[key][field] += float(value or 0)
	for key, row in rows.items():
		row.update({field: round(minutes[key][field] / HOUR, 2) for field in HOURS})
	return [rows[key] for key in sorted(rows)]
