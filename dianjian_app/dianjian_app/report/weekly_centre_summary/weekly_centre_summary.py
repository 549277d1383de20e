"""Weekly Centre Summary: the week of each group, and which groups have not handed theirs in (R45)."""

from __future__ import annotations

from datetime import date
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import add_days, escape_html, format_date

from dianjian_app.in_words import listed
from dianjian_app.people.authority import manages_centre
from dianjian_app.people.period import Period
from dianjian_app.reporting.cohort import read_cohort
from dianjian_app.reporting.columns import Column, figure_columns, report_columns
from dianjian_app.reporting.cut import message_of
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.ledger_figures import FIGURES, RATES, figures_of, rates_of
from dianjian_app.reporting.period import week_of
from dianjian_app.reporting.product_needs import fill_needs, need_figures, sums_of_needs
from dianjian_app.reporting.scope import RenamedFields, readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total, total_row
from dianjian_app.resources.numbers import reveal

LEFT_OUT = ("revisits", "walk_ins", "deal_units")
NAMES = tuple(name for name, _label, _kind in FIGURES if name not in LEFT_OUT)
NOTES = (
	("sales_feedback", "Sales Feedback"),
	("expansion_effect", "Effect of Expansion"),
	("remarks", "Remarks"),
)
HAND_IN_FIELDS = ("name", "sales_group", "handed_in_by", "handed_in_at", *(name for name, _label in NOTES))
MOST_SOURCES = 15
MOST_PHONES = 500


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows for each group, what the groups wrote, chart and cards. Filters: centre, week (a day of it, default
	today). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	week = week_of(filters)
	rows = get_rows(week, filters)
	shown = [*rows, _total_of(rows)] if rows else []
	return (
		get_columns(rows, filters.get("centre")),
		shown,
		get_message(week, rows, filters),
		get_chart(rows),
		get_summary(rows),
	)


def get_columns(rows: list[frappe._dict], centre: str | None = None) -> list[dict[str, Any]]:
	return report_columns(
		Column("name", "Sales Group", "Link", "Sales Group", 120),
		Column("group_name", "Group Name", "Data", width=100),
		Column("kind", "Kind", "Data", width=70),
		Column("handed_in", "Week", "Data", width=90),
		Column("hand_in", "Weekly Hand-in", "Link", "Weekly Hand-in", 130),
		Column("handed_in_by", "Handed In By", "Data", width=90),
		*figure_columns(
			*(figure for figure in figures_of(centre) if figure[0] in NAMES), *need_figures(rows)
		),
		Column("visits_before", "Visits the Week Before"),
		*(Column(name, label, "Percent") for name, label, _part, _whole in RATES),
	)


def get_rows(week: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each group that the reader sees, handed in or not."""
	rows = _groups(filters)
	before = Period.week_of(add_days(week.start, -1))
	sums, sums_before = _sums(week, filters), _sums(before, filters)
	needs = sums_of_needs(list(sums.values()))
	hand_ins = _hand_ins(week, [row.name for row in rows])
	for row in rows:
		found = sums.get(row.name) or {}
		row.update({name: found.get(name) or 0 for name in (*NAMES, *needs)})
		row.update(rates_of(row))
		row.visits_before = (sums_before.get(row.name) or {}).get("visits") or 0
		row.note = hand_ins.get(row.name)
		row.hand_in = row.note and row.note.name
		row.handed_in = _("Handed In") if row.note else _("Not Handed In")
		row.handed_in_by = row.note and row.note.handed_in_by_name
		row.is_missing = int(not row.note)
	return rows


def _groups(filters: frappe._dict) -> list[frappe._dict]:
	group = frappe.qb.DocType("Sales Group")
	query = frappe.qb.from_(group).select(group.name, group.group_name, group.group_type, group.centre)
	query = where_equal(query.where(group.disabled == 0), group, filters, ("centre",))
	# a group stands for its weeks: whoever may see these sees the group, handed in or not
	query = readers_rows(query, RenamedFields(group, sales_group="name"), "Weekly Hand-in")
	rows = query.orderby(group.centre, group.sort_order, group.group_name).run(as_dict=True)
	for row in rows:
		row.kind = _("Expansion") if row.group_type == "Expansion" else _("Sales")
	return rows


def _sums(week: Period, filters: frappe._dict) -> dict[str, frappe._dict]:
	"""Sales Group → the sums of a week."""
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).where(line.date[week.start : week.end])
	query = readers_rows(where_equal(query, line, filters, ("centre",)), line, "Daily Ledger")
	sums = query.select(line.sales_group, *(Sum(line[name]).as_(name) for name in NAMES))
	rows = sums.groupby(line.sales_group).run(as_dict=True)
	fill_needs(rows, query, line, ("sales_group",))
	return {row.sales_group: row for row in rows}


def _hand_ins(week: Period, groups: list[str]) -> dict[str, frappe._dict]:
	"""Sales Group → its hand-in of a week, with the name of who handed it in."""
	if not groups:
		return {}
	rows = frappe.get_list(
		"Weekly Hand-in",
		filters={"week_start": week.start, "sales_group": ("in", groups), "handed_in_at": ("is", "set")},
		fields=list(HAND_IN_FIELDS),
		limit_page_length=0,
	)
	users = sorted({row.handed_in_by for row in rows})
	names = (
		dict(frappe.get_all("User", {"name": ("in", users)}, ["name", "full_name"], as_list=True))
		if users
		else {}
	)
	for row in rows:
		row.handed_in_by_name = names.get(row.handed_in_by)
	return {row.sales_group: row for row in rows}


def _total_of(rows: list[frappe._dict]) -> frappe._dict:
	"""The centre's week: the groups added up."""
	sums = {name: total(rows, name) for name in (*NAMES, "visits_before")}
	return total_row({**sums, **sums_of_needs(rows), **rates_of(sums)}, "group_name")


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	missing = int(total(rows, "is_missing"))
	return [
		card("Valid Connected Calls", int(total(rows, "valid_calls"))),
		card("Intention Customers", int(total(rows, "intention"))),
		card("Counted Visits", int(total(rows, "visits")), "Green"),
		card("Deals", int(total(rows, "deals")), "Green"),
		card("Groups Not Handed In", missing, "Red" if missing else "Green"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	return chart(
		[row.group_name for row in rows],
		{
			"Counted Visits": [int(row.visits) for row in rows],
			"Week Before": [int(row.visits_before) for row in rows],
		},
	)


def get_message(week: Period, rows: list[frappe._dict], filters: frappe._dict) -> str:
	"""The week's days, the groups that are missing, what the others wrote, and the quality of its sources, as HTML."""
	parts = [f"<p><b>{format_date(week.start)} – {format_date(week.end)}</b></p>"]
	if missing := [row.group_name for row in rows if row.is_missing]:
		text = _("Not handed in yet: {0}").format(listed(missing))
		parts.append(f"<p class='text-danger'>{escape_html(text)}</p>")
	for row in rows:
		said = [
			f"<b>{_(label)}</b>: {escape_html(row.note[name])}"
			for name, label in NOTES
			if row.note and row.note[name]
		]
		if said:
			parts.append(f"<p><u>{escape_html(row.group_name)}</u><br>{'<br>'.join(said)}</p>")
	parts.append(_sources_of(week, filters))
	return "".join(parts)


def _sources_of(week: Period, filters: frappe._dict) -> str:
	"""The quality of the leads that arrived during the week, as a small table."""
	if not frappe.has_permission("Call Lead", "read"):
		return ""
	rows = sorted(read_cohort(week, "Source", {"centre": filters.centre}), key=lambda row: -row.visited)
	if not rows:
		return ""
	heads = ("Channel Source", "Leads", "Connected", "Intention Customers", "Invited", "Visited", "Deals")
	names = ("key", "leads", "connected", "intention", "invited", "visited", "deals")
	lines = [
		"".join(f"<td>{escape_html(str(row[name]))}</td>" for name in names) for row in rows[:MOST_SOURCES]
	]
	head = "".join(f"<th>{_(h)}</th>" for h in heads)
	cut = f"<p>{message_of(MOST_SOURCES, len(rows))}</p>" if len(rows) > MOST_SOURCES else ""
	return (
		f"<p><b>{_('Source quality of the week')}</b></p><table class='table table-bordered table-sm'>"
		f"<tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>{cut}"
	)


@frappe.whitelist(methods=["POST"])
def phones_of_the_week(centre: str, week: str) -> dict[str, Any]:
	"""The week's intention customers with their full numbers, for the centre's manager in the desk: one logged bulk
	reveal (R45, R47, decision 23).

	Gives {"customers", at most MOST_PHONES of the best grades, "total", "message": if there are more}. Raises
	PermissionError, BulkLimitError.
	"""
	if not manages_centre(frappe.session.user, centre):
		frappe.throw(
			_("Only the department manager sees the numbers of the week's intention customers."),
			frappe.PermissionError,
		)
	days = week_of({"week": week})
	found = {row.name: row for day in days.days() for row in _intentions_of(centre, day)}
	shown = sorted(found.values(), key=lambda row: (row.grade or "~", row.name))[:MOST_PHONES]
	numbers = reveal.bulk_reveal(
		[row.name for row in shown], "Sales Centre", centre, reason=_("Weekly summary {0}").format(days.start)
	)
	return {
		"customers": [{**row, "phone": numbers.get(row.name, "")} for row in shown],
		"total": len(found),
		"message": message_of(len(shown), len(found)) if len(found) > len(shown) else None,
	}


def _intentions_of(centre: str, day: date) -> list[frappe._dict]:
	"""The customers whom a day's confirmed calls found interested: call rows are read for one day at a time."""
	lead, row = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Call Sheet Row")
	query = (
		frappe.qb.from_(row)
		.join(lead)
		.on(lead.name == row.lead)
		.select(lead.name, lead.customer_name, lead.agent_name, lead.grade, lead.product_need, lead.next_step)
		.distinct()
		.where((row.centre == centre) & (row.date == day) & (row.is_intention == 1) & (row.docstatus == 1))
	)
	return query.run(as_dict=True)
