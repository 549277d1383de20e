"""Absences and Lateness: who was absent, late or gone early most often in a period (R33)."""

from __future__ import annotations

from decimal import Decimal
from typing import Any

import frappe
from frappe.query_builder.functions import Max, Sum

from dianjian_app.incentives.engine.ranking import place_of_each
from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card
from dianjian_app.reporting.totals import total

RESULT = "Staff Day Result"
FIGURES = (
	("absent_days", "Days Absent", "Float"),
	("late_times", "Times Late", "Int"),
	("late_minutes", "Minutes Late", "Int"),
	("early_times", "Times Left Early", "Int"),
	("early_minutes", "Minutes Left Early", "Int"),
	("missing_punches", "Missing Punches", "Int"),
)
NAMES = tuple(name for name, _label, _kind in FIGURES)


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, no chart, cards. Filters: from_date, to_date, centre, sales_group, agent. What a closed
	month got later counts on the day on which it is booked. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	rows = get_rows(period_of(filters), filters)
	return get_columns(), rows, None, None, get_summary(rows)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("place", "Place", "Int", width=70),
		Column("agent", "Sales Staff", "Link", "Sales Staff", 110),
		Column("agent_name", "Staff Name", "Data", width=100),
		Column("group_name", "Sales Group", "Data", width=110),
		*(Column(name, label, kind) for name, label, kind in FIGURES),
	)


def get_rows(period: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""Who has anything of these, most absent first, then most often late; one query and the groups' names."""
	line = frappe.qb.DocType(RESULT)
	query = (
		frappe.qb.from_(line)
		.where(line.booked_on[period.start : period.end])
		.select(line.agent, Max(line.agent_name).as_("agent_name"), Max(line.sales_group).as_("sales_group"))
		.select(*(Sum(line[name]).as_(name) for name in NAMES))
		.groupby(line.agent)
	)
	query = where_equal(query, line, filters, ("centre", "sales_group", "agent"))
	rows = readers_rows(query, line, RESULT).run(as_dict=True)
	for row in rows:
		row.update(
			{
				name: float(row[name] or 0) if kind == "Float" else int(row[name] or 0)
				for name, _l, kind in FIGURES
			}
		)
	rows = [row for row in rows if any(row[name] for name in NAMES)]
	groups = names_of_groups(row.sales_group for row in rows)
	places = place_of_each(
		{
			row.agent: tuple(
				Decimal(str(row[name]))
				for name in ("absent_days", "late_times", "late_minutes", "early_minutes")
			)
			for row in rows
		}
	)
	for row in rows:
		row.place = places[row.agent]
		row.group_name = groups.get(row.sales_group, row.sales_group)
	return sorted(rows, key=lambda row: (row.place, row.agent))


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	absent, late = total(rows, "absent_days"), total(rows, "late_times")
	return [
		card("Days Absent", absent, "Red" if absent else "Green", "Float"),
		card("Times Late", late, "Orange" if late else "Green"),
		card("Missing Punches", total(rows, "missing_punches")),
	]
