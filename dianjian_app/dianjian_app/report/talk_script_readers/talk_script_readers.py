"""Talk Script Readers: who has read the version in force of each script, and who has not (R39)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.utils import date_diff, getdate

from dianjian_app import roles
from dianjian_app.people.reading_marks import READ
from dianjian_app.people.staffing import DEPARTED
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.scope import RenamedFields, readers_rows
from dianjian_app.reporting.summary import card
from dianjian_app.service.talk_script_events import IN_FORCE
from dianjian_app.value_lists import among

SHOWN = ("Not Read Yet", "Everybody")
CALLERS = (roles.AGENT, roles.CONSULTANT, roles.LEADER)
"""whose scripts these are"""


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards. Filters: shown (one of SHOWN), centre, sales_group, script. Raises
	ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	shown = choice_of(filters, "shown", SHOWN)
	rows = get_rows(filters)
	missing = [row for row in rows if not row.marked_at]
	cards = [
		card("Not Read Yet", len(missing), "Red" if missing else "Green"),
		card("Read", len(rows) - len(missing), "Green"),
	]
	return get_columns(), missing if shown == SHOWN[0] else rows, None, None, cards


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("group_name", "Sales Group", "Data", width=120),
		Column("agent", "Sales Staff", "Link", "Sales Staff", 110),
		Column("agent_name", "Staff Name", "Data", width=110),
		Column("script", "Talk Script", "Link", "Talk Script", 140),
		Column("title", "Title", "Data", width=200),
		Column("version", "Version", width=80),
		Column("in_force_from", "In Force From", "Date", width=110),
		Column("marked_at", "Read At", "Datetime", width=150),
		Column("days_unread", "Days Unread", width=100),
	)


def get_rows(filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each caller and version in force of their centre, the unread ones first; the same queries for any number."""
	people = _people(filters)
	scripts = _scripts(filters, {person.centre for person in people})
	read = _read_at([script.name for script in scripts])
	groups = names_of_groups(person.sales_group for person in people)
	rows = []
	for person in people:
		for script in scripts:
			if script.centre != person.centre:
				continue
			at = read.get((script.name, person.agent))
			rows.append(
				frappe._dict(
					person,
					group_name=groups.get(person.sales_group, _("No Group")),
					script=script.name,
					title=script.title,
					version=script.version,
					in_force_from=script.in_force_from,
					marked_at=at,
					days_unread=0 if at else max(date_diff(getdate(), script.in_force_from), 0),
				)
			)
	return sorted(
		rows,
		key=lambda row: (bool(row.marked_at), -row.days_unread, row.title, row.group_name, row.agent),
	)


def _people(filters: frappe._dict) -> list[frappe._dict]:
	staff = frappe.qb.DocType("Sales Staff")
	query = (
		frappe.qb.from_(staff)
		.where((staff.status != DEPARTED) & staff.position.isin(CALLERS))
		.select(staff.name.as_("agent"), staff.staff_name.as_("agent_name"), staff.sales_group, staff.centre)
		.orderby(staff.name)
	)
	query = where_equal(query, staff, filters, ("centre", "sales_group"))
	return readers_rows(query, RenamedFields(staff, agent="name"), "Reading Mark").run(as_dict=True)


def _scripts(filters: frappe._dict, centres: set[str]) -> list[frappe._dict]:
	wanted = {"stage": IN_FORCE, "centre": ("in", among(sorted(centres)))}
	if filters.get("script"):
		wanted["name"] = filters.script
	fields = ["name", "title", "version", "in_force_from", "centre"]
	return frappe.get_all("Talk Script", wanted, fields, order_by="title, name", limit=0)


def _read_at(scripts: list[str]) -> dict[tuple[str, str], Any]:
	wanted = {"kind": READ, "paper_type": "Talk Script", "paper": ("in", among(scripts))}
	marks = frappe.get_all("Reading Mark", wanted, ["paper", "agent", "marked_at"], limit=0)
	return {(mark.paper, mark.agent): mark.marked_at for mark in marks}
