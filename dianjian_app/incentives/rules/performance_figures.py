"""What 业绩 counts at a centre: one choice, dated, for every rule that names it (R25, R26, R29)."""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import replace
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import formatdate, getdate

from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.engine.standing_metric import MetricChoice, metric_on, with_chosen_metrics

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.sales_centre.sales_centre import SalesCentre


class PerformanceFigureError(frappe.ValidationError):
	"""A choice that cannot be: of a metric that names another, twice for a day, or for a month that is published."""


def of_centre(rules: Iterable[Rule], centre: str) -> list[Rule]:
	"""The rules as they count at a centre: each naming metric replaced by what it stands for there. Two queries."""
	stands_for = read_stands_for()
	return with_chosen_metrics(rules, stands_for, read_choices(centre) if stands_for else ())


def metric_of_centre(named: str, centre: str, day: date) -> str:
	"""The metric that is counted at a centre on a day where a rule or target names one."""
	stands_for = read_stands_for()
	return metric_on(named, day, stands_for, read_choices(centre)) if named in stands_for else named


def read_stands_for() -> dict[str, str]:
	"""Naming metric → the metric that it stands for where a centre has chosen nothing."""
	filters = {"stands_for": ("is", "set")}
	return dict(frappe.get_all("Incentive Metric", filters, ["name", "stands_for"], as_list=True))


def read_choices(centre: str) -> list[MetricChoice]:
	"""What a centre has chosen, from which day on."""
	rows = frappe.get_all(
		"Performance Figure Choice",
		filters={"parent": centre, "parenttype": "Sales Centre"},
		fields=["figure", "metric", "from_date"],
	)
	return [MetricChoice(r.figure, r.metric, getdate(r.from_date)) for r in rows]


def validate_centre(centre: SalesCentre, method: str | None = None) -> None:
	"""Doc event validate of Sales Centre: a choice is possible, and published months keep theirs.

	Raises PerformanceFigureError.
	"""
	choices = [
		MetricChoice(row.figure, row.metric, getdate(row.from_date)) for row in centre.performance_figures
	]
	if not choices and centre.is_new():
		return
	_check_possible(choices)
	_check_published(centre, choices)


def _check_possible(choices: list[MetricChoice]) -> None:
	stands_for = read_stands_for()
	for choice in choices:
		if choice.named not in stands_for or choice.metric in stands_for:
			frappe.throw(
				_(
					"{0} cannot stand for {1} here: choose a figure that names others, and a metric that counts."
				).format(choice.named, choice.metric),
				PerformanceFigureError,
			)
	days = [(c.named, c.since) for c in choices]
	if len(set(days)) < len(days):
		frappe.throw(_("Choose one metric for a figure and a day."), PerformanceFigureError)


def _check_published(centre: SalesCentre, choices: list[MetricChoice]) -> None:
	"""What holds for a published month is neither added, changed nor taken away."""
	closed = published_through(centre.name)
	if not closed:
		return
	before = {c for c in read_choices(centre.name) if c.since <= closed}
	if before != {c for c in choices if c.since <= closed}:
		frappe.throw(
			_(
				"Months are published up to {0}: what a figure counted until then stays. Choose a later day."
			).format(formatdate(closed)),
			PerformanceFigureError,
			title=_("Published"),
		)


def published_through(centre: str) -> date | None:
	"""The last day of the last month that a centre has published; None where it has published none."""
	last = frappe.db.get_value(
		"Incentive Settlement",
		{"centre": centre, "published_at": ("is", "set"), "docstatus": 1},
		"period_end",
		order_by="period_end desc",
	)
	return getdate(last) if last else None


def tried_at(rules: Iterable[Rule], centre: str) -> list[Rule]:
	"""Rules that are tried on past months, whatever their dates, as they count at a centre."""
	return of_centre([replace(r, valid_from=date.min, valid_to=None, centre=None) for r in rules], centre)
