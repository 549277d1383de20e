"""Leave Balances: days earned, taken and left of each person and type of leave with a balance (R22, R34)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Max, Sum
from pypika import Case

from dianjian_app.people.leave_balance import ADDS, TAKES
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.period import as_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card
from dianjian_app.reporting.totals import total

ENTRY = "Leave Balance Entry"


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards. Filters: until (default today), centre, sales_group, staff, leave_type.
	Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	rows = get_rows(filters)
	return get_columns(), rows, None, None, [card("Days Left", total(rows, "left"), datatype="Float")]


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("group_name", "Sales Group", "Data", width=110),
		Column("agent", "Sales Staff", "Link", "Sales Staff", 110),
		Column("agent_name", "Staff Name", "Data", width=100),
		Column("shown_type", "Leave Type", "Data", width=110),
		Column("earned", "Earned", "Float", width=90),
		Column("taken", "Taken", "Float", width=90),
		Column("other", "Opening and Adjustments", "Float", width=120),
		Column("left", "Days Left", "Float", width=100),
	)


def get_rows(filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each person and type, by group; one query and the groups' names."""
	entry = frappe.qb.DocType(ENTRY)

	def sum_where(condition: Any) -> Any:
		return Sum(Case().when(condition, entry.days).else_(0))

	query = (
		frappe.qb.from_(entry)
		.where(entry.date <= as_of(filters))
		.select(entry.staff.as_("agent"), entry.leave_type)
		.select(Max(entry.staff_name).as_("agent_name"), Max(entry.sales_group).as_("sales_group"))
		.select(
			sum_where(entry.kind.isin(ADDS)).as_("earned"), sum_where(entry.kind.isin(TAKES)).as_("taken")
		)
		.select(Sum(entry.days).as_("left"))
		.groupby(entry.staff, entry.leave_type)
	)
	query = where_equal(query, entry, filters, ("centre", "sales_group", "staff", "leave_type"))
	rows = readers_rows(query, entry, ENTRY).run(as_dict=True)
	groups = names_of_groups(row.sales_group for row in rows)
	for row in rows:
		row.group_name = groups.get(row.sales_group, row.sales_group)
		row.shown_type = _(row.leave_type)
		row.update({name: round(float(row[name] or 0), 2) for name in ("earned", "taken", "left")})
		row.other = round(row.left - row.earned - row.taken, 2)
		row.taken = -row.taken or 0.0
	return sorted(rows, key=lambda row: (row.group_name or "", row.agent, row.leave_type))
