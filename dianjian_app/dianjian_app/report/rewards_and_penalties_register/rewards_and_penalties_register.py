"""Rewards and Penalties Register: who received or lost how much by which rule, and whom which measure stands against.

Public to the staff (R31): the person, the measure and its ground, and nothing that was written about it.
"""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.utils import flt, getdate

from dianjian_app.incentives.discipline.public_measures import PublicMeasure, standing_measures
from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.period import month_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart

KINDS = ("Every Kind", "Rewards", "Penalties", "Leave Days", "Awards", "Measures")
FIELDS = (
	*("name", "agent", "agent_name", "sales_group", "family", "rule", "rule_title", "subject_type"),
	*("period_start", "period_end", "dimension", "outcome_type", "amount", "quantity", "corrects_period"),
	*("reverses", "settlement"),
)


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: month (YYYY-MM of the entries' period), centre, sales_group,
	agent, family, kind (one of KINDS). Measures stand from the day of the decision until their term ends, whatever
	month is asked for. Everybody of a centre reads its register. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	month, kind = month_of(filters), choice_of(filters, "kind", KINDS)
	rows = [] if kind == "Measures" else get_rows(month, kind, filters)
	rows += get_measures(kind, filters)
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
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


def get_rows(month: Period, kind: str, filters: frappe._dict) -> list[frappe._dict]:
	"""The entries whose period ends in the month, by person and day."""
	entry = frappe.qb.DocType("Incentive Entry")
	query = (
		frappe.qb.from_(entry)
		.select(*(entry[f] for f in FIELDS))
		.where(entry.period_end[month.start : month.end])
		.orderby(entry.agent, entry.period_end, entry.seq)
	)
	query = where_equal(query, entry, filters, ("centre", "sales_group", "agent", "family"))
	rows = readers_rows(_of_kind(query, entry, kind), entry, "Incentive Entry").run(as_dict=True)
	groups = names_of_groups(row.sales_group for row in rows)
	for row in rows:
		row.who = row.agent_name or groups.get(row.sales_group) or _(row.subject_type)
		row.group_name = groups.get(row.sales_group, row.sales_group)
		row.what = _(row.outcome_type)
		row.amount, row.quantity = flt(row.amount), flt(row.quantity)
		row.correction = _("corrects {0}").format(row.corrects_period) if row.corrects_period else ""
	return rows


def get_measures(kind: str, filters: frappe._dict) -> list[frappe._dict]:
	"""What stands today of what people decided."""
	if filters.family or kind in ("Rewards", "Leave Days"):
		return []
	standing = standing_measures(getdate(), filters)
	shown = [m for m in standing if kind not in ("Penalties", "Awards") or m.is_merit == (kind == "Awards")]
	groups = names_of_groups(m.sales_group for m in shown)
	return [_measure_row(m, groups) for m in shown]


def _measure_row(measure: PublicMeasure, groups: dict[str, str]) -> frappe._dict:
	return frappe._dict(
		agent=measure.agent,
		who=measure.agent_name,
		group_name=groups.get(measure.sales_group, measure.sales_group),
		rule=measure.rule,
		rule_title=measure.ground,
		period_start=measure.decided_on,
		period_end=measure.public_until,
		what=_(measure.measure, context="Disciplinary Action"),
		amount=0.0,
		quantity=0.0,
		correction=_("Revoked") if measure.revoked else "",
		measure=measure.measure,
	)


def _of_kind(query: Any, entry: Any, kind: str) -> Any:
	conditions = {
		"Rewards": entry.amount > 0,
		"Penalties": entry.amount < 0,
		"Leave Days": entry.outcome_type == "Leave Days",
		"Awards": entry.outcome_type.notin(["Money", "Leave Days"]),
	}
	return query.where(conditions[kind]) if kind in conditions else query


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	rewards = sum(row.amount for row in rows if row.amount > 0)
	penalties = -sum(row.amount for row in rows if row.amount < 0)
	leave = sum(row.quantity for row in rows if row.outcome_type == "Leave Days")
	return [
		card("Rewards", rewards, "Green", "Currency"),
		card("Penalties", penalties, "Red", "Currency"),
		card("Leave Days", leave, "Blue", "Float"),
		card("Entries", sum(1 for row in rows if not row.measure)),
		card("Measures", sum(1 for row in rows if row.measure and not row.correction), "Orange"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	by_rule: dict[str, float] = defaultdict(float)
	for row in (r for r in rows if not r.measure):
		by_rule[row.rule_title or row.family] += row.amount
	return chart(list(by_rule), {"Amount": list(by_rule.values())})
