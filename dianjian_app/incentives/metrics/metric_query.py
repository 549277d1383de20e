"""The pieces of a metric's query: rows, subject, bucket of days, value (decision 15).

Only fields that `metric_check` has seen are named; values are parameters.
"""

from __future__ import annotations

import frappe
from frappe.model.meta import Meta
from frappe.query_builder import Criterion
from frappe.query_builder.functions import Count, Max, Min, Sum
from pypika import CustomFunction, Table
from pypika.queries import QueryBuilder
from pypika.terms import Term

from dianjian_app.incentives.engine.metric_source import Filter, MetricSource
from dianjian_app.incentives.engine.needs import Need
from dianjian_app.incentives.engine.rule_options import Cancelled, Function, PeriodType, SubjectType
from dianjian_app.value_lists import among

DateOf = CustomFunction("DATE", ["moment"])
DaysBefore = CustomFunction("SUBDATE", ["day", "days"])
Weekday = CustomFunction("WEEKDAY", ["day"])
DayOfMonth = CustomFunction("DAYOFMONTH", ["day"])
Quarter = CustomFunction("QUARTER", ["day"])
Year = CustomFunction("YEAR", ["day"])
FirstOfYear = CustomFunction("MAKEDATE", ["year", "day"])
CENTRE_FIELD, GROUP_FIELD = "centre", "sales_group"


class NotByGroupError(frappe.ValidationError):
	"""The documents of a metric don't say which group they belong to."""


def filtered(source: MetricSource, need: Need, centre: str, agents: list[str]) -> QueryBuilder:
	"""The documents of the centre within the span that the metric's filters let through."""
	table, day = frappe.qb.DocType(source.doctype), day_of(source)
	meta = frappe.get_meta(source.doctype)
	query = frappe.qb.from_(table)
	# between as two comparisons of the bare column, so that an index on it serves
	column = table[source.date_field]
	query = query.where(column >= need.span.start).where(day <= need.span.end)
	centre_field = meta.get_field(CENTRE_FIELD)
	if centre_field and centre_field.options == "Sales Centre":
		query = query.where(table[CENTRE_FIELD] == centre)
	else:
		query = query.where(table[source.agent_field].isin(among(agents)))
	standing = _standing(source, meta, table, need.counted.cancelled)
	if standing is not None:
		query = query.where(standing)
	for f in source.filters:
		query = query.where(_criterion(table, f))
	return query


def _standing(source: MetricSource, meta: Meta, table: Table, cancelled: Cancelled) -> Criterion | None:
	"""Only what is confirmed counts; what was cancelled (not corrected) as the rule says (decision 6)."""
	if not _is_submittable(meta):
		return None
	standing = table.docstatus == 1
	if cancelled is Cancelled.TAKE_BACK or meta.istable:
		return standing
	later = frappe.qb.DocType(source.doctype).as_("correction")
	corrected = frappe.qb.from_(later).select(later.amended_from).where(later.amended_from.isnotnull())
	kept = (table.docstatus == 2) & table.name.notin(corrected)
	if cancelled is Cancelled.KEEP_NOT_AT_FAULT:
		if not meta.get_field("not_agents_fault"):
			return standing
		kept = kept & (table.not_agents_fault == 1)
	return standing | kept


def _is_submittable(meta: Meta) -> bool:
	"""Whether confirmation means docstatus 1: of the DocType, or of the one that a child row belongs to."""
	if not meta.istable:
		return bool(meta.is_submittable)
	parents = frappe.get_all("DocField", filters={"options": meta.name, "fieldtype": "Table"}, pluck="parent")
	return any(frappe.get_meta(p).is_submittable for p in parents)


def _criterion(table: Table, f: Filter) -> Criterion:
	column, value = table[f.field], f.value
	if f.operator == "is":
		unset = column.isnull() | (column == "")
		return unset if str(value).strip().lower() == "not set" else unset.negate()
	return {
		"=": lambda: column == value,
		"!=": lambda: column != value,
		">": lambda: column > value,
		"<": lambda: column < value,
		">=": lambda: column >= value,
		"<=": lambda: column <= value,
		"in": lambda: column.isin(value),
		"not in": lambda: column.notin(value),
		"like": lambda: column.like(value),
		"not like": lambda: column.not_like(value),
		"between": lambda: column[value[0] : value[1]],
	}[f.operator]()


def day_of(source: MetricSource) -> Term:
	column = frappe.qb.DocType(source.doctype)[source.date_field]
	field = frappe.get_meta(source.doctype).get_field(source.date_field)
	return column if field and field.fieldtype == "Date" else DateOf(column)


def bucket_of(period: PeriodType, day: Term) -> Term:
	"""A day of the bucket: its first day, for quarters and years the first of a month or year in it."""
	if period in (PeriodType.DAY, PeriodType.EVENT):
		return day
	if period is PeriodType.WEEK:
		return DaysBefore(day, Weekday(day))
	if period is PeriodType.QUARTER:
		return DateOf(FirstOfYear(Year(day), Quarter(day) * 91 - 60))
	if period is PeriodType.YEAR:
		return FirstOfYear(Year(day), 1)
	return DaysBefore(day, DayOfMonth(day) - 1)


def subject_column(source: MetricSource, table: Table, subject: SubjectType) -> Term:
	if subject is SubjectType.AGENT:
		return table[source.agent_field]
	wanted = GROUP_FIELD if subject is SubjectType.GROUP else CENTRE_FIELD
	if not frappe.get_meta(source.doctype).get_field(wanted):
		frappe.throw(
			frappe._("{0} does not record its {1}. Count it by agent.").format(
				frappe._(source.doctype), frappe._(subject.value)
			),
			NotByGroupError,
		)
	return table[wanted]


def value_of(source: MetricSource, table: Table) -> Term:
	if source.function is Function.COUNT:
		return Count("*")
	column = table[source.value_field]
	if source.function is Function.DISTINCT_COUNT:
		return Count(column).distinct()
	return {Function.MIN: Min, Function.MAX: Max}.get(source.function, Sum)(column)


def how_many(source: MetricSource, table: Table) -> Term:
	"""What a mean's sum is divided by; the database's own AVG keeps too few places."""
	return Count(table[source.value_field]) if source.function is Function.MEAN else Count("*")
