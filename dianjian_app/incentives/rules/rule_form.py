"""Tells the form of a rule, while somebody fills it in, the rule in words or what contradicts itself."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate

from dianjian_app.incentives.engine import rule_check
from dianjian_app.incentives.engine.metric_source import MetricSource
from dianjian_app.incentives.engine.rule import MetricInfo, Rule
from dianjian_app.incentives.engine.rule_errors import RuleError
from dianjian_app.incentives.engine.rule_sentence import describe
from dianjian_app.incentives.metrics.metric import read_metrics
from dianjian_app.incentives.rules import deduction_policy
from dianjian_app.incentives.rules.performance_figures import metric_of_centre, read_stands_for
from dianjian_app.incentives.rules.rule_document import rule_of

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_rule.incentive_rule import IncentiveRule

MOST_NAMED, MOST_COUNTED = 100, 5000
NOTICE = {
	"Fine": "The regulation that allowed fines was repealed on 15 January 2008, and courts often give the money back. Check before you approve.",
	"Compensation of Loss": "Only for a loss that the person caused, as the contract says: at most 20% of the month's wage, and what is left not below the local minimum wage.",
	"Loss of Incentive": "An incentive that was not earned is not paid; the wage itself stays untouched.",
}


@frappe.whitelist(methods=["POST"])
def preview_rule(rule: str | dict) -> dict:
	"""Describe a rule in words; it need not be saved (R31).

	rule: the document as JSON. Gives {"sentence", "translation", "problem", "notice", "dimensions", "more"}: the sentence in the
	reader's language and in the other one; problem: what contradicts itself or what a centre's policy forbids, empty when
	nothing does; notice: what the law says of the class; dimensions: values that the metric splits by, the first MOST_NAMED; more: how many are left out. Raises
	PermissionError.
	"""
	if not frappe.has_permission("Incentive Rule", "read"):
		frappe.throw(_("You are not permitted to read rules."), frappe.PermissionError)
	doc = frappe.get_doc({"doctype": "Incentive Rule", **frappe.parse_json(rule)})
	try:
		pure = rule_of(doc)
	except ValueError as error:
		return {
			"sentence": "",
			"translation": "",
			"problem": str(error),
			"notice": "",
			"dimensions": [],
			"more": 0,
		}
	sources, metrics = read_metrics([m for m in (pure.metric, *pure.tie_breaks) if m] or ["-"])
	mine, other = ("zh", "en") if (frappe.local.lang or "zh").startswith("zh") else ("en", "zh")
	dimensions = _dimensions(sources.get(pure.metric))
	return {
		"sentence": describe(pure, mine, metrics),
		"translation": describe(pure, other, metrics),
		"problem": _problem(pure, metrics.get(pure.metric)) or _forbidden(doc),
		"notice": " ".join(filter(None, (_law_notice(pure), _figure_notice(pure)))),
		"dimensions": dimensions[:MOST_NAMED],
		"more": max(0, len(dimensions) - MOST_NAMED),
	}


def _law_notice(pure: Rule) -> str:
	return _(NOTICE[pure.penalty_class.value]) if pure.penalty_class.value in NOTICE else ""


def _figure_notice(pure: Rule) -> str:
	"""What a metric stands for that only names a figure: at the rule's centre, or where nothing is chosen."""
	stands_for = read_stands_for()
	if pure.metric not in stands_for:
		return ""
	if pure.centre:
		metric = metric_of_centre(pure.metric, pure.centre, getdate())
		return _("“{0}” counts {1} at {2}, as chosen in the form of the centre.").format(
			pure.metric, metric, pure.centre
		)
	return _("“{0}” counts what each centre has chosen in its form, {1} where it has chosen nothing.").format(
		pure.metric, stands_for[pure.metric]
	)


def _problem(pure: Rule, metric: MetricInfo | None) -> str:
	try:
		rule_check.check_complete(pure, metric)
	except RuleError as error:
		return _(error.text).format(*(_(a) if isinstance(a, str) else a for a in error.args))
	return ""


def _forbidden(doc: IncentiveRule) -> str:
	"""Said before approval refuses it: the class is not allowed where the rule would hold."""
	found = deduction_policy.forbidding(doc) if doc.docstatus == 0 else None
	return deduction_policy.forbidden_message(doc, *found) if found else ""


def _dimensions(source: MetricSource | None) -> list[str]:
	"""The values of the metric's dimension: of a link its documents, of a choice its options."""
	if not source or not source.dimension_field:
		return []
	field = frappe.get_meta(source.doctype).get_field(source.dimension_field)
	if field.fieldtype == "Link":
		return frappe.get_list(field.options, pluck="name", order_by="name", limit=MOST_COUNTED)
	if field.fieldtype == "Select":
		return [o for o in (field.options or "").split("\n") if o]
	return []
