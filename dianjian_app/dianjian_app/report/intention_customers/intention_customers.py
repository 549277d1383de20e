"""Intention Customers: who means to come, what was promised, and how far each customer got (R12)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days

from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.customer_lists import LEAD_COLUMNS, MOST_ROWS, NEXT_STEP_FIELDS, leads_query
from dianjian_app.reporting.cut import FirstRows, first_rows
from dianjian_app.reporting.filters import choice_of
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.summary import card, chart

EVERY_STATE, NOT_INVITED = "Every State", "Not Invited Yet"
STATES = (EVERY_STATE, NOT_INVITED, "Invited", "Visited", "Deal")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: centre, sales_group, agent, source, grade, from_date and to_date
	(of the last connected call), state (one of STATES). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	found = get_rows(choice_of(filters, "state", STATES), filters)
	return get_columns(), found.rows, found.message, get_chart(found.rows), get_summary(found)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		*LEAD_COLUMNS,
		Column("product_need", "Product Need", "Link", "Product Type", 90),
		Column("status", "Status", "Data", width=80),
		Column("follow_up_no", "Follow-up No.", width=80),
		Column("last_called_at", "Last Called", "Datetime", width=140),
		Column("next_step", "Next Step", "Data", width=150),
		Column("next_step_date", "Next Step On", "Date", width=100),
	)


def get_rows(state: str, filters: frappe._dict) -> FirstRows:
	"""The reader's intention customers, those with the earliest next step first."""
	lead = frappe.qb.DocType("Call Lead")
	query = leads_query(lead, filters, *NEXT_STEP_FIELDS, "product_need", "segment", "status")
	query = query.where(lead.do_not_call == 0)
	if not filters.grade:
		query = query.where(lead.grade.isin(_intention_grades()))
	if filters.from_date and filters.to_date:
		period = period_of(filters)
		query = query.where(lead.last_connected_at >= period.start)
		query = query.where(lead.last_connected_at < add_days(period.end, 1))
	if state == NOT_INVITED:
		query = query.where(lead.status.isin(["Pool", "Held"]))
	elif state != EVERY_STATE:
		query = query.where(lead.status == state)
	query = query.orderby(lead.next_step_date.isnull(), lead.next_step_date, lead.name)
	found = first_rows(query, MOST_ROWS)
	for row in found.rows:
		row.status = _(row.status)
	return found


def _intention_grades() -> Any:
	"""The grades that count as intention, as a query."""
	grade = frappe.qb.DocType("Intent Grade")
	return frappe.qb.from_(grade).select(grade.grade).distinct().where(grade.is_intention == 1)


def get_summary(found: FirstRows) -> list[dict[str, Any]]:
	by_grade = Counter(row.grade for row in found.rows)
	grades = [{**card("Grade", n), "label": f"{_('Grade')} {grade}"} for grade, n in sorted(by_grade.items())]
	return [card("Intention Customers", found.total), *grades]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	by_agent = Counter(row.agent_name or _("None") for row in rows)
	return chart(list(by_agent), {"Intention Customers": list(by_agent.values())})
