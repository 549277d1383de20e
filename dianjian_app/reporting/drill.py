"""From a figure of the funnel to the customers behind it (R9)."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.utils import cint

from dianjian_app.ledger.ledger_line import OWN_COLUMNS
from dianjian_app.people.period import Period, PeriodError
from dianjian_app.reporting.cohort import (
	DIMENSIONS,
	DOCUMENTS,
	FILTERS,
	NUMBERS,
	STEPS,
	leads_at,
	of_source,
)
from dianjian_app.reporting.cut import first_rows
from dianjian_app.reporting.filters import refuse, where_equal
from dianjian_app.reporting.grade_columns import has_grade, is_intention
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows

MOST = 300


@frappe.whitelist()
def leads_of_step(
	step: str, by: str, key: str | None, filters: str | dict, below: int | str = 0
) -> dict[str, Any]:
	"""The leads behind one figure of the funnel or of source quality, as far as the reader sees them.

	step: one of cohort.STEPS, OWN_COLUMNS (grades) or cohort.NUMBERS; by, key: the row's dimension and value; filters: the report's; below:
	the row also stands for the sources below it. Gives {"names": at most MOST, "total", "message": if there are more}.
	Raises ReportFilterError, PermissionError.
	"""
	wanted = frappe._dict(frappe.parse_json(filters) if isinstance(filters, str) else filters)
	if step not in (*STEPS, *OWN_COLUMNS, *NUMBERS) or by not in DIMENSIONS:
		refuse(_("Choose a figure of the report."))
	lead = frappe.qb.DocType("Call Lead")
	query = _at_step(frappe.qb.from_(lead).select(lead.name), lead, step)
	period = _days_of_row(period_of(wanted), by, key)
	query = query.where(lead.date[period.start : period.end])
	query = of_source(query, lead, wanted.source)
	query = of_source(query, lead, key) if cint(below) else _of_key(query, lead, by, key)
	query = where_equal(query, lead, wanted, FILTERS)
	found = first_rows(readers_rows(query, lead, "Call Lead").orderby(lead.date, lead.name), MOST)
	return {"names": [row.name for row in found.rows], "total": found.total, "message": found.message}


def _at_step(query: Any, lead: Any, step: str) -> Any:
	"""The query limited to the leads that got to a step or have a grade."""
	if step in DOCUMENTS:
		return query.where(lead.name.isin(leads_at(step)))
	if step in OWN_COLUMNS:
		return query.where(has_grade(lead, step))
	if step in NUMBERS:
		return query.where(lead.number_state == NUMBERS[step])
	if step == "intention":
		return query.where(is_intention(lead))
	return query if step == "leads" else query.where(lead[f"last_{step}_at"].isnotnull())


def _of_key(query: Any, lead: Any, by: str, key: str | None) -> Any:
	if by in ("Week", "Month"):
		return query
	field = lead[DIMENSIONS[by]]
	return query.where(field == key) if key else query.where(field.isnull() | (field == ""))


def _days_of_row(period: Period, by: str, key: str | None) -> Period:
	"""The days of the row within the report's."""
	if by not in ("Week", "Month"):
		return period
	try:
		own = Period.week_of(date.fromisoformat(key or "")) if by == "Week" else Period.parse_month(key or "")
		return Period(max(period.start, own.start), min(period.end, own.end))
	except (ValueError, PeriodError):
		refuse(_("Choose a figure of the report."))
