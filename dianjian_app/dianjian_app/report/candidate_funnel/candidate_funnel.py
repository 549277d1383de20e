"""Candidate Funnel: how many candidates of each source came how far, from the CV to the staff record (R49)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from pypika import Case
from pypika.functions import Count, Sum

from dianjian_app.people.candidate_events import ACCEPTED, HIRED, INTERVIEW, REJECTED, STEPS, TEST, WITHDRAWN
from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import percent, total, total_row

REACHED = {"tested": TEST, "interviewed": INTERVIEW, "accepted": ACCEPTED, "hired": HIRED}
COUNTS = ("candidates", *REACHED, "rejected", "withdrawn")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date (of the application), centre, sales_group,
	position. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	rows = get_rows(period_of(filters), filters)
	whole = _with_share(frappe._dict({name: total(rows, name) for name in COUNTS}))
	shown = [*rows, total_row(whole, "source")] if rows else []
	return get_columns(), shown, None, get_chart(rows), get_summary(whole)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("source", "Source", "Data", width=120),
		Column("candidates", "Candidates"),
		Column("tested", "Written Test"),
		Column("interviewed", "Interview"),
		Column("accepted", "Accepted"),
		Column("hired", "Hired"),
		Column("share", "Hired of Candidates", "Percent", width=140),
		Column("rejected", "Rejected"),
		Column("withdrawn", "Withdrawn"),
	)


def get_rows(period: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each source; a candidate counts at every step up to the furthest one that was reached."""
	table = frappe.qb.DocType("Sales Candidate")

	def counted(condition: Any) -> Any:
		return Sum(Case().when(condition, 1).else_(0))

	query = frappe.qb.from_(table).select(table.source.as_("key"), Count("*").as_("candidates"))
	for name, step in REACHED.items():
		reached = table.furthest.isin(list(STEPS[STEPS.index(step) :]))
		query = query.select(counted(reached).as_(name))
	query = query.select(
		counted(table.stage == REJECTED).as_("rejected"), counted(table.stage == WITHDRAWN).as_("withdrawn")
	)
	query = query.where(table.applied_on[period.start : period.end])
	query = where_equal(query, table, filters, ("centre", "sales_group", "position"))
	query = query.groupby(table.source).orderby(table.source)
	rows = readers_rows(query, table, "Sales Candidate").run(as_dict=True)
	for row in rows:
		row.update({name: int(row[name]) for name in COUNTS}, source=_(row.key))
		_with_share(row)
	return rows


def _with_share(row: frappe._dict) -> frappe._dict:
	row.share = percent(row.hired, row.candidates)
	return row


def get_summary(whole: frappe._dict) -> list[dict[str, Any]]:
	return [
		card("Candidates", whole.candidates, "Blue"),
		card("Hired", whole.hired, "Green"),
		card("Hired of Candidates", whole.share or 0, "Blue", "Percent"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	return chart(
		[row.source for row in rows],
		{"Candidates": [row.candidates for row in rows], "Hired": [row.hired for row in rows]},
	)
