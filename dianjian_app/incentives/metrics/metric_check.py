"""What an Incentive Metric may count, and what is refused with which sentence (decision 15)."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.model import default_fields, optional_fields
from frappe.model.meta import Meta

from dianjian_app.framework_compat import app_of_module
from dianjian_app.incentives.engine.metric_source import OPERATORS, Filter, MetricSource
from dianjian_app.incentives.engine.rule_options import Function

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_metric.incentive_metric import IncentiveMetric


FORBIDDEN = frozenset(
	(
		"Phone Vault",
		"Phone Reveal Log",
		"Message Log",
		"Incentive Rule",
		"Incentive Metric",
		"Incentive Entry",
		"Incentive Settlement",
		"Settlement Line",
		"Settlement Blocker",
		"Incentive Chain Head",
		"Staff Wage",
		"Leaver Close-Out",
		"Appraisal Form",
	)
)
"""secrets, and what rules bring: a rule that counted entries would feed on itself"""
NO_FILTER = ("phone_hash", "phone_mask", "staff_phone")
NUMBERS = ("Int", "Float", "Currency", "Percent", "Rating", "Duration", "Check", "Long Int")
SPLITTING = ("Link", "Select", "Data", "Dynamic Link", "Check", "Int")
STANDARD = {
	"name": "Data",
	"owner": "Link",
	"creation": "Datetime",
	"modified": "Datetime",
	"docstatus": "Int",
}


class MetricError(frappe.ValidationError):
	"""A metric that cannot be counted."""


class ForbiddenDocTypeError(MetricError):
	"""Documents that rules must not read."""


class UnknownFieldError(MetricError):
	"""A field that the DocType does not have, or not of the kind that is needed."""


def validate(doc: IncentiveMetric) -> None:
	"""Event validate of Incentive Metric: every part of it must be there and of the right kind. Raises MetricError."""
	source = source_of(doc)
	check_doctype(source.doctype)
	meta = frappe.get_meta(source.doctype)
	_check_person(meta, source)
	_need(meta, source.date_field, ("Date", "Datetime"), _("Date Field"))
	if source.function is Function.COUNT:
		doc.value_field = None
	elif source.function is Function.DISTINCT_COUNT:
		_need(meta, source.value_field, None, _("Value Field"))
	else:
		_need(meta, source.value_field, NUMBERS, _("Value Field"))
	if source.dimension_field:
		_need(meta, source.dimension_field, SPLITTING, _("Dimension Field"))
	for f in source.filters:
		_check_filter(meta, f)
	_check_stands_for(doc)


def _check_stands_for(doc: IncentiveMetric) -> None:
	"""A metric that names another names one that counts by itself."""
	if not doc.stands_for:
		return
	further = frappe.db.get_value("Incentive Metric", doc.stands_for, "stands_for")
	if further or doc.stands_for in (doc.name, doc.metric_name):
		frappe.throw(
			_("{0} does not count by itself; choose a metric that does.").format(doc.stands_for),
			MetricError,
			title=_("Stands For"),
		)


def source_of(doc: IncentiveMetric) -> MetricSource:
	"""The metric as data. Raises MetricError when its filters cannot be read."""
	try:
		filters = frappe.parse_json(doc.filters_json or "[]")
		rows = tuple(_filter(row) for row in filters)
	except (ValueError, TypeError, KeyError):
		frappe.throw(
			_("The filters cannot be read. Write them as [[field, operator, value], …]."),
			MetricError,
			title=_("Filters"),
		)
	return MetricSource(
		name=doc.metric_name or doc.name or "",
		doctype=doc.source_doctype or "",
		agent_field=doc.agent_field or "",
		date_field=doc.date_field or "",
		function=Function(doc.function or "Count"),
		value_field=doc.value_field or "",
		dimension_field=doc.dimension_field or "",
		filters=rows,
	)


def _filter(row: object) -> Filter:
	"""[field, operator, value], or with the DocType before it as the desk's filters have it."""
	if not isinstance(row, list | tuple) or len(row) < 3:
		raise ValueError(row)
	field, operator, value = row[1:4] if len(row) >= 4 else row
	operator = str(operator).strip().lower()
	if operator in ("in", "not in") and isinstance(value, str):
		value = [v.strip() for v in value.split(",")]
	return Filter(str(field), operator, tuple(value) if isinstance(value, list) else value)


def check_doctype(doctype: str) -> None:
	"""Refuse what does not exist, has no rows, is a secret, Frappe's own, or closed to the user."""
	if not doctype or not frappe.db.exists("DocType", doctype):
		frappe.throw(_("There is no DocType {0}.").format(doctype or "-"), MetricError)
	meta = frappe.get_meta(doctype)
	if meta.issingle or meta.get("is_virtual"):
		frappe.throw(_("{0} has no rows that could be counted.").format(_(doctype)), MetricError)
	if doctype in FORBIDDEN or (_is_frappes(meta) and not meta.custom):
		frappe.throw(
			_("Rules cannot count {0}: it is private, technical, or itself a result of rules.").format(
				_(doctype)
			),
			ForbiddenDocTypeError,
			title=_("Not This DocType"),
		)
	if not meta.istable and not frappe.has_permission(doctype, "read"):
		frappe.throw(
			_("You may not read {0}, so you cannot count it either.").format(_(doctype)),
			ForbiddenDocTypeError,
		)


def _is_frappes(meta: Meta) -> bool:
	return app_of_module(meta.module) == "frappe"


def _check_person(meta: Meta, source: MetricSource) -> None:
	field = meta.get_field(source.agent_field)
	if not field or field.fieldtype != "Link" or field.options != "Sales Staff":
		frappe.throw(
			_("{0} of {1} does not link to Sales Staff. Choose the field that holds the person.").format(
				source.agent_field or "-", _(meta.name)
			),
			UnknownFieldError,
			title=_("Person Field"),
		)


def _need(meta: Meta, fieldname: str, kinds: tuple[str, ...] | None, what: str) -> None:
	"""Refuse a field that is missing, closed, or of another kind. Raises UnknownFieldError, ForbiddenDocTypeError."""
	field = meta.get_field(fieldname) if fieldname else None
	kind = field.fieldtype if field else STANDARD.get(fieldname)
	virtual = field is not None and bool(field.get("is_virtual"))
	if not kind or virtual or kind in frappe.model.no_value_fields or kind == "Password":
		frappe.throw(
			_("{0}: {1} has no field “{2}” that could be used. Choose one of its fields.").format(
				what, _(meta.name), fieldname or "-"
			),
			UnknownFieldError,
		)
	if field and field.permlevel:
		frappe.throw(
			_("{0}: “{1}” of {2} is restricted and cannot be used in rules.").format(
				what, fieldname, _(meta.name)
			),
			ForbiddenDocTypeError,
		)
	if kinds and kind not in kinds:
		frappe.throw(
			_("{0}: “{1}” of {2} is of type {3}; it must be one of {4}.").format(
				what, fieldname, _(meta.name), kind, ", ".join(kinds)
			),
			UnknownFieldError,
		)


def _check_filter(meta: Meta, f: Filter) -> None:
	known = {*default_fields, *optional_fields, "parent", "parenttype"} - {"parentfield"}
	if f.field in NO_FILTER:
		frappe.throw(
			_("A filter on {0} could reveal a phone number. Remove it.").format(f.field),
			ForbiddenDocTypeError,
		)
	if not (f.field in known or meta.get_field(f.field)):
		frappe.throw(_("Filters: {0} has no field “{1}”.").format(_(meta.name), f.field), UnknownFieldError)
	if meta.get_field(f.field):
		_need(meta, f.field, None, _("Filters"))
	if f.operator not in OPERATORS:
		frappe.throw(
			_("Filters: “{0}” is not an operator. Use one of: {1}.").format(f.operator, ", ".join(OPERATORS)),
			MetricError,
		)
	if f.operator in ("in", "not in", "between") and not isinstance(f.value, tuple):
		frappe.throw(_("Filters: “{0}” needs a list of values.").format(f.operator), MetricError)
	if f.operator == "between" and len(f.value) != 2:
		frappe.throw(_("Filters: “between” needs two values."), MetricError)
	values = f.value if isinstance(f.value, tuple) else (f.value,)
	if any(isinstance(v, dict | list) for v in values):
		frappe.throw(_("Filters: {0} can only be compared with plain values.").format(f.field), MetricError)
