"""The week of the whole centre: each group hands its week in, the summary shows who hasn't (R45)."""

from __future__ import annotations

from collections.abc import Mapping
from datetime import date

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import escape_html, format_date, get_datetime, getdate

from dianjian_app.dianjian_app.report.monthly_statistics_table.monthly_statistics_table import FIGURES, RATES
from dianjian_app.people.authority import manages_centre
from dianjian_app.people.period import Period
from dianjian_app.reporting import table
from dianjian_app.reporting.cohort import read_cohort
from dianjian_app.reporting.table import Column, card, percent, total
from dianjian_app.resources.numbers import reveal

SHOWN = tuple(f for f in FIGURES if f[0] not in ("revisits", "walk_ins", "deal_units"))
MOST_PHONES = 500


def week_of(filters: Mapping) -> Period:
	"""The Monday-to-Sunday week of the filter's day. Raises ReportFilterError."""
	try:
		return Period.week_of(getdate(filters.get("week") or table.today()))
	except (ValueError, TypeError):
		frappe.throw(_("Choose a day of the week."), table.ReportFilterError)


def execute(filters: dict | None = None):
	"""Columns, rows a group, what the groups wrote, chart and cards. Filters: centre, week (a day of it). Raises
	ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	week = week_of(filters)
	rows = _groups(filters)
	sums, before = _sums(week, filters), _sums(Period.week_of(frappe.utils.add_days(week.start, -1)), filters)
	handed = _hand_ins(week, [r.name for r in rows])
	for row in rows:
		row.update({f[0]: (sums.get(row.name) or {}).get(f[0]) or 0 for f in SHOWN})
		row.visits_before = (before.get(row.name) or {}).get("visits") or 0
		for name, _label, part, whole in RATES:
			row[name] = percent(row.get(part), row.get(whole))
		note = handed.get(row.name)
		row.hand_in = note and note.name
		row.handed_in = _("Handed In") if note else _("Not Handed In")
		row.handed_in_by = note and note.handed_in_by_name
		row.is_missing = int(not note)
	missing = [r.group_name for r in rows if r.is_missing]
	cards = [
		card("Valid Connected Calls", int(total(rows, "connected_calls"))),
		card("Intention Customers", int(total(rows, "intention"))),
		card("Counted Visits", int(total(rows, "visits")), "Green"),
		card("Deals", int(total(rows, "deals")), "Green"),
		card("Groups Not Handed In", len(missing), "Red" if missing else "Green"),
	]
	drawn = table.chart(
		[r.group_name for r in rows],
		Counted_Visits=[int(r.visits) for r in rows],
		Week_Before=[int(r.visits_before) for r in rows],
	)
	shown = [*rows, _whole(rows)] if rows else []
	return _columns(), shown, _message(week, filters, rows, handed, missing), drawn, cards


def _whole(rows: list) -> frappe._dict:
	"""The centre's week: the groups added up."""
	summed = {name: total(rows, name) for name in (*(f[0] for f in SHOWN), "visits_before")}
	rates = {name: percent(summed[part], summed[whole]) for name, _label, part, whole in RATES}
	return table.total_row({**summed, **rates}, "group_name")


def _groups(filters) -> list:
	group = frappe.qb.DocType("Sales Group")
	query = frappe.qb.from_(group).select(group.name, group.group_name, group.group_type, group.centre)
	query = table.where_equal(query.where(group.disabled == 0), group, filters, ("centre",))
	# a group stands for its weeks: who may see these sees the group, handed in or not
	query = table.readers_rows(query, table.Renamed(group, sales_group="name"), "Weekly Hand-in")
	rows = query.orderby(group.centre, group.group_name).run(as_dict=True)
	for row in rows:
		row.kind = _("Expansion") if row.group_type == "Expansion" else _("Sales")
	return rows


def _sums(week: Period, filters) -> dict:
	line = frappe.qb.DocType("Daily Ledger")
	query = (
		frappe.qb.from_(line)
		.where(line.date[week.start : week.end])
		.select(line.sales_group, *(Sum(line[f[0]]).as_(f[0]) for f in SHOWN))
		.groupby(line.sales_group)
	)
	query = table.where_equal(query, line, filters, ("centre",))
	return {r.sales_group: r for r in table.readers_rows(query, line, "Daily Ledger").run(as_dict=True)}


def _hand_ins(week: Period, groups: list[str]) -> dict:
	rows = frappe.get_list(
		"Weekly Hand-in",
		filters={
			"week_start": week.start,
			"sales_group": ("in", groups or [""]),
			"handed_in_at": ("is", "set"),
		},
		fields=[
			"name",
			"sales_group",
			"handed_in_by",
			"handed_in_at",
			"sales_feedback",
			"expansion_effect",
			"remarks",
		],
		limit_page_length=0,
	)
	users = [r.handed_in_by for r in rows]
	names = dict(frappe.get_all("User", {"name": ("in", users or [""])}, ["name", "full_name"], as_list=True))
	for row in rows:
		row.handed_in_by_name = names.get(row.handed_in_by)
	return {r.sales_group: r for r in rows}


def _message(week: Period, filters, rows: list, handed: dict, missing: list[str]) -> str:
	parts = [f"<p><b>{format_date(week.start)} – {format_date(week.end)}</b></p>"]
	if missing:
		parts.append(
			f"<p class='text-danger'>{escape_html(_('Not handed in yet: {0}').format(', '.join(missing)))}</p>"
		)
	for row in rows:
		note = handed.get(row.name)
		if not note:
			continue
		said = [
			f"<b>{_(label)}</b>: {escape_html(note[name])}"
			for name, label in (
				("sales_feedback", "Sales Feedback"),
				("expansion_effect", "Effect of Expansion"),
				("remarks", "Remarks"),
			)
			if note[name]
		]
		if said:
			parts.append(f"<p><u>{escape_html(row.group_name)}</u><br>{'<br>'.join(said)}</p>")
	parts.append(_sources(week, filters))
	return "".join(parts)


def _sources(week: Period, filters) -> str:
	"""Quality of what came in during the week, in a few lines."""
	if not frappe.has_permission("Call Lead", "read"):
		return ""
	rows = read_cohort(week, "Source", {"centre": filters.get("centre")})
	if not rows:
		return ""
	heads = ("Channel Source", "Leads", "Connected", "A and B", "Invited", "Visited", "Deals")
	lines = [
		"".join(
			f"<td>{escape_html(str(v))}</td>"
			for v in (r.key, r.leads, r.connected, r.graded_ab, r.invited, r.visited, r.deals)
		)
		for r in sorted(rows, key=lambda r: -r.visited)[:15]
	]
	head = "".join(f"<th>{_(h)}</th>" for h in heads)
	return (
		f"<p><b>{_('Source quality of the week')}</b></p><table class='table table-bordered table-sm'>"
		f"<tr>{head}</tr>{''.join(f'<tr>{line}</tr>' for line in lines)}</table>"
	)


def _columns() -> list[dict]:
	return table.columns(
		Column("name", "Sales Group", "Link", "Sales Group", 120),
		Column("group_name", "Group Name", "Data", width=100),
		Column("kind", "Kind", "Data", width=70),
		Column("handed_in", "Week", "Data", width=90),
		Column("hand_in", "Weekly Hand-in", "Link", "Weekly Hand-in", 130),
		Column("handed_in_by", "Handed In By", "Data", width=90),
		*table.figures(*SHOWN),
		Column("visits_before", "Visits the Week Before"),
		*(Column(name, label, "Percent") for name, label, _p, _w in RATES),
	)


@frappe.whitelist(methods=["POST"])
def phones_of_the_week(centre: str, week: str) -> list[dict]:
	"""The week's intention customers with their full numbers, for the centre's manager in the desk: one logged bulk
	reveal (R45, R47, decision 23). Raises PermissionError, BulkLimitError.
	"""
	if not manages_centre(frappe.session.user, centre):
		frappe.throw(
			_("The numbers of the week's intention customers are shown to the department manager alone."),
			frappe.PermissionError,
		)
	days = week_of({"week": week})
	found = list({r.name: r for day in days.days() for r in _intentions_of(centre, day)}.values())[
		:MOST_PHONES
	]
	numbers = reveal.bulk_reveal(
		[r.name for r in found], "Sales Centre", centre, reason=_("Weekly summary {0}").format(days.start)
	)
	return [{**r, "phone": numbers.get(r.name, "")} for r in found]


def _intentions_of(centre: str, day: date) -> list:
	"""The customers whom a day's confirmed calls found interested: call rows are read for a day at a time."""
	lead = frappe.qb.DocType("Call Lead")
	row = frappe.qb.DocType("Call Sheet Row")
	query = (
		frappe.qb.from_(row)
		.join(lead)
		.on(lead.name == row.lead)
		.select(lead.name, lead.customer_name, lead.agent_name, lead.grade, lead.product_need, lead.next_step)
		.distinct()
		.where((row.centre == centre) & (row.date == day) & (row.is_intention == 1) & (row.docstatus == 1))
		.limit(MOST_PHONES)
	)
	return query.run(as_dict=True)


def hand_in(note) -> None:
	"""Event before_validate of Weekly Hand-in: the week, its group's place, and who handed it in, on the server's clock."""
	note.week_start = Period.week_of(_day(note.week_start)).start
	note.date = note.week_start
	note.centre = frappe.db.get_value("Sales Group", note.sales_group, "centre")
	before = note.get_doc_before_save()
	for field in ("sales_group", "week_start") if before else ():
		note.set(field, before.get(field))
	if not before:
		note.handed_in_by, note.handed_in_at = frappe.session.user, frappe.utils.now_datetime()
	else:
		note.handed_in_by, note.handed_in_at = before.handed_in_by, before.handed_in_at


def _day(value) -> date:
	return get_datetime(value).date() if value else table.today()
