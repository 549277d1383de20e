"""Resistance and Lost Reasons: what keeps customers from buying and why they were lost, by source, product and month (R9, R12)."""

from __future__ import annotations

from collections import Counter, defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from pypika import CustomFunction

from dianjian_app.people.period import Period
from dianjian_app.reporting.cohort import of_source
from dianjian_app.reporting.columns import Column, figure_columns, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import percent, total_row

BY = {
	"Source": ("source", "Channel Source"),
	"Product Need": ("product_need", "Product Type"),
	"Month": ("", None),
}
RESISTANCE, LOST = "Resistance", "Reason Lost"
WHAT = {RESISTANCE: "resistance_reason", LOST: "lost_reason"}
DEGREES = {"none": "None", "some": "Some", "strong": "Strong"}
"""column → how strong the resistance is"""


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date (when the needs were noted last), centre,
	sales_group, agent, source, by (one of BY), what (one of WHAT). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	by, what = choice_of(filters, "by", tuple(BY)), choice_of(filters, "what", tuple(WHAT))
	reasons = reasons_of(WHAT[what])
	rows = get_rows(period_of(filters), by, what, filters)
	whole = _sum_of(rows)
	shown = [*rows, total_row({**whole, "key": None}, "key")] if rows else []
	return get_columns(by, what, reasons), shown, None, get_chart(whole, reasons), get_summary(what, whole)


def reasons_of(fieldname: str) -> dict[str, str]:
	"""Column → reason, as the field's list has them: an administrator may have added some."""
	options = (frappe.get_meta("Call Lead").get_field(fieldname).options or "").split("\n")
	return {f"reason_{at}": option for at, option in enumerate(filter(None, options), 1)}


def get_columns(by: str, what: str, reasons: dict[str, str]) -> list[dict[str, Any]]:
	link = BY[by][1]
	degrees = tuple(DEGREES.items()) if what == RESISTANCE else ()
	return report_columns(
		Column("key", by, "Link" if link else "Data", link, 150),
		Column("customers", "Customers Asked" if what == RESISTANCE else "Customers Lost"),
		*figure_columns(*degrees),
		*((Column("resistance_rate", "Some or Strong of Asked", "Percent"),) if degrees else ()),
		*figure_columns(*reasons.items()),
	)


def get_rows(period: Period, by: str, what: str, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each source, product or month, in one query: the reader's customers alone."""
	lead = frappe.qb.DocType("Call Lead")
	month = CustomFunction("date_format", ["day", "pattern"])(lead.needs_noted_at, "%Y-%m")
	key = lead[BY[by][0]] if BY[by][0] else month
	said = lead.resistance if what == RESISTANCE else lead.lost_reason
	day = CustomFunction("date", ["moment"])(lead.needs_noted_at)
	query = frappe.qb.from_(lead).where(day[period.start : period.end]).where(said.isnotnull() & (said != ""))
	query = where_equal(query, lead, filters, ("centre", "sales_group", "agent"))
	query = readers_rows(of_source(query, lead, filters.get("source")), lead, "Call Lead")
	query = query.select(
		key.as_("key"), said.as_("said"), lead[WHAT[what]].as_("reason"), Count("*").as_("n")
	)
	columns = {option: column for column, option in (DEGREES | reasons_of(WHAT[what])).items()}
	found: dict[str, Counter[str]] = defaultdict(Counter)
	for row in query.groupby(key, said, lead[WHAT[what]]).run(as_dict=True):
		counts = found[row.key or ""]
		counts["customers"] += row.n
		for option in {row.said, row.reason} if what == RESISTANCE else {row.reason}:
			if option in columns:
				counts[columns[option]] += row.n
	return [_row(name or _("None"), found[name], columns.values()) for name in sorted(found)]


def _row(key: str, counts: Counter[str], columns: Any) -> frappe._dict:
	row = frappe._dict({column: counts[column] for column in (*columns, "customers")}, key=key)
	return _with_rate(row)


def _sum_of(rows: list[frappe._dict]) -> frappe._dict:
	names = [name for name in rows[0] if name not in ("key", "resistance_rate")] if rows else []
	return _with_rate(frappe._dict({name: sum(row[name] for row in rows) for name in names}))


def _with_rate(row: frappe._dict) -> frappe._dict:
	row.resistance_rate = percent((row.get("some") or 0) + (row.get("strong") or 0), row.get("customers"))
	return row


def get_summary(what: str, whole: frappe._dict) -> list[dict[str, Any]]:
	customers = whole.get("customers") or 0
	if what == LOST:
		return [card("Customers Lost", customers, "Red" if customers else "Green")]
	return [
		card("Customers Asked", customers),
		card("Some", whole.get("some") or 0, "Orange"),
		card("Strong", whole.get("strong") or 0, "Red"),
	]


def get_chart(whole: frappe._dict, reasons: dict[str, str]) -> dict[str, Any] | None:
	told = {column: option for column, option in reasons.items() if whole.get(column)}
	return chart([_(option) for option in told.values()], {"Customers": [whole[column] for column in told]})
