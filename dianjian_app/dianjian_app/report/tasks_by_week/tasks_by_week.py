"""Tasks by Week: of each person's tasks (Frappe's To Do), what was planned for a week, done, late and overdue (R55)."""

from __future__ import annotations

from collections import defaultdict
from datetime import date, timedelta
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce
from frappe.utils import getdate
from pypika import CustomFunction

from dianjian_app import roles
from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import RenamedFields, readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import percent, total, total_row
from dianjian_app.value_lists import among

EVERY_POSITION = "Every Position"
POSITIONS = (
	*(EVERY_POSITION, roles.SERVICE, roles.AGENT, roles.CONSULTANT, roles.LEADER, roles.ASSISTANT),
	*(roles.FRONT_DESK, roles.PLANNING, roles.ADMINISTRATION, roles.MANAGER),
)
COUNTS = ("planned", "done", "late", "open", "overdue")
CLOSED, CANCELLED = "Closed", "Cancelled"


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date (a task is of its due day, without one of the day
	it was made), centre, sales_group, agent, position. Raises ReportFilterError, PermissionError.
	"""
	filters = frappe._dict(filters or {})
	position = choice_of(filters, "position", POSITIONS)
	rows = get_rows(period_of(filters), position, filters)
	whole = _with_share(frappe._dict({name: total(rows, name) for name in COUNTS}))
	shown = [*rows, total_row(whole, "staff_name")] if rows else []
	return get_columns(), shown, None, get_chart(rows), get_summary(whole)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("staff_name", "Name", "Data", width=110),
		Column("position", "Position", "Data", width=120),
		Column("week_start", "Week From", "Date", width=100),
		Column("planned", "Planned"),
		Column("done", "Done"),
		Column("late", "Done Late"),
		Column("open", "Open"),
		Column("overdue", "Overdue"),
		Column("share", "Done of Planned", "Percent", width=100),
	)


def get_rows(period: Period, position: str, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each person and week: the reader's people, their tasks that nobody has cancelled."""
	people = {person.user: person for person in _people(position, filters)}
	today = getdate()
	rows: dict[tuple[str, date], frappe._dict] = defaultdict(lambda: frappe._dict(dict.fromkeys(COUNTS, 0)))
	for task in _tasks(sorted(people), period):
		week = Period.week_of(task.day)
		row = rows[task.allocated_to, week.start]
		done = task.status == CLOSED
		row.planned += 1
		row.done += done
		row.late += bool(done and task.date and getdate(task.modified) > task.date)
		row.open += not done
		row.overdue += bool(not done and task.date and task.date < today)
	return [
		_with_share(
			row.update(
				{
					"user": user,
					"staff_name": people[user].staff_name,
					"position": _(people[user].position),
					"week_start": start,
					"week_end": start + timedelta(days=6),
				}
			)
		)
		for (user, start), row in sorted(
			rows.items(), key=lambda item: (people[item[0][0]].staff_name, item[0][1], item[0][0])
		)
	]


def _people(position: str, filters: frappe._dict) -> list[frappe._dict]:
	"""Whom the reader answers for, as in attendance: oneself, one's group, one's centre."""
	staff = frappe.qb.DocType("Sales Staff")
	query = (
		frappe.qb.from_(staff)
		.select(staff.user, staff.staff_name, staff.position)
		.where(staff.user.isnotnull() & (staff.user != ""))
	)
	query = where_equal(query, staff, filters, ("centre", "sales_group"))
	if filters.get("agent"):
		query = query.where(staff.name == filters.agent)
	if position != EVERY_POSITION:
		query = query.where(staff.position == position)
	return readers_rows(query, RenamedFields(staff, agent="name"), "Staff Day Result").run(as_dict=True)


def _tasks(users: list[str], period: Period) -> list[frappe._dict]:
	task = frappe.qb.DocType("ToDo")
	day = Coalesce(task.date, CustomFunction("date", ["moment"])(task.creation))
	query = (
		frappe.qb.from_(task)
		.select(task.allocated_to, task.status, task.date, task.modified, day.as_("day"))
		.where(task.allocated_to.isin(among(users)) & (task.status != CANCELLED))
		.where(day[period.start : period.end])
	)
	return query.run(as_dict=True)


def _with_share(row: frappe._dict) -> frappe._dict:
	row.share = percent(row.get("done") or 0, row.get("planned"))
	return row


def get_summary(whole: frappe._dict) -> list[dict[str, Any]]:
	return [
		card("Planned", whole.planned or 0),
		card("Done", whole.done or 0, "Green"),
		card("Overdue", whole.overdue or 0, "Red" if whole.overdue else "Green"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	weeks: dict[date, list[int]] = defaultdict(lambda: [0, 0, 0])
	for row in rows:
		for at, name in enumerate(("planned", "done", "overdue")):
			weeks[row.week_start][at] += row[name]
	days = sorted(weeks)
	series = {
		name: [weeks[day][at] for day in days] for at, name in enumerate(("Planned", "Done", "Overdue"))
	}
	return chart([str(day) for day in days], series)
