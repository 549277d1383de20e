"""Grades in reports: by the scheme of each centre, in its order and with its meaning, never by a letter (R12).

A report has a column for each of the first four grades of a scheme. Centres may follow different schemes: what stands in
a column is then each centre's grade of that place.
"""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from pypika import Criterion

from dianjian_app.ledger.ledger_line import OWN_COLUMNS
from dianjian_app.resources.grades import centres_by_scheme, codes_of


def is_intention(lead: Any) -> Criterion:
	"""Leads whose grade is an intention by the scheme of their centre. lead: the table of Call Lead."""
	found = []
	for centres, grades in centres_by_scheme():
		codes = [grade.code for grade in grades if grade.is_intention]
		if codes:
			found.append(lead.centre.isin(centres) & lead.grade.isin(codes))
	return _any(lead, found)


def has_grade(lead: Any, column: str) -> Criterion:
	"""Leads whose grade stands in a column, by the scheme of their centre. column: one of OWN_COLUMNS."""
	place = OWN_COLUMNS.index(column)
	return _any(
		lead,
		[
			lead.centre.isin(centres) & (lead.grade == grades[place].code)
			for centres, grades in centres_by_scheme()
			if len(grades) > place
		],
	)


def _any(lead: Any, criteria: list[Criterion]) -> Criterion:
	return Criterion.any(criteria or [lead.name.isnull()])


def grade_labels(pattern: str, centre: str | None = None) -> dict[str, str]:
	"""Column → its label in the reader's language. pattern: translated, with {0} for the grade.

	centre: of which the report is, None for the reader's. Where schemes differ, the place stands for the grade.
	"""
	centres = [centre] if centre else frappe.get_list("Sales Centre", pluck="name", limit_page_length=0)
	schemes = {codes_of(name) for name in centres}
	labels = {}
	for place, column in enumerate(OWN_COLUMNS):
		codes = {scheme[place] for scheme in schemes if len(scheme) > place}
		labels[column] = pattern.format(codes.pop() if len(codes) == 1 else _("no. {0}").format(place + 1))
	return labels
