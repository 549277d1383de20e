"""Effect of Viewing Events: who was invited to each, who came, what counted and was sold, what a visit cost (R50)."""

from __future__ import annotations

from typing import Any

import frappe
from pypika import Case
from pypika.functions import Count, Sum

from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total, total_row
from dianjian_app.stage_codes import visit_stages
from dianjian_app.value_lists import among

EVENT, VISIT, DEAL = "Viewing Event", "Visit Confirmation", "Sales Deal"
COUNTS = ("invited", "came", "counted", "deals", "amount")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, kind. Raises ReportFilterError,
	PermissionError."""
	filters = frappe._dict(filters or {})
	knows_cost = 1 in frappe.get_meta(EVENT).get_permlevel_access("read")
	rows = get_rows(period_of(filters), filters, knows_cost)
	whole = frappe._dict({name: total(rows, name) for name in COUNTS})
	whole.cost = total(rows, "cost")
	_with_mean(whole)
	shown = [*rows, total_row(whole, "title")] if rows else []
	return get_columns(knows_cost), shown, None, get_chart(rows), get_summary(whole, knows_cost)


def get_columns(knows_cost: bool) -> list[dict[str, Any]]:
	money = [
		Column("cost", "Cost", "Currency", width=110),
		Column("cost_per_visit", "Cost per Visit", "Currency", width=110),
	]
	return report_columns(
		Column("name", "Viewing Event", "Link", EVENT, 130),
		Column("title", "Title", "Data", width=180),
		Column("kind", "Kind", "Data", width=110),
		Column("starts_at", "Starts At", "Datetime", width=150),
		Column("seats", "Seats"),
		Column("invited", "Invited"),
		Column("came", "Came"),
		Column("counted", "Counted Visits", width=110),
		Column("deals", "Deals"),
		Column("amount", "Amount", "Currency", width=120),
		*(money if knows_cost else ()),
	)


def get_rows(period: Period, filters: frappe._dict, knows_cost: bool) -> list[frappe._dict]:
	"""A row for each event of the period that the reader may see, with the figures of all its guests.

	Figures alone: whose guests they were stays with who may see them (the links lead to the reader's own visits).
	"""
	table = frappe.qb.DocType(EVENT)
	query = frappe.qb.from_(table).select(
		table.name, table.title, table.kind, table.starts_at, table.seats, table.status, table.cost
	)
	query = query.where((table.starts_at >= period.start) & (table.starts_at < period.end + ONE_DAY))
	query = where_equal(query, table, filters, ("centre", "kind")).orderby(table.starts_at)
	rows = readers_rows(query, table, EVENT).run(as_dict=True)
	visits, deals = _visits([r.name for r in rows]), _deals([r.name for r in rows])
	for row in rows:
		row.update(dict.fromkeys(COUNTS, 0), kind=frappe._(row.kind))
		row.update(visits.get(row.name, {}))
		row.update(deals.get(row.name, {}))
		if not knows_cost:
			row.cost = None
		_with_mean(row)
	return rows


def _visits(events: list[str]) -> dict[str, dict]:
	"""event → guests with a signed invitation, those who were led in, and those whose visit counts (R17)."""
	visit = frappe.qb.DocType(VISIT)

	def counted(condition: Any) -> Any:
		return Sum(Case().when(condition, 1).else_(0))

	query = (
		frappe.qb.from_(visit)
		.select(visit.event, Count("*").as_("invited"))
		.select(counted(visit.led_in_at.isnotnull()).as_("came"))
		.select(counted(visit.counted_on.isnotnull() & (visit.docstatus == 1)).as_("counted"))
		.where(visit.event.isin(among(events)))
		.where((visit.stage != visit_stages.CANCELLED) & (visit.docstatus < 2))
		.groupby(visit.event)
	)
	found = query.run(as_dict=True)
	return {r.event: {name: int(r[name]) for name in ("invited", "came", "counted")} for r in found}


def _deals(events: list[str]) -> dict[str, dict]:
	"""event → confirmed deals from its visits, and their amount."""
	visit, deal = frappe.qb.DocType(VISIT), frappe.qb.DocType(DEAL)
	query = (
		frappe.qb.from_(deal)
		.join(visit)
		.on(deal.visit == visit.name)
		.select(visit.event, Count("*").as_("deals"), Sum(deal.amount).as_("amount"))
		.where(visit.event.isin(among(events)) & (deal.docstatus == 1))
		.groupby(visit.event)
	)
	return {r.event: {"deals": r.deals, "amount": r.amount} for r in query.run(as_dict=True)}


def _with_mean(row: frappe._dict) -> None:
	row.cost_per_visit = row.cost / row.counted if row.cost and row.counted else None


def get_summary(whole: frappe._dict, knows_cost: bool) -> list[dict[str, Any]]:
	cards = [
		card("Invited", whole.invited, "Blue"),
		card("Came", whole.came, "Blue"),
		card("Counted Visits", whole.counted, "Green"),
		card("Deals", whole.deals, "Green"),
	]
	return (
		[*cards, card("Cost per Visit", whole.cost_per_visit or 0, "Orange", "Currency")]
		if knows_cost
		else cards
	)


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	return chart(
		[row.title for row in rows],
		{
			"Invited": [row.invited for row in rows],
			"Came": [row.came for row in rows],
			"Counted Visits": [row.counted for row in rows],
		},
	)
