"""电开数据统计表: a month of the ledger per agent, with the sums of groups and centre (R46)."""

from __future__ import annotations

from itertools import groupby

import frappe
from frappe import _
from frappe.query_builder.functions import Sum

from dianjian_app.reporting import table
from dianjian_app.reporting.table import Column, card, percent, total

FIGURES = (
	("presence", "Presence", "Float"),
	("calls", "Calls Made"),
	("connected_calls", "Valid Connected Calls"),
	("connected", "Customers Connected"),
	("grade_a", "Grade A"),
	("grade_b", "Grade B"),
	("grade_c", "Grade C"),
	("grade_d", "Grade D"),
	("intention", "Intention Customers"),
	("invited", "Invitations"),
	("visits", "Counted Visits"),
	("revisits", "Revisits"),
	("walk_ins", "Walk-ins"),
	("no_shows", "No-shows"),
	("deals", "Deals"),
	("deal_units", "Units Sold"),
	("deal_amount", "Deal Amount", "Currency"),
)
RATES = (
	("connect_rate", "Connection Rate", "connected_calls", "calls"),
	("invite_rate", "Invitations per Intention", "invited", "intention"),
	("visit_rate", "Visits per Invitation", "visits", "invited"),
	("deal_rate", "Deals per Visit", "deals", "visits"),
)


def execute(filters: dict | None = None):
	"""Columns, rows, message, chart and cards. Filters: month (YYYY-MM), centre, sales_group. Raises
	ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	rows = read_sums(table.month_of(filters), filters)
	shown: list = []
	for group, members in groupby(rows, key=lambda r: r.sales_group or ""):
		agents = list(members)
		shown += [*(_rated(r) for r in agents), _sum(agents, group)]
	if shown:
		shown.append(_sum(rows, None))
	drawn = table.chart(
		[r.agent_name for r in rows],
		Customers_Connected=[int(r.connected) for r in rows],
		Counted_Visits=[int(r.visits) for r in rows],
	)
	cards = [
		card(label, total(rows, name), colour)
		for name, label, colour in (
			("connected", "Customers Connected", "Blue"),
			("invited", "Invitations", "Blue"),
			("visits", "Counted Visits", "Green"),
			("deals", "Deals", "Green"),
		)
	]
	return _columns(), shown, None, drawn, cards


def read_sums(period, filters) -> list:
	"""The ledger's sums per group and agent, in one query; the reader's rows alone (R44)."""
	line = frappe.qb.DocType("Daily Ledger")
	query = (
		frappe.qb.from_(line)
		.where(line.date[period.start : period.end])
		.select(line.centre, line.sales_group, line.agent, line.agent_name)
		.select(*(Sum(line[f[0]]).as_(f[0]) for f in FIGURES))
		.groupby(line.centre, line.sales_group, line.agent, line.agent_name)
		.orderby(line.centre, line.sales_group, line.agent)
	)
	query = table.where_equal(query, line, filters, ("centre", "sales_group", "agent"))
	rows = table.readers_rows(query, line, "Daily Ledger").run(as_dict=True)
	names = table.names_of_groups(r.sales_group for r in rows)
	for row in rows:
		row.group_name = names.get(row.sales_group, row.sales_group)
		for f in FIGURES:
			row[f[0]] = float(row[f[0]] or 0) if len(f) > 2 else int(row[f[0]] or 0)
	return rows


def _rated(row):
	for name, _label, part, whole in RATES:
		row[name] = percent(row[part], row[whole])
	return row


def _sum(rows: list, group: str | None):
	summed = frappe._dict({f[0]: sum(r[f[0]] for r in rows) for f in FIGURES})
	summed.agent_name = _("Totals") if group is None else _("Group Total")
	summed.group_name = rows[0].group_name if group is not None else ""
	summed.bold, summed.is_sum = 1, 1
	return _rated(summed)


def _columns() -> list[dict]:
	return table.columns(
		Column("group_name", "Sales Group", "Data", width=110),
		Column("agent", "Telesales Agent", "Link", "Sales Staff", 110),
		Column("agent_name", "Agent Name", "Data", width=90),
		*table.figures(*FIGURES),
		*(Column(name, label, "Percent") for name, label, _p, _w in RATES),
	)
