"""Customers of Leavers: whom people who have left had invited, promised something or held, until somebody has them (R3, R17)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days

from dianjian_app.people.staffing import DEPARTED
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.customer_lists import MOST_ROWS
from dianjian_app.reporting.cut import FirstRows, first_rows
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.period import as_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card
from dianjian_app.visits.leavers_customers import WAITING

LOOKED_BACK = 90
"""days since the leaving, for leads"""


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: centre, sales_group. Raises PermissionError."""
	filters = frappe._dict(filters or {})
	visits, leads = get_visits(filters), get_leads(filters)
	rows = [*visits.rows, *leads.rows]
	return get_columns(), rows, visits.message or leads.message, None, get_summary(visits, leads)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("kind", "What Waits", "Data", width=120),
		Column("on", "Visit or Promise On", "Datetime", width=140),
		Column("customer_name", "Customer Name", "Data", width=100),
		Column("phone_mask", "Phone", "Data", width=110),
		Column("leaver", "Leaver", "Data", width=90),
		Column("left_on", "Left On", "Date", width=100),
		Column("next_step", "Next Step", "Data", width=160),
		Column("grade", "Grade", "Data", width=60),
		Column("sales_group", "Sales Group", "Link", "Sales Group", 110),
		Column("visit", "Visit Confirmation", "Link", "Visit Confirmation", 130),
		Column("lead", "Call Lead", "Link", "Call Lead", 130),
	)


def get_visits(filters: frappe._dict) -> FirstRows:
	"""Visits that are expected, or whose customer is there, of people who have left; earliest first."""
	visit, staff = frappe.qb.DocType("Visit Confirmation"), frappe.qb.DocType("Sales Staff")
	query = (
		frappe.qb.from_(visit)
		.join(staff)
		.on(staff.name == visit.agent)
		.select(visit.name.as_("visit"), visit.planned_at.as_("on"), visit.customer_name, visit.phone_mask)
		.select(
			visit.agent_name.as_("leaver"), staff.leaving_date.as_("left_on"), visit.sales_group, visit.lead
		)
		.where(visit.stage.isin(WAITING) & (visit.docstatus == 0) & (staff.status == DEPARTED))
	)
	query = readers_rows(
		where_equal(query, visit, filters, ("centre", "sales_group")), visit, "Visit Confirmation"
	)
	found = first_rows(query.orderby(visit.planned_at, visit.name), MOST_ROWS)
	for row in found.rows:
		row.kind = _("Expected Visit")
	return found


def get_leads(filters: frappe._dict) -> FirstRows:
	"""Leads that came back from people who have left and that nobody has got since; promises first.

	Those of an expected visit stand with it.
	"""
	visit = frappe.qb.DocType("Visit Confirmation")
	expected = (
		frappe.qb.from_(visit).select(visit.lead).where(visit.stage.isin(WAITING) & (visit.docstatus == 0))
	)
	lead, staff = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Sales Staff")
	allocation, item = frappe.qb.DocType("Lead Allocation"), frappe.qb.DocType("Lead Allocation Item")
	query = (
		frappe.qb.from_(allocation)
		.join(staff)
		.on(staff.name == allocation.agent)
		.join(item)
		.on(item.parent == allocation.name)
		.join(lead)
		.on(lead.name == item.lead)
		.select(lead.name.as_("lead"), lead.next_step_date.as_("on"), lead.next_step, lead.customer_name)
		.select(lead.phone_mask, lead.grade, lead.sales_group, allocation.agent_name.as_("leaver"))
		.select(staff.leaving_date.as_("left_on"))
		.distinct()
		.where((allocation.action == "Return") & (staff.status == DEPARTED))
		.where((allocation.date >= staff.leaving_date) & (allocation.date >= add_days(as_of(), -LOOKED_BACK)))
		.where(lead.agent.isnull() & (lead.do_not_call == 0) & lead.status.notin(("Out", "Deal")))
		.where(lead.name.notin(expected))
	)
	query = readers_rows(where_equal(query, lead, filters, ("centre", "sales_group")), lead, "Call Lead")
	found = first_rows(query.orderby(lead.next_step_date.isnull(), lead.next_step_date, lead.name), MOST_ROWS)
	for row in found.rows:
		row.kind = _("Promise") if row.on else _("Customer in Hand")
	return found


def get_summary(visits: FirstRows, leads: FirstRows) -> list[dict[str, Any]]:
	promises = sum(bool(row.on) for row in leads.rows)
	return [
		card("Expected Visits", visits.total, "Red"),
		card("Promises", promises, "Orange"),
		card("Customers in Hand", leads.total - promises),
	]
