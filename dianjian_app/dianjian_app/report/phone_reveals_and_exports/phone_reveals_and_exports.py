"""Phone Reveals and Exports: who saw or took out how many phone numbers, and who was refused (R47)."""

from __future__ import annotations

from collections import Counter
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import add_days
from pypika import Case

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.cut import FirstRows, first_rows
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total, total_row

BY_PERSON, BY_ACT = "Person", "Every Act"
KINDS = {"reveal": "Reveal", "bulk_reveal": "Bulk Reveal", "export": "Export", "search": "Search"}
WITH_NUMBERS = ("Reveal", "Bulk Reveal")
"""kinds that show full numbers; exports show masks"""
ACT_FIELDS = (
	*("name", "revealed_at", "user", "kind", "row_count", "refused"),
	*("reference_doctype", "reference_name", "reason"),
)
MOST_ACTS = 5000
CHARTED = 15


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, sales_group, user, kind, by (Person
	or Every Act). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	period = period_of(filters)
	if choice_of(filters, "by", (BY_PERSON, BY_ACT)) == BY_ACT:
		acts = get_acts(period, filters)
		return get_act_columns(), acts.rows, acts.message, get_chart_of_acts(acts), get_summary_of_acts(acts)
	people = get_rows(period, filters)
	sums = {name: total(people, name) for name in (*KINDS, "shown", "refused")}
	shown = [*people, total_row(sums, "user")] if people else []
	return get_columns(), shown, None, get_chart(people), get_summary(sums)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("user", "User", "Link", "User", 200),
		Column("reveal", "Reveals"),
		Column("bulk_reveal", "In Workbooks"),
		Column("export", "Rows Exported"),
		Column("search", "Searches"),
		Column("shown", "Numbers Shown"),
		Column("refused", "Refused"),
	)


def get_rows(period: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each person, those who saw most numbers first."""
	log = frappe.qb.DocType("Phone Reveal Log")
	done = log.refused == 0

	def rows_of(condition: Any) -> Sum:
		return Sum(Case().when(condition, log.row_count).else_(0))

	query = (
		_log_query(period, filters)
		.select(log.user, *(rows_of((log.kind == kind) & done).as_(name) for name, kind in KINDS.items()))
		.select(rows_of(done & log.kind.isin(WITH_NUMBERS)).as_("shown"), Sum(log.refused).as_("refused"))
		.groupby(log.user)
		.orderby(log.user)
	)
	rows = query.run(as_dict=True)
	for row in rows:
		row.update({name: int(row[name] or 0) for name in (*KINDS, "shown", "refused")})
	return sorted(rows, key=lambda row: -row.shown)


def _log_query(period: Period, filters: frappe._dict) -> Any:
	"""The lines of the log in a period that the reader may see."""
	log = frappe.qb.DocType("Phone Reveal Log")
	query = frappe.qb.from_(log).where(log.revealed_at >= period.start)
	query = query.where(log.revealed_at < add_days(period.end, 1))
	query = where_equal(query, log, filters, ("centre", "sales_group", "user", "kind"))
	return readers_rows(query, log, "Phone Reveal Log")


def get_summary(sums: dict[str, int]) -> list[dict[str, Any]]:
	return [
		card("Numbers Shown", sums["shown"]),
		card("Refused", sums["refused"], "Red" if sums["refused"] else "Green"),
	]


def get_chart(people: list[frappe._dict]) -> dict[str, Any] | None:
	most = people[:CHARTED]
	return chart([row.user for row in most], {"Numbers Shown": [row.shown for row in most]})


def get_act_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("revealed_at", "Time", "Datetime", width=150),
		Column("user", "User", "Link", "User", 170),
		Column("kind_label", "Kind", "Data", width=100),
		Column("row_count", "Numbers"),
		Column("refused", "Refused", "Data", width=80),
		Column("reference_doctype", "Document Type", "Link", "DocType", 130),
		Column("reference_name", "Document", "Dynamic Link", "reference_doctype", 140),
		Column("reason", "Reason", "Data", width=200),
	)


def get_acts(period: Period, filters: frappe._dict) -> FirstRows:
	"""A row for each act, oldest first."""
	log = frappe.qb.DocType("Phone Reveal Log")
	query = _log_query(period, filters).select(*(log[f] for f in ACT_FIELDS))
	acts = first_rows(query.orderby(log.revealed_at, log.name), MOST_ACTS)
	for row in acts.rows:
		row.was_refused, row.kind_label = row.refused, _(row.kind)
		row.refused = _("Yes") if row.refused else ""
	return acts


def get_summary_of_acts(acts: FirstRows) -> list[dict[str, Any]]:
	refused = total(acts.rows, "was_refused")
	return [card("Acts", acts.total), card("Refused", refused, "Red" if refused else "Green")]


def get_chart_of_acts(acts: FirstRows) -> dict[str, Any] | None:
	by_kind = Counter(row.kind_label for row in acts.rows)
	return chart(list(by_kind), {"Acts": list(by_kind.values())})
