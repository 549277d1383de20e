"""No-show Follow-up: who missed a visit, and was the customer called since and invited again? (R18)"""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.utils import add_days

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.customer_lists import CUSTOMER_COLUMNS, MOST_ROWS, PLACE
from dianjian_app.reporting.cut import FirstRows, first_rows
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart

EVERY_STATE, NOT_CALLED, CALLED, INVITED = (
	*("Every State", "Not Called Since", "Called, Not Invited Again", "Invited Again"),
)
COLOURS = {NOT_CALLED: "Red", CALLED: "Orange", INVITED: "Green"}
VISIT_FIELDS = (
	*("name", "customer_name", "phone_mask", "source", "sales_group", "agent", "agent_name"),
	*("planned_at", "no_show_at", "next_visit", "chain_no", "lead"),
)
LEAD_FIELDS = ("last_called_at", "next_step", "next_step_date")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date (of the planned visit), centre, sales_group,
	agent, source, state. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	state = choice_of(filters, "state", (EVERY_STATE, *COLOURS))
	found = get_rows(period_of(filters), state, filters)
	return get_columns(), found.rows, found.message, get_chart(found.rows), get_summary(found)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("name", "Visit Confirmation", "Link", "Visit Confirmation", 130),
		Column("planned_at", "Planned Visit", "Datetime", width=140),
		*CUSTOMER_COLUMNS,
		Column("state", "State", "Data", width=130),
		Column("chain_no", "Invitation No.", width=80),
		Column("next_visit", "Next Visit", "Link", "Visit Confirmation", 130),
		Column("last_called_at", "Last Called", "Datetime", width=140),
		Column("next_step", "Next Step", "Data", width=140),
		Column("next_step_date", "Next Step On", "Date", width=100),
	)


def get_rows(period: Period, state: str, filters: frappe._dict) -> FirstRows:
	"""The reader's missed visits of a period in one state, earliest first."""
	visit, lead = frappe.qb.DocType("Visit Confirmation"), frappe.qb.DocType("Call Lead")
	query = (
		frappe.qb.from_(visit)
		.left_join(lead)
		.on(lead.name == visit.lead)
		.select(*(visit[f] for f in VISIT_FIELDS), *(lead[f] for f in LEAD_FIELDS))
		.where((visit.outcome == "No Show") & (visit.docstatus < 2))
		.where((visit.planned_at >= period.start) & (visit.planned_at < add_days(period.end, 1)))
		.orderby(visit.planned_at, visit.name)
	)
	query = where_equal(query, visit, filters, PLACE)
	called = lead.last_called_at > visit.no_show_at
	not_invited = visit.next_visit.isnull() | (visit.next_visit == "")
	of_state = {
		NOT_CALLED: not_invited & (called.isnull() | called.negate()),
		CALLED: not_invited & called,
		INVITED: not_invited.negate(),
	}
	if state in of_state:
		query = query.where(of_state[state])
	found = first_rows(readers_rows(query, visit, "Visit Confirmation"), MOST_ROWS)
	for row in found.rows:
		row.code = _state_of(row)
		row.state = _(row.code)
	return found


def _state_of(row: frappe._dict) -> str:
	if row.next_visit:
		return INVITED
	called = row.last_called_at and row.no_show_at and row.last_called_at > row.no_show_at
	return CALLED if called else NOT_CALLED


def get_summary(found: FirstRows) -> list[dict[str, Any]]:
	counted = Counter(row.code for row in found.rows)
	return [card("No-shows", found.total), *(card(s, counted[s], colour) for s, colour in COLOURS.items())]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	by_agent = Counter(row.agent_name for row in rows)
	return chart(list(by_agent), {"No-shows": list(by_agent.values())})
