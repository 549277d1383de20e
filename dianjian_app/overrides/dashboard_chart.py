"""frappe.desk.doctype.dashboard_chart: a chart of the desk sums what its reader may read, each time anew (R47).

Frappe takes any chart that a request describes, makes heat maps past the rows' conditions, and keeps a chart's figures
for whoever asks next.
"""

from __future__ import annotations

import inspect
from datetime import date
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.desk.doctype.dashboard_chart import dashboard_chart
from frappe.model.document import Document
from frappe.query_builder.functions import Avg, Count, Date, Sum
from frappe.utils import cint, get_datetime, getdate

from dianjian_app.permissions import row_condition
from dianjian_app.row_ownership import CHILD_TABLES, NOBODY, has_owned_rows

if TYPE_CHECKING:
	from frappe.model.document import Document


class ForeignChartError(frappe.PermissionError):
	"""A chart that is not saved, or that is not for its reader."""


@frappe.whitelist()
def get(
	chart_name: str | None = None,
	chart: str | dict | None = None,
	no_cache: str | int | None = None,
	filters: str | list | None = None,
	from_date: str | None = None,
	to_date: str | None = None,
	timespan: str | None = None,
	time_interval: str | None = None,
	heatmap_year: str | int | None = None,
	refresh: str | int | None = None,
) -> dict | None:
	"""The figures of a saved chart over the reader's rows. Raises ForeignChartError, PermissionError. (R47)"""
	saved = _saved(chart_name or (frappe.parse_json(chart) or {}).get("name"))
	if has_owned_rows(saved.document_type) and saved.type == "Heatmap":
		return _heat_map(saved, cint(heatmap_year) or cint(saved.heatmap_year) or getdate().year)
	# unwrapped: Frappe's own wrapper keeps one reader's figures for the next
	return inspect.unwrap(dashboard_chart.get)(
		chart_name=saved.name,
		filters=filters,
		from_date=from_date,
		to_date=to_date,
		timespan=timespan,
		time_interval=time_interval,
		heatmap_year=heatmap_year,
	)


def _saved(name: str | None) -> Document:
	if not name or not frappe.db.exists("Dashboard Chart", name):
		frappe.throw(_("Only a chart that has been saved shows figures."), ForeignChartError)
	saved = frappe.get_doc("Dashboard Chart", name)
	saved.check_permission("read")
	if saved.document_type:
		frappe.has_permission(saved.document_type, "read", throw=True)
		if saved.document_type in NOBODY:
			frappe.throw(_("Phone numbers are in no chart."), ForeignChartError)
	return saved


def _heat_map(chart: Document, year: int) -> dict:
	"""Figures by day of a year, as Frappe's heat maps take them: {"labels": [], "dataPoints": {timestamp: figure}}."""
	if chart.document_type in CHILD_TABLES:
		frappe.throw(_("A heat map shows documents, not the rows in them."), ForeignChartError)
	meta = frappe.get_meta(chart.document_type)
	for field in filter(None, (chart.based_on, chart.value_based_on)):
		if field not in meta.get_valid_columns():
			frappe.throw(_("{0} has no field {1}.").format(_(chart.document_type), field), ForeignChartError)
	table = frappe.qb.DocType(chart.document_type)
	day, value = Date(table[chart.based_on]), table[chart.value_based_on or "name"]
	figure = {"Sum": Sum, "Average": Avg}.get(chart.chart_type, Count) if chart.value_based_on else Count
	chosen = frappe.qb.get_query(
		chart.document_type, fields=["name"], filters=frappe.parse_json(chart.filters_json or "[]")
	)
	query = (
		frappe.qb.from_(table)
		.select(day, figure(value))
		.where(table.name.isin(chosen))
		.groupby(day)
		.where((table.docstatus < 2) & (day[date(year, 1, 1) : date(year, 12, 31)]))
	)
	mine = row_condition(chart.document_type, table)
	rows = (query.where(mine) if mine is not None else query).run()
	points: dict[int, float] = {}
	for moment, amount in rows:
		stamp = int(get_datetime(getdate(moment)).timestamp())
		points[stamp] = points.get(stamp, 0) + float(amount or 0)
	return {"labels": [], "dataPoints": points}
