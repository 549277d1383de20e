"""From a figure of the funnel to the customers that it counts (R9): the last step before the document."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.utils import cint

from dianjian_app.people.period import Period, PeriodError
from dianjian_app.reporting import table
from dianjian_app.reporting.cohort import DIMENSIONS, FILTERS, GRADES, STEPS, documents_of, of_source

MOST = 300


@frappe.whitelist()
def leads_of_step(step: str, by: str, key: str | None, filters: str | dict, below=0) -> dict:
	"""The leads behind one figure of the funnel or of source quality, as the reader may see them.

	step: one of cohort.STEPS or a grade (a to d); by, key: the row's dimension and value; filters: the report's; below: the row
	stands for the sources below it, too. Gives {"names", at most 300, "more": whether there are others}. Raises ReportFilterError, PermissionError.
	"""
	wanted = frappe._dict(frappe.parse_json(filters) if isinstance(filters, str) else filters)
	if step not in (*STEPS, *GRADES) or by not in DIMENSIONS:
		frappe.throw(_("Choose a figure of the report."), table.ReportFilterError)
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(lead.name)
	if document := documents_of(step):
		query = query.join(document).on(document.lead == lead.name)
	elif step in GRADES:
		query = query.where(lead.grade == step.upper())
	elif step == "graded_ab":
		query = query.where(lead.grade.isin(["A", "B"]))
	elif step != "leads":
		query = query.where(lead[f"last_{step}_at"].isnotnull())
	period = _narrowed(table.period_of(wanted), by, key)
	query = query.where(lead.date[period.start : period.end])
	query = of_source(query, lead, wanted.source)
	query = of_source(query, lead, key) if cint(below) else _of_key(query, lead, by, key)
	query = table.where_equal(query, lead, wanted, FILTERS)
	query = table.readers_rows(query, lead, "Call Lead").orderby(lead.date, lead.name).limit(MOST + 1)
	names = [row[0] for row in query.run()]
	return {"names": names[:MOST], "more": len(names) > MOST}


def _of_key(query, lead, by: str, key: str | None):
	if by in ("Week", "Month"):
		return query
	field = lead[DIMENSIONS[by]]
	return query.where(field == key) if key else query.where(field.isnull() | (field == ""))


def _narrowed(period: Period, by: str, key: str | None) -> Period:
	"""The days of the row within the report's."""
	if by not in ("Week", "Month"):
		return period
	try:
		own = Period.week_of(date.fromisoformat(key or "")) if by == "Week" else Period.parse_month(key or "")
		return Period(max(period.start, own.start), min(period.end, own.end))
	except (ValueError, PeriodError):
		frappe.throw(_("Choose a figure of the report."), table.ReportFilterError)
