"""电开台帐: one line for each agent and day, or sums by agent, group or week; the reader's rows alone (R44)."""

from __future__ import annotations

from collections import defaultdict
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from pypika import Case

from dianjian_app.ledger.ledger_line import HANDED_IN, NO_SHEET, NOT_HANDED_IN
from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, figure_columns, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.ledger_figures import NAMES, figures_of
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.product_needs import fill_needs, need_figures
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total

EVERY_LINE, BY_AGENT, BY_GROUP, BY_WEEK = "Every Line", "Agent", "Sales Group", "Week"
SUMMED_BY = (EVERY_LINE, BY_AGENT, BY_GROUP, BY_WEEK)
KEYS = {BY_AGENT: "agent", BY_GROUP: "sales_group", BY_WEEK: "week_start"}
LINE_FIELDS = ("date", "agent", "agent_name", "sales_group", "sheet_state", "call_sheet")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, sales_group, agent, sheet_state,
	summed_by (one of SUMMED_BY). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	summed_by = choice_of(filters, "summed_by", SUMMED_BY)
	period = period_of(filters)
	rows = get_rows(period, summed_by, filters)
	shown = get_columns(summed_by, rows, filters.get("centre"))
	return shown, rows, None, get_chart(period, summed_by, rows), get_summary(rows)


def get_columns(summed_by: str, rows: list[frappe._dict], centre: str | None = None) -> list[dict[str, Any]]:
	keys = {
		EVERY_LINE: [
			Column("date", "Date", "Date", width=100),
			Column("agent_name", "Agent Name", "Data", width=100),
			Column("sales_group", "Sales Group", "Link", "Sales Group", 120),
			Column("sheet_state", "Sheet", "Data", width=90),
			Column("call_sheet", "Call Sheet", "Link", "Call Sheet", 130),
		],
		BY_AGENT: [
			Column("agent", "Telesales Agent", "Link", "Sales Staff", 130),
			Column("agent_name", "Agent Name", "Data", width=100),
		],
		BY_GROUP: [Column("sales_group", "Sales Group", "Link", "Sales Group", 150)],
		BY_WEEK: [Column("week_start", "Week From", "Date", width=110)],
	}[summed_by]
	presence, *figures = figure_columns(*figures_of(centre), *need_figures(rows))
	if summed_by != EVERY_LINE:
		figures = [
			Column("missing", "Days Without a Sheet", width=95),
			Column("unconfirmed", "Sheets Not Confirmed", width=95),
			*figures,
		]
	return report_columns(*keys, presence, *figures)


def get_rows(period: Period, summed_by: str, filters: frappe._dict) -> list[frappe._dict]:
	"""The reader's lines of a period by day, or their sums."""
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).where(line.date[period.start : period.end])
	query = where_equal(query, line, filters, ("centre", "sales_group", "agent", "sheet_state"))
	query = readers_rows(query, line, "Daily Ledger")
	rows = _lines(query, line) if summed_by == EVERY_LINE else _sums(query, line, summed_by)
	fill_needs(rows, query, line, ("agent", "date") if summed_by == EVERY_LINE else (KEYS[summed_by],))
	return rows


def _lines(query: Any, line: Any) -> list[frappe._dict]:
	query = query.select(*(line[name] for name in (*LINE_FIELDS, *NAMES)))
	rows = query.orderby(line.date, line.sales_group, line.agent).run(as_dict=True)
	for row in rows:
		row.missing = int(row.presence > 0 and row.sheet_state in (NO_SHEET, NOT_HANDED_IN))
		row.unconfirmed = int(row.sheet_state == HANDED_IN)
		row.state, row.sheet_state = row.sheet_state, _(row.sheet_state)
	return rows


def _sums(query: Any, line: Any, summed_by: str) -> list[frappe._dict]:
	key = line[KEYS[summed_by]]
	missing = (line.presence > 0) & line.sheet_state.isin([NO_SHEET, NOT_HANDED_IN])
	query = query.select(
		key,
		Sum(Case().when(missing, 1).else_(0)).as_("missing"),
		Sum(Case().when(line.sheet_state == HANDED_IN, 1).else_(0)).as_("unconfirmed"),
		*(Sum(line[name]).as_(name) for name in NAMES),
	)
	if summed_by == BY_AGENT:
		query = query.select(line.agent_name).groupby(line.agent_name)
	return query.groupby(key).orderby(key).run(as_dict=True)


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	missing, unconfirmed = int(total(rows, "missing")), int(total(rows, "unconfirmed"))
	return [
		card("Customers Connected", int(total(rows, "connected"))),
		card("Invitations", int(total(rows, "invited"))),
		card("Counted Visits", int(total(rows, "visits")), "Green"),
		card("Deals", int(total(rows, "deals")), "Green"),
		card("Days Without a Sheet", missing, "Red" if missing else "Grey"),
		card("Sheets Not Confirmed", unconfirmed, "Orange" if unconfirmed else "Grey"),
	]


def get_chart(period: Period, summed_by: str, rows: list[frappe._dict]) -> dict[str, Any] | None:
	"""Customers connected and counted visits, by day for lines, else by what the rows stand for."""
	connected: dict[str, int] = defaultdict(int)
	visits: dict[str, int] = defaultdict(int)
	for row in rows:
		label = _label(period, summed_by, row)
		connected[label] += int(row.connected or 0)
		visits[label] += int(row.visits or 0)
	drawn = chart(
		list(connected),
		{"Customers Connected": list(connected.values()), "Counted Visits": list(visits.values())},
	)
	return drawn and {**drawn, "axisOptions": {"xIsSeries": summed_by in (EVERY_LINE, BY_WEEK)}}


def _label(period: Period, summed_by: str, row: frappe._dict) -> str:
	if summed_by == BY_AGENT:
		return row.agent_name
	if summed_by == BY_GROUP:
		return row.sales_group or _("No Group")
	day = row.week_start if summed_by == BY_WEEK else row.date
	if summed_by == EVERY_LINE and Period.month_of(period.start) == Period.month_of(period.end):
		return f"{day.day}"
	return f"{day.month}/{day.day}" if period.start.year == period.end.year else f"{day}"
