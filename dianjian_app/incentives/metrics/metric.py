"""An Incentive Metric as one grouped query for all people and periods of a centre (decision 15).

The query names only fields that `metric_check` has seen; values are parameters.
"""

from __future__ import annotations

import json
from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import ROUND_HALF_EVEN, Decimal
from typing import TYPE_CHECKING

import frappe
from frappe.query_builder import Case
from pypika import CustomFunction, Table
from pypika.functions import DistinctOptionFunction
from pypika.terms import Term

from dianjian_app.incentives.engine.figures import Event, Figure, FigureKey, Subject
from dianjian_app.incentives.engine.metric_source import MetricSource
from dianjian_app.incentives.engine.needs import Need
from dianjian_app.incentives.engine.rule import Counted, MetricInfo
from dianjian_app.incentives.engine.rule_options import Function, SubjectType
from dianjian_app.incentives.engine.rule_periods import period_of
from dianjian_app.incentives.metrics.metric_check import source_of
from dianjian_app.incentives.metrics.metric_query import (
	bucket_of,
	day_of,
	filtered,
	how_many,
	subject_column,
	value_of,
)

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_metric.incentive_metric import IncentiveMetric


Quoted = CustomFunction("JSON_QUOTE", ["text"])

MEAN_PLACES = Decimal("0.0000000001")
SUM_PLACES = Decimal("0.000000001")


class GroupConcat(DistinctOptionFunction):
	"""MariaDB's GROUP_CONCAT, with DISTINCT on demand."""

	def __init__(self, term: Term) -> None:
		super().__init__("GROUP_CONCAT", term)


@dataclass(frozen=True)
class Row:
	"""One line of a metric's answer: a subject's figure of a bucket of days."""

	subject: str
	day: date
	dimension: str | None
	figure: Figure


def read_metrics(names: Iterable[str]) -> tuple[dict[str, MetricSource], dict[str, MetricInfo]]:
	"""Metrics by name: as sources of queries, and as rules know them. One query."""
	rows = frappe.get_all(
		"Incentive Metric",
		filters={"name": ("in", sorted(set(names)))},
		fields=[
			"name",
			"metric_name",
			"label_en",
			"unit",
			"unit_en",
			"source_doctype",
			"agent_field",
			"date_field",
			"function",
			"value_field",
			"dimension_field",
			"filters_json",
		],
	)
	return {r.name: source_of(r) for r in rows}, {r.name: info_of(r) for r in rows}


def info_of(row: IncentiveMetric) -> MetricInfo:
	"""What rules need to know of an Incentive Metric document or row."""
	return MetricInfo(
		name=row.name or row.metric_name,
		function=Function(row.function),
		unit=row.unit or "",
		label=row.label_en or "",
		unit_en=row.unit_en or "",
		has_dimension=bool(row.dimension_field),
	)


def read_figures(source: MetricSource, need: Need, centre: str, agents: list[str]) -> dict[FigureKey, Figure]:
	"""The figures that a need asks for, with one query; two where dimensions are asked for beside the whole.

	agents: names of whoever belongs to the centre, for documents that don't say their centre themselves.
	"""
	found: dict[FigureKey, Figure] = {}
	for split in (False, True) if need.split else (False,):
		read = _events if need.events else _rows
		for row in read(source, need, centre, agents, split):
			key = FigureKey(
				need.counted,
				Subject(need.subject, row.subject),
				period_of(need.period, row.day),
				row.dimension,
			)
			found[key] = row.figure
	return found


def read_cumulated(
	source: MetricSource, need: Need, centre: str, agents: list[str], month_start: date
) -> dict[tuple[Counted, Subject], Figure]:
	"""Figures from the start on, for each agent from after the opening balance on; evidence of the month (R22)."""
	table, day = frappe.qb.DocType(source.doctype), day_of(source)
	subject = subject_column(source, table, need.subject)
	month_only = Case().when(day >= month_start, Quoted(_document(source, table)))
	query = filtered(source, need, centre, agents).select(
		subject.as_("subject"),
		value_of(source, table).as_("value"),
		how_many(source, table).as_("n"),
		GroupConcat(month_only).distinct().as_("evidence"),
	)
	if need.subject is SubjectType.AGENT:
		opening = frappe.qb.DocType("Opening Balance")
		query = query.left_join(opening).on((opening.staff == subject) & (opening.docstatus == 1))
		query = query.where(opening.date.isnull() | (day > opening.date))
	rows = query.groupby(subject).run(as_dict=True)
	return {
		(need.counted, Subject(need.subject, r.subject)): Figure(
			_number(r, source), _evidence(source, r.evidence)
		)
		for r in rows
		if r.subject
	}


def _rows(source: MetricSource, need: Need, centre: str, agents: list[str], split: bool) -> list[Row]:
	table = frappe.qb.DocType(source.doctype)
	subject = subject_column(source, table, need.subject)
	bucket = bucket_of(need.period, day_of(source))
	dimension = table[source.dimension_field] if split else None
	query = filtered(source, need, centre, agents).select(
		subject.as_("subject"),
		bucket.as_("bucket"),
		value_of(source, table).as_("value"),
		how_many(source, table).as_("n"),
		GroupConcat(Quoted(_document(source, table))).distinct().as_("evidence"),
	)
	query = query.groupby(subject, bucket)
	if dimension is not None:
		query = query.select(dimension.as_("dimension")).groupby(dimension)
	return [
		Row(
			r.subject,
			r.bucket,
			str(r.dimension or "") if split else None,
			Figure(_number(r, source), _evidence(source, r.evidence)),
		)
		for r in query.run(as_dict=True)
		if r.subject
	]


def _events(source: MetricSource, need: Need, centre: str, agents: list[str], split: bool) -> list[Row]:
	"""Document by document: an event rule judges each by itself."""
	table, day = frappe.qb.DocType(source.doctype), day_of(source)
	subject = subject_column(source, table, need.subject)
	document = _document(source, table)
	query = filtered(source, need, centre, agents).select(
		subject.as_("subject"),
		day.as_("bucket"),
		document.as_("document"),
		value_of(source, table).as_("value"),
		how_many(source, table).as_("n"),
	)
	query = query.groupby(subject, day, document)
	if split:
		dimension = table[source.dimension_field]
		query = query.select(dimension.as_("dimension")).groupby(dimension)
	gathered: dict[tuple, list[Event]] = {}
	for r in query.orderby(day, document).run(as_dict=True):
		key = (r.subject, r.bucket, str(r.dimension or "") if split else None)
		event = Event(f"{_evidence_type(source)}/{r.document}", _number(r, source) or Decimal(0))
		gathered.setdefault(key, []).append(event)
	return [
		Row(
			subject,
			bucket,
			dimension,
			Figure(
				sum((e.value for e in events), Decimal(0)), tuple(e.evidence for e in events), tuple(events)
			),
		)
		for (subject, bucket, dimension), events in gathered.items()
		if subject
	]


def _document(source: MetricSource, table: Table) -> Term:
	return table.parent if frappe.get_meta(source.doctype).istable else table.name


def _evidence_type(source: MetricSource) -> str:
	"""The DocType that evidence names: of a child row, the one that it belongs to."""
	meta = frappe.get_meta(source.doctype)
	if not meta.istable:
		return source.doctype
	parents = frappe.get_all(
		"DocField", filters={"options": meta.name, "fieldtype": "Table"}, pluck="parent", limit=1
	)
	return parents[0] if parents else source.doctype


def _evidence(source: MetricSource, quoted: str | None) -> tuple[str, ...]:
	kind = _evidence_type(source) if quoted else ""
	return tuple(f"{kind}/{name}" for name in sorted(_names(quoted or "")))


def _names(quoted: str) -> set[str]:
	"""The names of a GROUP_CONCAT of quoted names; the database cuts a very long one in the middle of a name."""
	try:
		return set(json.loads(f"[{quoted}]"))
	except ValueError:
		return set(json.loads(f"[{quoted[: quoted.rindex(',')]}]"))


def _number(row: frappe._dict, source: MetricSource) -> Decimal | None:
	"""Exact to nine places for sums, ten for means, whatever the column's type."""
	if row.value is None or (source.function is Function.MEAN and not row.n):
		return None
	value = Decimal(str(row.value)).quantize(SUM_PLACES, rounding=ROUND_HALF_EVEN)
	if source.function is Function.MEAN:
		value = (value / row.n).quantize(MEAN_PLACES, rounding=ROUND_HALF_EVEN)
	return value.normalize() if value else Decimal(0)
