"""Claims on customers and how they were ruled: by which clause, by whom, for whom (R10)."""

from __future__ import annotations

from collections import Counter

import frappe
from frappe import _

from dianjian_app.reporting import table
from dianjian_app.reporting.table import Column, card


def execute(filters: dict | None = None):
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, sales_group, stage. Raises
	ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	period = table.period_of(filters)
	stages = ("Every Stage", "Filed", "Ruled", "Appealed", "Final")
	stage = table.one_of(filters, "stage", stages)
	claim = frappe.qb.DocType("Lead Claim")
	names = (
		"name",
		"date",
		"customer_name",
		"phone_mask",
		"agent_name",
		"holder_name",
		"agent",
		"holder",
		"stage",
	)
	more = (
		"proposed_agent",
		"proposal",
		"ruling_agent",
		"ruling_reason",
		"ruled_by",
		"ruled_at",
		"final_agent",
		"final_reason",
	)
	query = (
		frappe.qb.from_(claim)
		.select(*(claim[f] for f in (*names, *more)))
		.where(claim.date[period.start : period.end])
		.orderby(claim.date, claim.name)
	)
	query = table.where_equal(query, claim, filters, ("centre", "sales_group"))
	if stage != stages[0]:
		query = query.where(claim.stage == stage)
	rows = table.readers_rows(query, claim, "Lead Claim").run(as_dict=True)
	staff = table.names_of_staff(
		r[f] for r in rows for f in ("ruling_agent", "final_agent", "proposed_agent")
	)
	for row in rows:
		last = row.final_agent or row.ruling_agent
		row.decided_for = staff.get(last)
		row.as_proposed = "" if not last else _("Yes") if last == row.proposed_agent else _("No")
		row.reason = row.final_reason or row.ruling_reason
		row.code, row.stage = row.stage, _(row.stage)
	by_stage = Counter(r.code for r in rows)
	cards = [
		card("Claims", len(rows)),
		card("Waiting", by_stage["Filed"] + by_stage["Appealed"], "Orange"),
		card("Final", by_stage["Final"], "Green"),
	]
	columns = (
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
	drawn = table.chart([_(s) for s in by_stage], Claims=list(by_stage.values()))
	return table.columns(*columns), rows, None, drawn, cards
