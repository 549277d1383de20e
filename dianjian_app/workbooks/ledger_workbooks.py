"""【电开台帐】 and 【电开数据统计表】 in Excel: the daily lines, and their sums per agent and group (R44, R46)."""

from __future__ import annotations

from collections.abc import Iterable
from datetime import date
from itertools import groupby

import frappe
from frappe import _
from frappe.query_builder.functions import Sum
from frappe.utils import cint, formatdate, getdate, sbool
from openpyxl import Workbook
from openpyxl.utils import get_column_letter

from dianjian_app.in_words import told
from dianjian_app.people.period import InvalidMonth, Period
from dianjian_app.permissions import row_condition
from dianjian_app.value_lists import among
from dianjian_app.workbooks import paper_form
from dianjian_app.workbooks.call_form_downloads import FormError
from dianjian_app.workbooks.paper_form import Column

MOST_DAYS = 92
EMPTY_FORM_LINES = 31
FIGURES = (
	("presence", "Presence", "decimal"),
	("calls", "Calls Made", "number"),
	("connected_calls", "Valid Connected Calls", "number"),
	("connected", "Customers Connected", "number"),
	("grade_a", "Grade A", "number"),
	("grade_b", "Grade B", "number"),
	("grade_c", "Grade C", "number"),
	("grade_d", "Grade D", "number"),
	("intention", "Intention Customers", "number"),
	("invited", "Invitations", "number"),
	("visits", "Counted Visits", "number"),
	("revisits", "Revisits", "number"),
	("walk_ins", "Walk-ins", "number"),
	("no_shows", "No-shows", "number"),
	("deals", "Deals", "number"),
	("deal_units", "Units Sold", "number"),
	("deal_amount", "Deal Amount", "money"),
)


@frappe.whitelist(methods=["POST"])
def download_ledger(
	centre: str,
	from_date: str,
	to_date: str,
	sales_group: str | None = None,
	agent: str | None = None,
	blank: str | int = 0,
) -> None:
	"""The ledger's lines of the reader's rows, a sheet a group, with totals; or lines to write on (R44).

	centre: a Sales Centre; from_date, to_date: YYYY-MM-DD, at most 92 days; sales_group, agent: these alone; blank:
	empty lines instead. Raises FormError, PermissionError.
	"""
	period = _period(from_date, to_date)
	lines = [] if cint(sbool(blank)) else _lines(centre, period, sales_group, agent)
	workbook = Workbook()
	workbook.remove(workbook.active)
	form = (
		Column("date", _("Date"), 11, "date"),
		Column("agent_name", _("Telesales Agent"), 10),
		Column("state", _("Call Sheet"), 10),
		*_figure_columns(),
	)
	for group, rows in groupby(lines, key=lambda r: r.sales_group or ""):
		_draw(workbook, _("Daily Sales Call Ledger"), group, centre, str(period), form, list(rows))
	if not lines:
		empty = _empty_lines(centre, blank)
		_draw(workbook, _("Daily Sales Call Ledger"), sales_group or centre, centre, str(period), form, empty)
	_answer(workbook, f"{_('Daily Sales Call Ledger')} {centre} {period.start}")


@frappe.whitelist(methods=["POST"])
def download_statistics(
	centre: str, month: str, sales_group: str | None = None, agent: str | None = None, blank: str | int = 0
) -> None:
	"""The statistics table of a month: the ledger's sums per agent, with their totals; or lines to write on (R46).

	month: YYYY-MM; sales_group, agent: these alone; blank: empty lines instead. Raises FormError, PermissionError.
	"""
	try:
		period = Period.parse_month(month)
	except InvalidMonth:
		frappe.throw(
			_("{0} is not a month; write it as YYYY-MM, for example 2026-11.").format(month), FormError
		)
	rows = [] if cint(sbool(blank)) else _sums(centre, period, sales_group, agent)
	workbook = Workbook()
	workbook.remove(workbook.active)
	form = (
		Column("group_name", _("Sales Group"), 14),
		Column("agent_name", _("Telesales Agent"), 10),
		*_figure_columns(),
		Column("connect_rate", _("Connection Rate"), 8, "percent"),
		Column("visit_rate", _("Visits per Invitation"), 8, "percent"),
		Column("deal_rate", _("Deals per Visit"), 8, "percent"),
	)
	for row in rows:
		row.connect_rate = _rate(row.connected_calls, row.calls)
		row.visit_rate = _rate(row.visits, row.invited)
		row.deal_rate = _rate(row.deals, row.visits)
	_draw(workbook, _("Statistics Table"), month, centre, month, form, rows or _empty_lines(centre, blank))
	_answer(workbook, f"{_('Statistics Table')} {centre} {month}")


def _period(from_date: str, to_date: str) -> Period:
	try:
		start, end = getdate(from_date), getdate(to_date)
	except ValueError:
		frappe.throw(_("Choose from which day to which."), FormError)
	if not start or not end or end < start:
		frappe.throw(_("The last day lies before the first."), FormError)
	if (end - start).days >= MOST_DAYS:
		frappe.throw(_("A ledger in Excel holds at most {0} days.").format(MOST_DAYS), FormError)
	return Period(start, end)


def _empty_lines(centre: str, blank) -> list[dict]:
	"""Lines of a blank form. Raises PermissionError for who reads no ledger."""
	frappe.has_permission("Daily Ledger", "read", throw=True)
	return [{} for _line in range(EMPTY_FORM_LINES)] if cint(sbool(blank)) else []


def _ledger(centre: str, period: Period, sales_group: str | None, agent: str | None):
	frappe.has_permission("Daily Ledger", "read", throw=True)
	line = frappe.qb.DocType("Daily Ledger")
	query = frappe.qb.from_(line).where((line.centre == centre) & line.date[period.start : period.end])
	if sales_group:
		query = query.where(line.sales_group == sales_group)
	if agent:
		query = query.where(line.agent == agent)
	allowed = row_condition("Daily Ledger", line)
	return line, query.where(allowed) if allowed is not None else query


def _lines(centre: str, period: Period, sales_group: str | None, agent: str | None) -> list:
	line, query = _ledger(centre, period, sales_group, agent)
	fields = [line.date, line.agent_name, line.sales_group, line.sheet_state]
	query = query.select(*fields, *(line[name] for name, _l, _k in FIGURES))
	rows = query.orderby(line.sales_group, line.date, line.agent).run(as_dict=True)
	for row in rows:
		row.state = _(row.sheet_state)
	return rows


def _sums(centre: str, period: Period, sales_group: str | None, agent: str | None) -> list:
	line, query = _ledger(centre, period, sales_group, agent)
	query = query.select(line.sales_group, line.agent, line.agent_name)
	query = query.select(*(Sum(line[name]).as_(name) for name, _l, _k in FIGURES))
	query = query.groupby(line.sales_group, line.agent, line.agent_name)
	rows = query.orderby(line.sales_group, line.agent).run(as_dict=True)
	names = _group_names(r.sales_group for r in rows)
	for row in rows:
		row.group_name = names.get(row.sales_group, row.sales_group or "")
	return rows


def _group_names(groups: Iterable[str]) -> dict[str, str]:
	wanted = sorted({g for g in groups if g})
	rows = frappe.get_all(
		"Sales Group", {"name": ("in", among(wanted))}, ["name", "group_name"], as_list=True
	)
	return dict(rows)


def _figure_columns() -> tuple[Column, ...]:
	return tuple(Column(name, _(label), 12 if kind == "money" else 8, kind) for name, label, kind in FIGURES)


def _rate(part, whole) -> float | None:
	return float(part or 0) / float(whole) if whole else None


def _draw(workbook, title: str, name: str, centre: str, period: str, form, rows: list) -> None:
	sheet = workbook.create_sheet(
		paper_form.sheet_name(_group_names([name]).get(name, name), workbook.sheetnames)
	)
	paper_form.title(sheet, 1, title, len(form))
	place = [
		told(_("Sales Centre"), centre),
		sheet.title,
		period,
		told(_("Made On"), formatdate(date.today())),
	]
	paper_form.line_of_text(sheet, 2, place, len(form))
	paper_form.headings(sheet, 3, form)
	sheet.row_dimensions[3].height = 32
	for index, row in enumerate(rows, 4):
		paper_form.body(sheet, index, form, row)
	last = 3 + len(rows)
	total = last + 1
	_totals(sheet, total, last if any(rows) else 0, form)
	signatures = (_("Sales Assistant"), _("Sales Group Leader"), _("Department Manager"))
	paper_form.line_of_text(sheet, total + 1, [told(s, "____________") for s in signatures], len(form))
	paper_form.page(sheet, len(form), total + 1, 3)


def _totals(sheet, row: int, last: int, form) -> None:
	"""Sums that Excel computes, so that they follow what a reader filters or corrects."""
	for index, column in enumerate(form, 1):
		letter = get_column_letter(index)
		if column.kind in ("number", "decimal", "money") and last >= 4:
			cell = paper_form.formula(sheet, row, index, f"=SUM({letter}4:{letter}{last})", column.kind)
		else:
			cell = paper_form.put(sheet, row, index, _("Totals") if index == 1 else "")
		paper_form.style(cell, bold=True)


def _answer(workbook: Workbook, filename: str) -> None:
	frappe.local.response.filename = f"{filename}.xlsx"
	frappe.local.response.filecontent = paper_form.as_bytes(workbook)
	frappe.local.response.type = "binary"
