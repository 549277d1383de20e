"""The board on the office wall: today, week and month of a centre in big figures; nothing about a customer (R2, R24)."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import now_datetime
from pypika import Case

from dianjian_app.people.period import Period
from dianjian_app.permissions import scope_of
from dianjian_app.reporting.period import as_of
from dianjian_app.reporting.ranking import ALL, PUBLIC, read_ranking
from dianjian_app.reporting.shortfall import read_targets

FIGURES = ("calls", "connected", "intention", "invited", "visits", "deals", "deal_units")
LABELS = {
	"calls": "Calls Made",
	"connected": "Customers Connected",
	"intention": "Intention Customers",
	"invited": "Invitations",
	"visits": "Counted Visits",
	"deals": "Deals",
}
BEST = 8


@frappe.whitelist()
def read_board(centre: str | None = None) -> dict[str, Any]:
	"""What the board shows of one of the reader's centres, in a fixed number of queries.

	Gives {"centre", "centres", "at", "labels", "today", "week", "month": {figure: number}, "target", "groups":
	[{"label", "connected", "visits"}], "ranking": [{"place", "label", "visits", "deals"}]}. Raises PermissionError.
	"""
	centres = _centres()
	centre = centre or next(iter(centres), "")
	if centre not in centres:
		frappe.throw(_("The board shows only the sales centre that you work in."), frappe.PermissionError)
	day = as_of()
	month, week = Period.month_of(day), Period.week_of(day)
	return {
		"centre": centre,
		"centres": centres,
		"at": f"{now_datetime():%H:%M}",
		"labels": {name: _(label) for name, label in LABELS.items()},
		**_sums(centre, day, week, month),
		"target": sum(read_targets(centre, day).values()),
		"groups": _groups(centre, day, month),
		"ranking": [
			{
				"place": row.place,
				"label": row.label,
				"group": row.group_name,
				"visits": row.visits,
				"deals": row.deals,
			}
			for row in read_ranking(month, population=ALL, centre=centre)[:BEST]
		],
	}


def _centres() -> list[str]:
	"""The centres whose public figures the reader sees."""
	scope = scope_of(frappe.session.user, PUBLIC)
	if scope.everything:
		return frappe.get_all("Sales Centre", {"disabled": 0}, pluck="name", order_by="name", limit=0)
	return sorted(scope.home_centres) if scope.roles else []


def _sums(centre: str, day: date, week: Period, month: Period) -> dict[str, dict[str, int]]:
	"""Today by the sheets as they stand; week and month by the ledger, with what today's sheets have beyond it."""
	line = frappe.qb.DocType("Daily Ledger")
	first, last = min(week.start, month.start), max(week.end, month.end)
	periods = {"today": Period.day(day), "week": week, "month": month}

	def within(name: str, period: Period) -> Sum:
		return Sum(Case().when(line.date[period.start : period.end], line[name]).else_(0))

	query = frappe.qb.from_(line).where((line.centre == centre) & line.date[first:last])
	query = query.select(
		*(within(name, period).as_(f"{key}_{name}") for key, period in periods.items() for name in FIGURES)
	)
	found = query.run(as_dict=True)[0]
	sums = {key: {name: int(found[f"{key}_{name}"] or 0) for name in FIGURES} for key in periods}
	for name, live in _sheets_of(centre, day).items():
		more = max(live - sums["today"][name], 0)
		for key in periods:
			sums[key][name] += more
	return sums


def _sheets_of(centre: str, day: date) -> dict[str, int]:
	"""The sums of a day's live sheets."""
	sheet = frappe.qb.DocType("Call Sheet")
	query = frappe.qb.from_(sheet).where(
		(sheet.centre == centre) & (sheet.date == day) & (sheet.docstatus < 2)
	)
	row = query.select(
		Sum(sheet.calls_total).as_("calls"),
		Sum(sheet.customers_connected).as_("connected"),
		Sum(sheet.intention_count).as_("intention"),
	).run(as_dict=True)[0]
	return {name: int(value or 0) for name, value in row.items()}


def _groups(centre: str, day: date, month: Period) -> list[dict[str, Any]]:
	"""Each group with today's connected customers and the month's counted visits."""
	sheet, line, group = (frappe.qb.DocType(d) for d in ("Call Sheet", "Daily Ledger", "Sales Group"))
	connected = dict(
		frappe.qb.from_(sheet)
		.select(sheet.sales_group, Sum(sheet.customers_connected))
		.where((sheet.centre == centre) & (sheet.date == day) & (sheet.docstatus < 2))
		.groupby(sheet.sales_group)
		.run()
	)
	visits = dict(
		frappe.qb.from_(line)
		.select(line.sales_group, Sum(line.visits))
		.where((line.centre == centre) & line.date[month.start : month.end])
		.groupby(line.sales_group)
		.run()
	)
	groups = (
		frappe.qb.from_(group)
		.select(group.name, group.group_name)
		.where((group.centre == centre) & (group.disabled == 0))
		.orderby(group.sort_order, group.group_name)
		.run(as_dict=True)
	)
	return [
		{
			"label": row.group_name,
			"connected": int(connected.get(row.name) or 0),
			"visits": int(visits.get(row.name) or 0),
		}
		for row in groups
	]
