"""Applications Open: leave, outings, overtime, corrections that nobody has decided, for how long, and who decides (R34)."""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable
from typing import Any

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app import roles
from dianjian_app.in_words import listed
from dianjian_app.people.staffing import DEPARTED
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.names import names_of_staff
from dianjian_app.reporting.period import as_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card
from dianjian_app.value_lists import among

REQUESTS = {
	"Time Off Request": ("leave_type", "from_date", "to_date", ("days", "agreed_by")),
	"Working Time Request": ("kind", "date", "date", ()),
}
"""what is asked for → the fields of its kind, its first and last day, and for long leave its days and who has agreed"""
FIELDS = ("name", "staff", "staff_name", "centre", "sales_group", "creation")


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards. Filters: centre, sales_group, staff. Raises PermissionError."""
	rows = get_rows(frappe._dict(filters or {}))
	waiting = max((row.waiting for row in rows), default=0)
	return (
		get_columns(),
		rows,
		None,
		None,
		[
			card("Applications Open", len(rows), "Orange" if rows else "Green"),
			card("Longest Waiting (Days)", waiting, "Red" if waiting > 1 else "Green"),
		],
	)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("agent", "Sales Staff", "Link", "Sales Staff", 110),
		Column("staff_name", "Staff Name", "Data", width=100),
		Column("shown_type", "Leave Type", "Data", width=110),
		Column("from_date", "From", "Date", width=100),
		Column("to_date", "To", "Date", width=100),
		Column("waiting", "Waiting (Days)", "Int", width=90),
		Column("begun", "Already Begun", "Data", width=100),
		Column("decides", "Who Decides", "Data", width=200),
		Column("request", "Request", "Dynamic Link", "doctype", 150),
	)


def get_rows(filters: frappe._dict) -> list[frappe._dict]:
	"""What waits, the longest first; the same queries for any number of applications."""
	rows = [row for doctype in REQUESTS for row in _open_ones(doctype, filters)]
	rows.sort(key=lambda row: (row.creation, row.name))
	decides = _deciders(rows)
	today = as_of()
	for row in rows:
		row.agent, row.request = row.staff, row.name
		row.shown_type = _(row.kind)
		row.waiting = (today - getdate(row.creation)).days
		row.begun = _("Yes") if getdate(row.from_date) <= today else ""
		row.decides = listed(decides(row))
	return rows


def _open_ones(doctype: str, filters: frappe._dict) -> list[frappe._dict]:
	table = frappe.qb.DocType(doctype)
	kind, first, last = (table[name] for name in REQUESTS[doctype][:3])
	long = REQUESTS[doctype][3]
	query = (
		frappe.qb.from_(table)
		.where((table.docstatus == 0) & (table.decision.isnull() | (table.decision == "")))
		.select(*(table[f] for f in FIELDS))
		.select(kind.as_("kind"), first.as_("from_date"), last.as_("to_date"))
		.select(*(table[f] for f in long))
	)
	query = where_equal(query, table, filters, ("centre", "sales_group", "staff"))
	rows = readers_rows(query, table, doctype).run(as_dict=True)
	return [frappe._dict(row, doctype=doctype) for row in rows]


def _deciders(rows: Iterable[frappe._dict]) -> Any:
	"""Whose turn it is about a row, by name: the leader of the group, for what is longer than the centre leaves to leaders its
	managers and Administration once the leader has agreed; nobody for oneself."""
	groups = {"name": ("in", among(sorted({row.sales_group for row in rows if row.sales_group})))}
	leaders = dict(frappe.get_all("Sales Group", groups, ["name", "leader"], as_list=True, limit=0))
	above: dict[str, list[str]] = defaultdict(list)
	centres = among(sorted({row.centre for row in rows}))
	limits = {"name": ("in", centres), "leader_decides_days": (">", 0)}
	most = dict(
		frappe.get_all("Sales Centre", limits, ["name", "leader_decides_days"], as_list=True, limit=0)
	)
	wanted = {
		"centre": ("in", centres),
		"position": ("in", [roles.MANAGER, roles.ADMINISTRATION]),
		"status": ("!=", DEPARTED),
	}
	for person in frappe.get_all(
		"Sales Staff", wanted, ["name", "centre"], order_by="position desc, name", limit=0
	):
		above[person.centre].append(person.name)
	names = names_of_staff([*leaders.values(), *(name for people in above.values() for name in people)])

	def of(row: frappe._dict) -> list[str]:
		leader = leaders.get(row.sales_group)
		too_long = (row.days or 0) > most.get(row.centre, float("inf"))
		first = [leader] if leader and leader != row.staff and not (too_long and row.agreed_by) else []
		people = first or [name for name in above[row.centre] if name != row.staff]
		return [names.get(name, name) for name in people]

	return of
