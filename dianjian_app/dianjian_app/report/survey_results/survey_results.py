"""Survey Results: what customers answered, question by question (R42)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.query_builder.functions import Count

from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import choice_of, where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart

SCORES = (5, 4, 3, 2, 1)
EVERY, WITHOUT_HAND = "Every Answer", "Without Links Given by Hand"


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, message, chart and cards. Filters: from_date, to_date, centre, sales_group, agent, template, count
	(Every Answer, Without Links Given by Hand). Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	rows = get_rows(period_of(filters), choice_of(filters, "count", (EVERY, WITHOUT_HAND)), filters)
	return get_columns(), rows, None, get_chart(rows), get_summary(rows)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("template", "Survey", "Link", "Survey Template", 140),
		Column("question", "Question", "Data", width=300),
		Column("answers", "Answers Given"),
		Column("by_hand", "Of Links by Hand"),
		Column("mean", "Mean Score", "Float"),
		*(Column(f"s{score}", f"Score {score}", width=70) for score in SCORES),
	)


def get_rows(period: Period, count: str, filters: frappe._dict) -> list[frappe._dict]:
	"""A row for each question of each survey, as it was asked; one query."""
	if not frappe.has_permission("Customer Survey", "read"):
		return []
	survey, answer = frappe.qb.DocType("Customer Survey"), frappe.qb.DocType("Survey Answer")
	query = (
		frappe.qb.from_(survey)
		.join(answer)
		.on((answer.parent == survey.name) & (answer.parenttype == "Customer Survey"))
		.select(survey.template, answer.question, answer.score, survey.by_hand, Count("*").as_("n"))
		.where(survey.date[period.start : period.end])
		.groupby(survey.template, answer.question, answer.score, survey.by_hand)
	)
	if count == WITHOUT_HAND:
		query = query.where(survey.by_hand == 0)
	query = where_equal(query, survey, filters, ("centre", "sales_group", "agent", "template"))
	rows: dict[tuple[str, str], frappe._dict] = {}
	for found in readers_rows(query, survey, "Customer Survey").run(as_dict=True):
		key = (found.template or "", found.question or "")
		row = rows.setdefault(key, _empty(*key))
		row.answers += found.n
		row.by_hand += found.n if found.by_hand else 0
		row[f"s{found.score}"] = row.get(f"s{found.score}", 0) + found.n
		row.total += found.n * found.score
	for row in rows.values():
		row.mean = round(row.total / row.answers, 2)
	return [rows[key] for key in sorted(rows)]


def _empty(template: str, question: str) -> frappe._dict:
	counts = {f"s{score}": 0 for score in SCORES}
	return frappe._dict(template=template, question=question, answers=0, by_hand=0, total=0, **counts)


def get_summary(rows: list[frappe._dict]) -> list[dict[str, Any]]:
	answers, total = sum(row.answers for row in rows), sum(row.total for row in rows)
	return [
		card("Answers Given", answers),
		card("Of Links by Hand", sum(row.by_hand for row in rows), "Orange"),
		card("Mean Score", round(total / answers, 2) if answers else 0, "Blue", "Float"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	return chart([row.question for row in rows], {"Mean Score": [row.mean for row in rows]})
