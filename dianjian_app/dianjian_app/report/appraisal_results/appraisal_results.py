"""Appraisal Results: the periodic appraisals of periods that ended in a span, the best first, and where each stands (R38)."""

from __future__ import annotations

from typing import Any

import frappe

from dianjian_app.incentives.appraisal.appraisal_response import DISAGREED
from dianjian_app.people.staff_appraisal_events import ANSWERING, FOR_TALK, PERIODIC
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card

APPRAISAL = "Staff Appraisal"
SIDES = ("self_total", "leader_total", "colleague_total", "department_total")
FIELDS = (
	*("name", "agent_name", "sales_group", "scheme", "period_start", "period_end", "total", "stage"),
	*("docstatus", "result", "response", *SIDES),
)


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards. Filters: from_date, to_date, centre, sales_group. Raises
	ReportFilterError, PermissionError."""
	rows = get_rows(frappe._dict(filters or {}))
	disagreed = sum(row.response_code == DISAGREED for row in rows)
	cards = [
		card("Appraisals", len(rows)),
		card("Being Answered", sum(row.stage == ANSWERING for row in rows)),
		card("Signed", sum(row.docstatus == 1 for row in rows), "Green"),
		card("Disagreed", disagreed, "Orange" if disagreed else "Green"),
	]
	return get_columns(), rows, None, None, cards


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("appraisal", APPRAISAL, "Link", APPRAISAL, 130),
		Column("agent_name", "Name", "Data", width=100),
		Column("group_name", "Sales Group", "Data", width=110),
		Column("period_start", "Period From", "Date", width=100),
		Column("period_end", "Period To", "Date", width=100),
		Column("total", "Total", "Float"),
		Column("self_total", "Self", "Float"),
		Column("leader_total", "Leader", "Float"),
		Column("colleague_total", "Colleagues", "Float"),
		Column("department_total", "Other Departments", "Float", width=120),
		Column("stands", "Stage", "Data", width=110),
		Column("result", "Result", "Data", width=120),
		Column("response", "Answer of the Person", "Data", width=130),
		Column("scheme", "Appraisal Scheme", "Link", "Appraisal Scheme", 140),
	)


def get_rows(filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each appraisal that stands, the highest total first; a side that does not count is empty."""
	period = period_of(filters)
	table = frappe.qb.DocType(APPRAISAL)
	query = (
		frappe.qb.from_(table)
		.where((table.kind == PERIODIC) & (table.docstatus < 2))
		.where(table.period_end[period.start : period.end])
		.select(*(table[field] for field in FIELDS))
		.orderby(table.total, order=frappe.qb.desc)
		.orderby(table.name)
	)
	query = where_equal(query, table, filters, ("centre", "sales_group"))
	rows = readers_rows(query, table, APPRAISAL).run(as_dict=True)
	groups = names_of_groups(row.sales_group for row in rows)
	for row in rows:
		weighed = row.stage != ANSWERING
		row.update({side: row[side] or None for side in SIDES}, total=row.total if weighed else None)
		row.update(
			appraisal=row.name,
			group_name=groups.get(row.sales_group, row.sales_group),
			stands=frappe._(_stands(row)),
			result=row.result and frappe._(row.result),
			response_code=row.response,
			response=row.response and frappe._(row.response),
		)
	return rows


def _stands(row: frappe._dict) -> str:
	if row.docstatus == 1:
		return "Signed"
	return "Being Answered" if row.stage == ANSWERING else FOR_TALK if row.stage == FOR_TALK else "Draft"
