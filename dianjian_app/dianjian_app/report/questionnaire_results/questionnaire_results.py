"""Questionnaire Results: what the staff answered, question by question, once a questionnaire is closed (R56)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _

from dianjian_app.in_words import clauses, told
from dianjian_app.people.period import Period
from dianjian_app.reporting.columns import Column, report_columns
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.period import period_of
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.reporting.summary import card, chart
from dianjian_app.service.questionnaires.results import results
from dianjian_app.service.questionnaires.staff_questionnaire_events import CLOSED, QUESTIONNAIRE
from dianjian_app.service.questionnaires.tally import LEAST_ANSWERS, SCALE, Said, Tally


def execute(filters: dict[str, Any] | None = None) -> tuple:
	"""Columns, rows, no message, chart and cards. Filters: from_date, to_date (of closing), centre, questionnaire.
	Raises ReportFilterError, PermissionError."""
	filters = frappe._dict(filters or {})
	rounds = get_rounds(period_of(filters), filters)
	rows = get_rows(rounds)
	return get_columns(), rows, None, get_chart(rows), get_summary(rounds)


def get_columns() -> list[dict[str, Any]]:
	return report_columns(
		Column("questionnaire", "Questionnaire", "Link", QUESTIONNAIRE, 130),
		Column("title", "Title", "Data", width=180),
		Column("closed_on", "Ended On", "Date", width=100),
		Column("question", "Question", "Data", width=280),
		Column("answers", "Answers Given"),
		Column("mean", "Mean Score", "Float"),
		Column("said", "Distribution and Words", "Data", width=420),
		Column("who", "Name", "Data", width=100),
	)


def get_rounds(period: Period, filters: frappe._dict) -> list[frappe._dict]:
	"""Closed questionnaires that the reader may see, the newest first."""
	table = frappe.qb.DocType(QUESTIONNAIRE)
	query = (
		frappe.qb.from_(table)
		.select(
			*(table.name.as_("questionnaire"), table.title, table.closed_on),
			*(table.anonymous, table.asked, table.answered),
		)
		.where((table.stage == CLOSED) & table.closed_on[period.start : period.end])
		.orderby(table.closed_on, order=frappe.qb.desc)
		.orderby(table.name)
	)
	query = where_equal(query, table, filters, ("centre",))
	if filters.questionnaire:
		query = query.where(table.name == filters.questionnaire)
	return readers_rows(query, table, QUESTIONNAIRE).run(as_dict=True)


def get_rows(rounds: list[frappe._dict]) -> list[frappe._dict]:
	"""A row for each question, and below it one for each of its words."""
	found = results({row.questionnaire: bool(row.anonymous) for row in rounds})
	rows = []
	for of_round in rounds:
		place = {key: of_round[key] for key in ("questionnaire", "title", "closed_on")}
		for tallied in found[of_round.questionnaire]:
			rows.append(_of_question(place, tallied))
			rows += [_of_words(place, said) for said in tallied.words]
	return rows


def _of_question(place: dict[str, Any], tallied: Tally) -> frappe._dict:
	if tallied.answers is None:
		said = _("Fewer than {0} answers: not shown").format(LEAST_ANSWERS)
	else:
		said = clauses(told(label, count) for label, count in tallied.counts)
	return frappe._dict(
		place,
		question=tallied.asked.shown,
		kind=tallied.asked.kind,
		answers=tallied.answers,
		mean=None if tallied.mean is None else float(tallied.mean),
		said=said,
		bold=1,
	)


def _of_words(place: dict[str, Any], said: Said) -> frappe._dict:
	return frappe._dict(place, said=said.text, who=said.who)


def get_summary(rounds: list[frappe._dict]) -> list[dict[str, Any]]:
	asked, answered = (sum(row[key] or 0 for row in rounds) for key in ("asked", "answered"))
	return [
		card("People Asked", asked),
		card("Answered", answered, "Green"),
		card("Share Answered (%)", round(100 * answered / asked, 1) if asked else 0, "Blue", "Float"),
	]


def get_chart(rows: list[frappe._dict]) -> dict[str, Any] | None:
	scales = [row for row in rows if row.kind == SCALE and row.mean is not None]
	return chart([row.question for row in scales], {"Mean Score": [row.mean for row in scales]})
