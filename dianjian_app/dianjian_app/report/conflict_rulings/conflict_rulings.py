"""Conflict Rulings: which claims on customers were filed, and for whom they were ruled by which clause (R10)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.names import names_of_staff
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart

STAGES = ("Every Stage", "Filed", "Ruled", "Appealed", "Final")
FIELDS = (
	*("name", "date", "customer_name", "phone_mask", "agent_name", "holder_name", "agent", "holder", "stage"),
	*("proposed_agent", "proposal", "ruling_agent", "ruling_reason", "ruled_by", "ruled_at"),
	*("final_agent", "final_reason"),
)


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, sales_group, stage (one of STAGES).
	Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	rows = get_rows(period_of(filters), choice_of(filters, "stage", STAGES), filters)
	by_stage = Counter(row.code for row in rows)
	return get_columns(), rows, None, get_chart(by_stage), get_summary(rows, by_stage)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("name", "Lead Claim", "Link", "Lead Claim", 120),
		Column("date", "Date", "Date", width=95),
		Column("customer_name", "Customer Name", "Data", width=100),
		Column("phone_mask", "Phone", "Data", width=110),
		Column("agent_name", "Claimant", "Data", width=90),
		Column("holder_name", "Holder", "Data", width=90),
		Column("stage", "Stage", "Data", width=80),
		Column("proposal", "What the Clauses Say", "Data", width=260),
		Column("decided_for", "Ruled For", "Data", width=90),
		Column("as_proposed", "As Proposed", "Data", width=80),
		Column("reason", "Reason", "Data", width=200),
		Column("ruled_by", "Ruled By", "Link", "User", 150),
		Column("ruled_at", "Ruled At", "Datetime", width=140),
	)


def get_rows(period: Period, stage: str, filters: frappe._dict) -> list[frappe._dict]:
	"""The reader's claims of a period, oldest first."""
	claim = frappe.qb.DocType("Lead Claim")
	query = (
		frappe.qb.from_(claim)
		.select(*(claim[f] for f in FIELDS))
		.where(claim.date[period.start : period.end])
		.orderby(claim.date, claim.name)
	)
	query = where_equal(query, claim, filters, ("centre", "sales_group"))
	if stage != STAGES[0]:
		query = query.where(claim.stage == stage)
	rows = readers_rows(query, claim, "Lead Claim").run(as_dict=True)
	staff = names_of_staff(row[f] for row in rows for f in ("ruling_agent", "final_agent"))
	for row in rows:
		winner = row.final_agent or row.ruling_agent
		row.decided_for = staff.get(winner)
		row.as_proposed = "" if not winner else _("Yes") if winner == row.proposed_agent else _("No")
		row.reason = row.final_reason or row.ruling_reason
		row.code, row.stage = row.stage, _(row.stage)
	return rows


def get_summary(rows: list[frappe._dict], by_stage: Counter[str]) -> list[dict[str, Any]]:
	return [
		card("Claims", len(rows)),
		card("Waiting", by_stage["Filed"] + by_stage["Appealed"], "Orange"),
		card("Final", by_stage["Final"], "Green"),
	]


def get_chart(by_stage: Counter[str]) -> dict[str, Any] | None:
	return chart([_(stage) for stage in by_stage], {"Claims": list(by_stage.values())})
