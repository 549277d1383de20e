"""【电开台帐】 and 【电开数据统计表】 in Excel: the daily lines, and their sums for each agent and group (R44, R46)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import cint, formatdate, sbool
from openpyxl import Workbook
from openpyxl.utils import get_column_letter
from openpyxl.worksheet.worksheet import Worksheet

from dianjian_app.in_words import told
from dianjian_app.people.period import Period
from dianjian_app.reporting.filters import where_equal
from dianjian_app.reporting.ledger_figures import NAMES, figures_of
from dianjian_app.reporting.names import names_of_groups
from dianjian_app.reporting.period import as_of, month_of, period_of
from dianjian_app.reporting.product_needs import fill_needs, need_figures
from dianjian_app.reporting.scope import readers_rows
from dianjian_app.workbooks import download, paper_form
from dianjian_app.workbooks.download import Flag, FormError
from dianjian_app.workbooks.paper_form import Column

MOST_DAYS = 92
EMPTY_FORM_LINES = 31
HEADING_ROW, FIRST_ROW = 3, 4
KINDS = {"Int": "number", "Float": "decimal", "Currency": "money"}
"""Frappe's field type of a figure → kind of a form's column"""


@frappe.whitelist(methods=["POST"])
def download_ledger(
	centre: str,
	from_date: str,
	to_date: str,
	sales_group: str | None = None,
	agent: str | None = None,
	blank: Flag = 0,
) -> None:
	"""The ledger's lines that the reader may see, a sheet for each group, with totals; or lines to write on (R44).

	centre: a Sales Centre; from_date, to_date: YYYY-MM-DD, at most MOST_DAYS; sales_group, agent: these alone; blank:
	empty lines instead. Raises FormError, ReportFilterError, PermissionError.
	"""
	period = period_of({"from_date": from_date, "to_date": to_date})
	if len(period) > MOST_DAYS:
		frappe.throw(_("The ledger in Excel covers at most {0} days.").format(MOST_DAYS), FormError)
	place = {"centre": centre, "sales_group": sales_group, "agent": agent}
	empty = bool(cint(sbool(blank)))
	lines = [] if empty else _lines(period, place)
	columns = (
		Column("date", _("Date"), 11, "date"),
		Column("agent_name", _("Telesales Agent"), 10),
		Column("state", _("Call Sheet"), 10),
		*_figure_columns(centre, lines),
	)
	title, days = _("Daily Sales Call Ledger"), str(period)
	workbook = download.new_workbook()
	for group, rows in groupby(lines, key=lambda row: row.sales_group or ""):
		_draw(workbook, title, group, (centre, days), columns, list(rows))
	if not lines:
		_draw(workbook, title, sales_group or centre, (centre, days), columns, _empty_lines(empty))
	about = ("Report", "Daily Sales Call Ledger")
	download.send(workbook, f"{title} {centre} {period.start}", about, len(lines), place)


@frappe.whitelist(methods=["POST"])
def download_statistics(
	centre: str,
	month: str,
	sales_group: str | None = None,
	agent: str | None = None,
	blank: Flag = 0,
) -> None:
	"""The statistics table of a month: the ledger's sums for each agent, with totals; or lines to write on (R46).

	month: YYYY-MM; sales_group, agent: these alone; blank: empty lines instead. Raises ReportFilterError,
	PermissionError.
	"""
	period = month_of({"month": month})
	place = {"centre": centre, "sales_group": sales_group, "agent": agent}
	empty = bool(cint(sbool(blank)))
	rows = [] if empty else _sums(period, place)
	columns = (
		Column("group_name", _("Sales Group"), 14),
		Column("agent_name", _("Telesales Agent"), 10),
		*_figure_columns(centre, rows),
		Column("connect_rate", _("Connection Rate"), 8, "percent"),
		Column("visit_rate", _("Visits per Invitation"), 8, "percent"),
		Column("deal_rate", _("Deals per Visit"), 8, "percent"),
	)
	workbook = download.new_workbook()
	_draw(workbook, _("Statistics Table"), month, (centre, month), columns, rows or _empty_lines(empty))
	about = ("Report", "Monthly Statistics Table")
	download.send(workbook, f"{_('Statistics Table')} {centre} {month}", about, len(rows), place)


def _empty_lines(blank: bool) -> list[dict[str, Any]]:
	"""The lines of a blank form. Raises PermissionError for a reader without any ledger."""
	frappe.has_permission("Daily Ledger", "read", throw=True)
	return [{} for _line in range(EMPTY_FORM_LINES)] if blank else []


def _ledger(line: Any, period: Period, place: dict[str, Any]) -> Any:
	"""The reader's lines of a period and place, as a query."""
	query = frappe.qb.from_(line).where(line.date[period.start : period.end])
	query = where_equal(query.where(line.centre == place["centre"]), line, place, ("sales_group", "agent"))
	return readers_rows(query, line, "Daily Ledger")


def _lines(period: Period, place: dict[str, Any]) -> list[frappe._dict]:
	line = frappe.qb.DocType("Daily Ledger")
	query = _ledger(line, period, place)
	lines = query.select(line.date, line.agent, line.agent_name, line.sales_group, line.sheet_state)
	lines = lines.select(*(line[name] for name in NAMES))
	rows = lines.orderby(line.sales_group, line.date, line.agent).run(as_dict=True)
	fill_needs(rows, query, line, ("agent", "date"))
	for row in rows:
		row.state = _(row.sheet_state)
	return rows


def _sums(period: Period, place: dict[str, Any]) -> list[frappe._dict]:
	line = frappe.qb.DocType("Daily Ledger")
	query = _ledger(line, period, place)
	sums = query.select(line.sales_group, line.agent, line.agent_name)
	sums = sums.select(*(Sum(line[name]).as_(name) for name in NAMES))
	sums = sums.groupby(line.sales_group, line.agent, line.agent_name)
	rows = sums.orderby(line.sales_group, line.agent).run(as_dict=True)
	fill_needs(rows, query, line, ("sales_group", "agent", "agent_name"))
	names = names_of_groups(row.sales_group for row in rows)
	for row in rows:
		row.group_name = names.get(row.sales_group, row.sales_group or "")
		row.connect_rate = _rate(row.connected_calls, row.calls)
		row.visit_rate = _rate(row.visits, row.invited)
		row.deal_rate = _rate(row.deals, row.visits)
	return rows


def _rate(part: Any, whole: Any) -> float | None:
	return float(part or 0) / float(whole) if whole else None


def _figure_columns(centre: str, rows: Sequence[frappe._dict]) -> tuple[Column, ...]:
	return tuple(
		Column(name, _(label), 12 if kind == "Currency" else 8, KINDS[kind])
		for name, label, kind in (*figures_of(centre), *need_figures(rows))
	)


def _draw(
	workbook: Workbook,
	title: str,
	name: str,
	place: tuple[str, str],
	columns: Sequence[Column],
	rows: Sequence[dict[str, Any]],
) -> None:
	"""A sheet with title, place and day, the rows, their totals and the signatures. name: a group, or what it is of."""
	centre, days = place
	sheet = workbook.create_sheet(
		paper_form.sheet_name(names_of_groups([name]).get(name, name), workbook.sheetnames)
	)
	paper_form.title(sheet, 1, title, len(columns))
	above = [
		told(_("Sales Centre"), centre),
		sheet.title,
		days,
		told(_("Made On"), formatdate(as_of())),
	]
	paper_form.line_of_text(sheet, 2, above, len(columns))
	paper_form.headings(sheet, HEADING_ROW, columns)
	sheet.row_dimensions[HEADING_ROW].height = 32
	for index, row in enumerate(rows, FIRST_ROW):
		paper_form.body(sheet, index, columns, row)
	last = HEADING_ROW + len(rows)
	_totals(sheet, last + 1, last if any(rows) else 0, columns)
	signatures = (_("Sales Assistant"), _("Sales Group Leader"), _("Department Manager"))
	paper_form.line_of_text(sheet, last + 2, [told(s, "____________") for s in signatures], len(columns))
	paper_form.page(sheet, len(columns), last + 2, HEADING_ROW)


def _totals(sheet: Worksheet, row: int, last: int, columns: Sequence[Column]) -> None:
	"""Sums that Excel computes, so that they follow what a reader filters or corrects. last: 0 if nothing is to be added."""
	for index, column in enumerate(columns, 1):
		letter = get_column_letter(index)
		if column.kind in ("number", "decimal", "money") and last >= FIRST_ROW:
			formula = f"=SUM({letter}{FIRST_ROW}:{letter}{last})"
			cell = paper_form.formula(sheet, row, index, formula, column.kind)
		else:
			cell = paper_form.put(sheet, row, index, _("Totals") if index == 1 else "")
		paper_form.style(cell, bold=True)
