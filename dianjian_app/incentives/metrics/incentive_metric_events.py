"""The events of an Incentive Metric, and trying one before it is saved (decision 15)."""

from __future__ import annotations

from collections.abc import Callable
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.core.doctype.docfield.docfield import DocField

from dianjian_app.incentives.engine.needs import Need
from dianjian_app.incentives.engine.rule import Counted
from dianjian_app.incentives.engine.rule_options import PeriodType, SubjectType
from dianjian_app.incentives.metrics import metric_check
from dianjian_app.incentives.metrics.metric import read_figures
from dianjian_app.incentives.metrics.metric_check import source_of
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import agent_names
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_metric.incentive_metric import IncentiveMetric


DEFINING = (
	"source_doctype",
	"agent_field",
	"date_field",
	"function",
	"value_field",
	"dimension_field",
	"filters_json",
	"stands_for",
)
USING = ("metric", "tie_break_1", "tie_break_2")


class MetricInUseError(frappe.ValidationError):
	"""Approved rules count by this metric: what it counts stays as it is."""


def validate(metric: IncentiveMetric) -> None:
	"""Event validate: it can be counted, and what approved rules count by does not change under them."""
	metric_check.validate(metric)
	before = metric.get_doc_before_save()
	if before and any(str(metric.get(f) or "") != str(before.get(f) or "") for f in DEFINING):
		_refuse_while_used(metric, _("changed"))


def refuse_delete(metric: IncentiveMetric) -> None:
	"""Event on_trash. Raises MetricInUseError."""
	_refuse_while_used(metric, _("deleted"))


def refuse_rename(metric: IncentiveMetric) -> None:
	"""Event before_rename: closed months name it. Raises MetricInUseError."""
	_refuse_while_used(metric, _("renamed"))


def _refuse_while_used(metric: IncentiveMetric, what: str) -> None:
	rules = frappe.get_all(
		"Incentive Rule",
		filters={"docstatus": 1},
		or_filters=[[field, "=", metric.name] for field in USING],
		pluck="name",
		limit=3,
	)
	if rules:
		frappe.throw(
			_(
				"Approved rules ({1}) use {0}, so it cannot be {2}. Create a new metric and a new version of the rule."
			).format(metric.name, ", ".join(rules), what),
			MetricInUseError,
			title=_("In Use"),
		)


@frappe.whitelist(methods=["POST"])
def try_metric(metric: str | dict, centre: str, month: str) -> list[dict]:
	"""Count by a metric that need not be saved yet, over a month of a centre (R52).

	metric: the document as JSON. Gives [{"agent", "agent_name", "value", "documents"}], greatest first. Raises
	MetricError, PermissionError.
	"""
	doc = frappe.get_doc(frappe.parse_json(metric))
	_check_may("write")
	frappe.get_doc("Sales Centre", centre).check_permission("read")
	metric_check.validate(doc)
	period = Period.parse_month(month)
	need = Need(Counted(doc.metric_name or "-"), SubjectType.AGENT, PeriodType.MONTH, period)
	names = agent_names(centre)
	found = read_figures(source_of(doc), need, centre, names)
	staff_names = dict(
		frappe.get_all(
			"Sales Staff",
			filters={"name": ("in", among(k.subject.name for k in found))},
			fields=["name", "staff_name"],
			as_list=True,
		)
	)
	rows = [
		{
			"agent": key.subject.name,
			"agent_name": staff_names.get(key.subject.name, key.subject.name),
			"value": float(figure.value or 0),
			"documents": len(figure.evidence),
		}
		for key, figure in found.items()
	]
	return sorted(rows, key=lambda r: -r["value"])


@frappe.whitelist()
def fields_of(doctype: str) -> dict[str, list[dict]]:
	"""The fields of a DocType that a metric can name, by what they are good for. Raises ForbiddenDocTypeError."""
	_check_may("read")
	metric_check.check_doctype(doctype)
	meta = frappe.get_meta(doctype)
	open_fields = [f for f in meta.fields if not f.permlevel and f.fieldname not in metric_check.NO_FILTER]

	def those(good: Callable[[DocField], bool]) -> list[dict]:
		return [
			{"value": f.fieldname, "label": f"{_(f.label or f.fieldname)} ({f.fieldname})"}
			for f in open_fields
			if good(f)
		]

	return {
		"agent_field": those(lambda f: f.fieldtype == "Link" and f.options == "Sales Staff"),
		"date_field": those(lambda f: f.fieldtype in ("Date", "Datetime")),
		"number_field": those(lambda f: f.fieldtype in metric_check.NUMBERS),
		"any_field": those(lambda f: f.fieldtype not in frappe.model.no_value_fields),
		"dimension_field": those(lambda f: f.fieldtype in metric_check.SPLITTING),
	}


def _check_may(act: str) -> None:
	if not frappe.has_permission("Incentive Metric", act):
		frappe.throw(_("You are not permitted to work on metrics."), frappe.PermissionError)
