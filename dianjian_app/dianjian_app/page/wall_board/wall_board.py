"""The board on the office wall: today, week and month of a centre in big figures, groups and ranking; no customer's data (R2, R24)."""

from __future__ import annotations

from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import getdate, now_datetime
from pypika import Case

from dianjian_app.people.period import Period
from dianjian_app.permissions import scope_of
from dianjian_app.reporting.ranking import PUBLIC, read_ranking
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
def read_board(centre: str | None = None) -> dict:
	"""What the board shows of a centre of the reader's: a fixed handful of queries.

	Gives {"centre", "centres", "at", "labels", "today", "week", "month": {figure: number}, "target", "groups":
	[{"label", "connected", "visits"}], "ranking": [{"place", "label", "visits", "deals"}]}. Raises PermissionError.
	"""
	centres = _centres()
	centre = centre or (centres[0] if centres else None)
	if not centre or centre not in centres:
		frappe.throw(_("The board shows the sales centre that you work in."), frappe.PermissionError)
	day = getdate()
	month, week = Period.month_of(day), Period.week_of(day)
	sums = _sums(centre, day, week, month)
	groups = _groups(centre, day, month)
	return {
		"centre": centre,
		"centres": centres,
		"at": f"{now_datetime():%H:%M}",
		"labels": {name: _(label) for name, label in LABELS.items()},
		**sums,
		"target": sum(read_targets(centre, day).values()),
		"groups": groups,
		"ranking": [
			{
				"place": r.place,
				"label": r.label,
				"group": r.group_name,
				"visits": r.visits,
				"deals": r.deal_units,
			}
			for r in read_ranking(month, population="All", centre=centre)[:BEST]
		],
	}


def _centres() -> list[str]:
	"""Centres whose public figures the reader sees."""
	scope = scope_of(frappe.session.user, PUBLIC)
	if scope.everything:
		return frappe.get_all("Sales Centre", {"disabled": 0}, pluck="name", order_by="name")
	return sorted(scope.home_centres) if scope.roles else []


def _sums(centre: str, day: date, week: Period, month: Period) -> dict[str, dict[str, int]]:
	"""Today with the sheets as they stand; week and month by the ledger, with today's sheets on top where it has none yet."""
	line = frappe.qb.DocType("Daily Ledger")
	first = min(week.start, month.start)
	spans = {"today": Period.day(day), "week": week, "month": month}

	def within(name: str, span: Period):
		return Sum(Case().when(line.date[span.start : span.end], line[name]).else_(0))

	query = frappe.qb.from_(line).where((line.centre == centre) & line.date[first : max(week.end, month.end)])
	query = query.select(
		*(within(name, span).as_(f"{key}_{name}") for key, span in spans.items() for name in FIGURES)
	)
	found = query.run(as_dict=True)[0]
	sums = {key: {name: int(found[f"{key}_{name}"] or 0) for name in FIGURES} for key in spans}
	for name, live in _live(centre, day).items():
		more = max(live - sums["today"][name], 0)
		for key in spans:
			sums[key][name] += more
	return sums


def _live(centre: str, day: date) -> dict[str, int]:
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


def _groups(centre: str, day: date, month: Period) -> list[dict]:
	sheet, line, group = (frappe.qb.DocType(d) for d in ("Call Sheet", "Daily Ledger", "Sales Group"))
	today = dict(
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
		.orderby(group.group_name)
		.run(as_dict=True)
	)
	return [
		{
			"label": g.group_name,
			"connected": int(today.get(g.name) or 0),
			"visits": int(visits.get(g.name) or 0),
		}
		for g in groups
	]
