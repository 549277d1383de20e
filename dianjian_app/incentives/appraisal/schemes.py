"""Appraisal schemes: whom they bind, which period is due, and what is wrong with one (R38)."""

from __future__ import annotations

from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import flt, getdate

from dianjian_app.people.appraisal_weighting import COLLEAGUE, DEPARTMENT, LEADER, SELF
from dianjian_app.people.period import ONE_DAY, Period

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
	"""Event validate: the weights make 100 on both sides. Raises SchemeError."""
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
