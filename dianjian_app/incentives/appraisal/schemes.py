"""Appraisal schemes: whom they bind, which period is due, and what is wrong with one (R38)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, flt, getdate

from dianjian_app.people.appraisal_weighting import COLLEAGUE, DEPARTMENT, LEADER, LEAST_ANSWERS, SELF
from dianjian_app.people.period import ONE_DAY, Period
from dianjian_app.people.staff_appraisal_events import ANSWERING

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.appraisal_scheme.appraisal_scheme import AppraisalScheme

METRIC = "Metric"
WEIGHT_FIELDS = {
	SELF: "self_weight",
	LEADER: "leader_weight",
	COLLEAGUE: "colleague_weight",
	DEPARTMENT: "department_weight",
}
PERIODS = {"Month": Period.month_of, "Quarter": Period.quarter_of, "Year": Period.year_of}


class SchemeError(frappe.ValidationError):
	"""A scheme that cannot be weighed."""


def validate(scheme: AppraisalScheme) -> None:
	"""Event validate: the weights make 100 on both sides, each criterion stands once, enough colleagues are asked, and
	nobody changes what is being answered. Raises SchemeError."""
	_check_names([row.criterion for row in scheme.criteria])
	_check_hundred(_("The weights of the criteria"), [row.weight for row in scheme.criteria])
	if any(row.filled_by != METRIC for row in scheme.criteria):
		_check_hundred(_("The weights of the sides"), [scheme.get(f) for f in WEIGHT_FIELDS.values()])
	for row in scheme.criteria:
		if row.filled_by != METRIC:
			row.metric, row.full_at = None, 0
		elif not row.metric or flt(row.full_at) <= 0:
			frappe.throw(
				_("Say by which metric {0} is filled, and which figure is worth 100.").format(row.criterion),
				SchemeError,
			)
	least = LEAST_ANSWERS[COLLEAGUE]
	if flt(scheme.colleague_weight) and cint(scheme.asked) < least:
		frappe.throw(
			_("Ask at least {0} colleagues: fewer answers are never counted.").format(least), SchemeError
		)
	_check_not_being_answered(scheme)


def _check_names(criteria: list[str]) -> None:
	twice = sorted({name for name in criteria if criteria.count(name) > 1})
	if twice:
		frappe.throw(_("Each criterion stands once: {0}.").format("; ".join(twice)), SchemeError)


def _check_not_being_answered(scheme: AppraisalScheme) -> None:
	"""Forms carry the criteria of the day they were opened; they are weighed by the same."""
	before = scheme.get_doc_before_save()
	if not before or _weighing(before) == _weighing(scheme):
		return
	if frappe.db.exists("Staff Appraisal", {"scheme": scheme.name, "stage": ANSWERING, "docstatus": 0}):
		frappe.throw(
			_(
				"Appraisals by {0} are being answered; change criteria and weights when they are weighed."
			).format(scheme.name),
			SchemeError,
		)


def _weighing(scheme: AppraisalScheme) -> list[tuple[object, ...]]:
	rows: list[tuple[object, ...]] = [
		(row.criterion, flt(row.weight), row.filled_by == METRIC, row.metric or "", flt(row.full_at))
		for row in scheme.criteria
	]
	return [*rows, (scheme.missing_side, *(flt(scheme.get(field)) for field in WEIGHT_FIELDS.values()))]


def _check_hundred(what: str, weights: list[float | None]) -> None:
	together = flt(sum(flt(w) for w in weights), 4)
	if together != 100:
		frappe.throw(
			_("{0} add up to {1}; they have to make 100.").format(what, f"{together:g}"), SchemeError
		)


def due_period(scheme: AppraisalScheme, as_of: date) -> Period | None:
	"""The last whole period before a day, where the scheme holds for it."""
	of = PERIODS[scheme.period_type]
	period = of(of(as_of).start - ONE_DAY)
	return period if period.end >= getdate(scheme.valid_from) else None
