"""电开台帐: one line an agent a day, or summed by agent, group or week (R44). Readers see their own rows."""

from __future__ import annotations

from collections import defaultdict
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import getdate
from pypika import Case

from dianjian_app.ledger.ledger_line import HANDED_IN, NO_SHEET, NOT_HANDED_IN
from dianjian_app.permissions import row_condition
from dianjian_app.reporting import table
from dianjian_app.reporting.table import Column, ReportFilterError

EVERY_LINE, BY_AGENT, BY_GROUP, BY_WEEK = "Every Line", "Agent", "Sales Group", "Week"
GROUPING = {BY_AGENT: ("agent",), BY_GROUP: ("sales_group",), BY_WEEK: ("week_start",)}
FIGURES = (
	("presence", "Presence", "Float"),
	("calls", "Calls Made", "Int"),
	("connected_calls", "Valid Connected Calls", "Int"),
	("connected", "Customers Connected", "Int"),
	("intention", "Intention Customers", "Int"),
	("grade_a", "Grade A", "Int"),
	("grade_b", "Grade B", "Int"),
	("grade_c", "Grade C", "Int"),
	("grade_d", "Grade D", "Int"),
	("invited", "Invitations", "Int"),
	("visits", "Counted Visits", "Int"),
	("revisits", "Revisits", "Int"),
	("walk_ins", "Walk-ins", "Int"),
	("no_shows", "No-shows", "Int"),
	("deals", "Deals", "Int"),
	("deal_units", "Units Sold", "Int"),
	("deal_amount", "Deal Amount", "Currency"),
)


def execute(filters: dict | None = None):
	"""Columns, data, message, chart and summary. Filters: from_date, to_date, centre, sales_group, agent,
	sheet_state, summed_by (one of EVERY_LINE, BY_AGENT, BY_GROUP, BY_WEEK). Raises ReportFilterError."""
	filters = frappe._dict(filters or {})
	_check(filters)
	data = _data(filters)
	return _columns(filters), data, None, _chart(filters, data), _summary(filters, data)


def _check(filters) -> None:
	filters.summed_by = filters.summed_by or EVERY_LINE
	if filters.summed_by not in (EVERY_LINE, *GROUPING):
		frappe.throw(_("The ledger cannot be summed by {0}.").format(filters.summed_by), ReportFilterError)
	if not filters.from_date or not filters.to_date:
		frappe.throw(_("Choose from which day to which."), ReportFilterError)
	if getdate(filters.to_date) < getdate(filters.from_date):
		frappe.throw(_("The last day lies before the first."), ReportFilterError)


def _columns(filters) -> list[dict]:
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
	}[filters.summed_by]
	figures = [Column(name, label, kind, width=95) for name, label, kind in FIGURES]
	if filters.summed_by != EVERY_LINE:
		figures.insert(1, Column("missing", "Days Without a Sheet", width=95))
		figures.insert(2, Column("unconfirmed", "Sheets Not Confirmed", width=95))
	return table.columns(*keys, *figures)


def _data(filters) -> list[dict]:
	ledger = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(ledger).where(ledger.date[getdate(filters.from_date) : getdate(filters.to_date)])
	for field in ("centre", "sales_group", "agent", "sheet_state"):
		if filters.get(field):
			query = query.where(ledger[field] == filters[field])
	mine = row_condition("Daily Ledger", ledger)
	if mine is not None:
		query = query.where(mine)
	if filters.summed_by == EVERY_LINE:
		names = [name for name, _label, _type in FIGURES]
		query = query.select(
			ledger.date,
			ledger.agent,
			ledger.agent_name,
			ledger.sales_group,
			ledger.sheet_state,
			ledger.call_sheet,
		).select(*(ledger[name] for name in names))
		return _shown(query.orderby(ledger.date, ledger.sales_group, ledger.agent).run(as_dict=True))
	return _summed(query, ledger, filters)


def _summed(query, ledger, filters) -> list[dict]:
	keys = GROUPING[filters.summed_by]
	missing = (
		Case().when((ledger.presence > 0) & ledger.sheet_state.isin([NO_SHEET, NOT_HANDED_IN]), 1).else_(0)
	)
	unconfirmed = Case().when(ledger.sheet_state == HANDED_IN, 1).else_(0)
	query = query.select(
		*(ledger[key] for key in keys), Sum(missing).as_("missing"), Sum(unconfirmed).as_("unconfirmed")
	).select(*(Sum(ledger[name]).as_(name) for name, _label, _type in FIGURES))
	if filters.summed_by == BY_AGENT:
		query = query.select(ledger.agent_name).groupby(ledger.agent_name)
	return (
		query.groupby(*(ledger[key] for key in keys))
		.orderby(*(ledger[key] for key in keys))
		.run(as_dict=True)
	)


def _shown(rows: list[dict]) -> list[dict]:
	for row in rows:
		row.state = row.sheet_state
		row.sheet_state = _(row.sheet_state)
	return rows


def _summary(filters, data: list[dict]) -> list[dict]:
	def total(field):
		return sum(row.get(field) or 0 for row in data)

	if filters.summed_by == EVERY_LINE:
		missing = sum(1 for row in data if row.presence and row.state in (NO_SHEET, NOT_HANDED_IN))
		unconfirmed = sum(1 for row in data if row.state == HANDED_IN)
	else:
		missing, unconfirmed = total("missing"), total("unconfirmed")
	return [
		_figure(_("Customers Connected"), total("connected"), "Blue"),
		_figure(_("Invitations"), total("invited"), "Blue"),
		_figure(_("Counted Visits"), total("visits"), "Green"),
		_figure(_("Deals"), total("deals"), "Green"),
		_figure(_("Days Without a Sheet"), missing, "Red" if missing else "Grey"),
		_figure(_("Sheets Not Confirmed"), unconfirmed, "Orange" if unconfirmed else "Grey"),
	]


def _figure(label: str, value: int, indicator: str) -> dict:
	return {"label": label, "value": int(value), "datatype": "Int", "indicator": indicator}


def _chart(filters, data: list[dict]) -> dict | None:
	"""Customers connected and counted visits: by day for lines, else by whatever the rows are."""
	if not data:
		return None
	connected: dict[str, int] = defaultdict(int)
	visits: dict[str, int] = defaultdict(int)
	for row in data:
		label = _label(filters, row)
		connected[label] += int(row.connected or 0)
		visits[label] += int(row.visits or 0)
	return {
		"data": {
			"labels": list(connected),
			"datasets": [
				{"name": _("Customers Connected"), "values": list(connected.values())},
				{"name": _("Counted Visits"), "values": list(visits.values())},
			],
		},
		"type": "bar",
		"axisOptions": {"xIsSeries": filters.summed_by in (EVERY_LINE, BY_WEEK)},
	}


def _label(filters, row) -> str:
	if filters.summed_by == BY_AGENT:
		return row.agent_name
	if filters.summed_by == BY_GROUP:
		return row.sales_group or _("No Group")
	day: date = row.week_start if filters.summed_by == BY_WEEK else row.date
	same_month = str(filters.from_date)[:7] == str(filters.to_date)[:7]
	return f"{day.day}" if same_month and filters.summed_by == EVERY_LINE else f"{day.month}/{day.day}"
