"""The public register of rewards and penalties: who, by which rule, how much (R31)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.utils import flt

from dianjian_app.reporting import table
from dianjian_app.reporting.table import Column, card

KINDS = ("Every Kind", "Rewards", "Penalties", "Leave Days", "Awards")


def execute(filters: dict | None = None):
	"""Columns, rows, message, chart and cards. Filters: month (YYYY-MM of the entries' period), centre, sales_group,
	agent, family, kind. Everybody of a centre reads its register. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	month = table.month_of(filters)
	kind = table.one_of(filters, "kind", KINDS)
	entry = frappe.qb.DocType("Incentive Entry")
	names = ("name", "agent", "agent_name", "sales_group", "family", "rule", "rule_title", "subject_type")
	more = (
		"period_start",
		"period_end",
		"dimension",
		"outcome_type",
		"amount",
		"quantity",
		"corrects_period",
	)
	query = (
		frappe.qb.from_(entry)
		.select(*(entry[f] for f in (*names, *more, "reverses", "settlement")))
		.where(entry.period_end[month.start : month.end])
		.orderby(entry.agent, entry.period_end, entry.seq)
	)
	query = table.where_equal(query, entry, filters, ("centre", "sales_group", "agent", "family"))
	query = _of_kind(query, entry, kind)
	rows = table.readers_rows(query, entry, "Incentive Entry").run(as_dict=True)
	groups = table.names_of_groups(r.sales_group for r in rows)
	for row in rows:
		row.who = row.agent_name or groups.get(row.sales_group) or _(row.subject_type)
		row.group_name = groups.get(row.sales_group, row.sales_group)
		row.what = _(row.outcome_type)
		row.amount, row.quantity = flt(row.amount), flt(row.quantity)
		row.correction = _("corrects {0}").format(row.corrects_period) if row.corrects_period else ""
	given = sum(r.amount for r in rows if r.amount > 0)
	taken = -sum(r.amount for r in rows if r.amount < 0)
	leave = sum(r.quantity for r in rows if r.outcome_type == "Leave Days")
	cards = [
		card("Rewards", given, "Green", "Currency"),
		card("Penalties", taken, "Red", "Currency"),
		card("Leave Days", leave, "Blue", "Float"),
		card("Entries", len(rows)),
	]
	by_rule: dict[str, float] = {}
	for row in rows:
		by_rule[row.rule_title or row.family] = by_rule.get(row.rule_title or row.family, 0) + row.amount
	drawn = table.chart(list(by_rule), Amount=list(by_rule.values()))
	return _columns(), rows, None, drawn, cards


def _of_kind(query, entry, kind: str):
	if kind == "Rewards":
		return query.where(entry.amount > 0)
	if kind == "Penalties":
		return query.where(entry.amount < 0)
	if kind == "Leave Days":
		return query.where(entry.outcome_type == "Leave Days")
	if kind == "Awards":
		return query.where(entry.outcome_type.notin(["Money", "Leave Days"]))
	return query


def _columns() -> list[dict]:
	return table.columns(
		Column("who", "Name", "Data", width=100),
		Column("group_name", "Sales Group", "Data", width=110),
		Column("rule", "Rule", "Link", "Incentive Rule", 90),
		Column("rule_title", "Rule Title", "Data", width=180),
		Column("period_start", "From", "Date", width=95),
		Column("period_end", "To", "Date", width=95),
		Column("what", "Outcome", "Data", width=90),
		Column("dimension", "Dimension", "Data", width=80),
		Column("amount", "Amount", "Currency", width=100),
		Column("quantity", "Quantity", "Float", width=80),
		Column("correction", "Correction", "Data", width=120),
		Column("name", "Incentive Entry", "Link", "Incentive Entry", 150),
	)
