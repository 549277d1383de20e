"""Daily Briefings: each briefing's targets beside its result, and who has not confirmed having read it (R53)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.utils import getdate

from dianjian_app.in_words import listed
from dianjian_app.ledger.daily_briefing import FIGURES
from dianjian_app.ledger.daily_briefing_events import GIVEN, REVIEWED
from dianjian_app.people.group_members import members_on
from dianjian_app.people.reading_marks import READ
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card
from dianjian_app.value_lists import among

BRIEFING = "Daily Briefing"
FIELDS = ("name", "date", "sales_group", "author_name", "minutes", "stage", "focus")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards. Filters: from_date, to_date, centre, sales_group. Raises
	ReportFilterError, PermissionError."""
	rows = get_rows(frappe._dict(filters or {}))
	unread = sum(row.people - row.readers for row in rows)
	cards = [
		card("Briefings", len(rows)),
		card("Not Read Yet", unread, "Red" if unread else "Green"),
		card("Minutes of Training Given", sum(row.minutes * row.readers for row in rows)),
	]
	return get_columns(), rows, None, None, cards


def get_columns() -> list[dict[str, Any]]:
	pairs = [
		column
		for name, label in FIGURES.items()
		for column in (
			Column(f"target_{name}", f"{label} (Target)"),
			Column(f"result_{name}", f"{label} (Result)"),
		)
	]
	return report_columns(
		Column("date", "Date", "Date", width=100),
		Column("group_name", "Sales Group", "Data", width=110),
		Column("briefing", BRIEFING, "Link", BRIEFING, 150),
		Column("author_name", "Given By (Name)", "Data", width=100),
		Column("focus", "Focus of the Day", "Data", width=200),
		*pairs,
		Column("people", "People", width=80),
		Column("readers", "Have Read It", width=90),
		Column("missing", "Not Read Yet", "Data", width=220),
	)


def get_rows(filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each briefing that was given, the newest first; the same queries for any number."""
	period = period_of(filters)
	table = frappe.qb.DocType(BRIEFING)
	query = (
		frappe.qb.from_(table)
		.where(table.date[period.start : period.end] & table.stage.isin((GIVEN, REVIEWED)))
		.select(*(table[name] for name in FIELDS))
		.select(*(table[f"{kind}_{name}"] for name in FIGURES for kind in ("target", "result")))
		.orderby(table.date, order=frappe.qb.desc)
		.orderby(table.sales_group)
	)
	query = where_equal(query, table, filters, ("centre", "sales_group"))
	rows = readers_rows(query, table, BRIEFING).run(as_dict=True)
	members = members_on((row.sales_group, getdate(row.date)) for row in rows)
	read = _readers([row.name for row in rows])
	groups = names_of_groups(row.sales_group for row in rows)
	for row in rows:
		people = members[row.sales_group, getdate(row.date)]
		missing = [person.staff_name for person in people if (row.name, person.name) not in read]
		row.update(
			briefing=row.name,
			group_name=groups.get(row.sales_group, row.sales_group),
			people=len(people),
			readers=len(people) - len(missing),
			missing=listed(missing),
		)
	return rows


def _readers(briefings: list[str]) -> set[tuple[str, str]]:
	wanted = {"kind": READ, "paper_type": BRIEFING, "paper": ("in", among(briefings))}
	return {(m.paper, m.agent) for m in frappe.get_all("Reading Mark", wanted, ["paper", "agent"], limit=0)}
