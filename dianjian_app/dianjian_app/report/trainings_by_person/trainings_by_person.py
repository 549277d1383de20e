"""Trainings by Person: what is due and overdue, hours taught and scores, each training, by person or by topic (R37)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from pypika.functions import Coalesce

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.cut import first_rows
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.period import as_of, period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.reporting.totals import total

DUE = "Training Due"
EACH, PERSON, TOPIC = SUMMED_BY = ("Each Training", "Person", "Topic")
OPEN, OVERDUE, ATTENDED, MISSED = STANDS = ("Open", "Overdue", "Attended", "Missed")
MOST_ROWS = 5000
FIELDS = (
	*("name", "agent", "agent_name", "sales_group", "topic", "course", "origin", "date", "due_by"),
	*("status", "session_on", "hours", "tested", "score", "result"),
)


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, sales_group, agent, course, stands,
	summed_by. Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	summed_by = choice_of(filters, "summed_by", SUMMED_BY)
	rows, message = get_rows(period_of(filters), filters)
	shown = rows if summed_by == EACH else sums(rows, summed_by)
	return get_columns(summed_by), shown, message, get_chart(rows), get_summary(rows)


def get_columns(summed_by: str) -> list[dict[str, Any]]:
	if summed_by != EACH:
		first = (
			(
				Column("agent_name", "Name", "Data", width=120),
				Column("group_name", "Sales Group", "Data", width=120),
			)
			if summed_by == PERSON
			else (Column("topic", "Topic", "Data", width=240),)
		)
		return report_columns(
			*first,
			Column("due", "Due"),
			Column("overdue", "Overdue"),
			Column("attended", "Attended"),
			Column("missed", "Missed"),
			Column("hours", "Hours", "Float"),
			Column("mean_score", "Mean Score", "Float", width=110),
			Column("not_passed", "Not Passed", width=110),
		)
	return report_columns(
		Column("name", DUE, "Link", DUE, 130),
		Column("agent_name", "Name", "Data", width=100),
		Column("group_name", "Sales Group", "Data", width=110),
		Column("topic", "Topic", "Data", width=200),
		Column("origin", "Comes From", "Data", width=100),
		Column("date", "Due Since", "Date", width=105),
		Column("due_by", "Due By", "Date", width=105),
		Column("stands", "Status", "Data", width=90),
		Column("session_on", "Training On", "Date", width=105),
		Column("hours", "Hours", "Float"),
		Column("shown_score", "Score", "Float"),
		Column("result", "Result", "Data", width=90),
	)


def get_rows(period: Period, filters: frappe._dict) -> tuple[list[frappe._dict], str | None]:
	"""What people were to attend in the period, and whatever was overdue before it; lifted ones are left out."""
	stands = filters.get("stands") and choice_of(filters, "stands", STANDS)
	due, today = frappe.qb.DocType(DUE), as_of()
	day = Coalesce(due.session_on, due.due_by, due.date)
	late = (due.status == OPEN) & (due.due_by < today)
	query = frappe.qb.from_(due).select(*(due[field] for field in FIELDS)).where(due.status != "Lifted")
	query = query.where(day[period.start : period.end] | (late & (due.due_by <= period.end)))
	query = where_equal(query, due, filters, ("centre", "sales_group", "agent", "course"))
	if stands == OVERDUE:
		query = query.where(late)
	elif stands:
		query = query.where(due.status == stands)
	found = first_rows(
		readers_rows(query, due, DUE).orderby(due.agent_name).orderby(due.date).orderby(due.name), MOST_ROWS
	)
	groups = names_of_groups(row.sales_group for row in found.rows)
	for row in found.rows:
		row.late = int(row.status == OPEN and bool(row.due_by) and row.due_by < today)
		row.stands = _(OVERDUE) if row.late else _(row.status)
		row.topic = row.topic or _("Training")
		row.group_name = groups.get(row.sales_group)
		row.origin, row.result = _(row.origin or "", context="Training Due"), _(row.result or "")
		row.shown_score = row.score if (row.tested and row.status == ATTENDED) or row.score else None
	return found.rows, found.message


def sums(rows: list[frappe._dict], summed_by: str) -> list[frappe._dict]:
	"""A row for each person or topic."""
	by: dict[str, list[frappe._dict]] = {}
	for row in rows:
		by.setdefault(row.agent if summed_by == PERSON else row.course or row.topic, []).append(row)
	return [
		frappe._dict(
			agent_name=of_one[0].agent_name,
			group_name=of_one[-1].group_name,
			topic=of_one[0].topic,
			due=sum(row.status == OPEN for row in of_one),
			overdue=total(of_one, "late"),
			attended=sum(row.status == ATTENDED for row in of_one),
			missed=sum(row.status == MISSED for row in of_one),
			hours=total(of_one, "hours"),
			mean_score=mean_score(of_one),
			not_passed=sum(row.result == _("Not Passed") for row in of_one),
		)
		for of_one in by.values()
	]


def mean_score(rows: list[frappe._dict]) -> float | None:
	scores = [row.shown_score for row in rows if row.shown_score is not None]
	return round(sum(scores) / len(scores), 1) if scores else None


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	return [
		card("Due", sum(row.status == OPEN for row in rows), "Orange"),
		card("Overdue", total(rows, "late"), "Red"),
		card("Attended", sum(row.status == ATTENDED for row in rows), "Green"),
		card("Hours", total(rows, "hours"), "Blue", "Float"),
		card("Mean Score", mean_score(rows) or 0, "Blue", "Float"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	"""Hours and what is due by topic."""
	by_topic = sums(rows, TOPIC)
	return chart(
		[row.topic for row in by_topic],
		{"Hours": [row.hours for row in by_topic], "Due": [row.due for row in by_topic]},
	)
