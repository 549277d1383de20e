"""【考勤表】 in Excel: a sheet for each group, people by days, with totals, legend and signatures (R33)."""

from __future__ import annotations

from collections.abc import Sequence
from itertools import groupby
from typing import Any

import frappe
from frappe import _
from frappe.utils import formatdate
from openpyxl import Workbook

from dianjian_app.in_words import told
from dianjian_app.people.period import Period
from dianjian_app.reporting import month_sheet_columns as shown
from dianjian_app.reporting.month_sheet import RESULT, SheetRow, legend, read_sheet
from dianjian_app.reporting.period import as_of, month_of
from dianjian_app.workbooks import download as downloads
from dianjian_app.workbooks import paper_form
from dianjian_app.workbooks.paper_form import Column

HEADING_ROW, FIRST_ROW = 3, 4
LEGEND_HEIGHT = 32
KINDS = {"Int": "number", "Float": "decimal"}


@frappe.whitelist(methods=["POST"])
def download(
	month: str, centre: str | None = None, sales_group: str | None = None, agent: str | None = None
) -> None:
	"""The month sheets that the reader may see, as people sign them (R33).

	month: YYYY-MM; centre, sales_group, agent: these alone. Raises ReportFilterError, PermissionError.
	"""
	frappe.has_permission(RESULT, "read", throw=True)
	period = month_of({"month": month})
	place = {"centre": centre, "sales_group": sales_group, "agent": agent}
	rows = read_sheet(period, place)
	types = shown.leave_types(rows)
	columns = _columns(period, types)
	workbook = downloads.new_workbook()
	for _group, members in groupby(rows, key=lambda row: (row.centre, row.sales_group)):
		_draw(workbook, period, columns, list(members), types)
	if not rows:
		_draw(workbook, period, columns, [], types)
	title = _("Attendance Month Sheet")
	about = ("Report", "Attendance Month Sheet")
	downloads.send(workbook, f"{title} {centre or ''} {month}", about, len(rows), place)


def _columns(month: Period, types: Sequence[str]) -> list[Column]:
	return [
		Column("no", _("No."), 4, "number"),
		Column("agent_name", _("Staff Name"), 10),
		*(Column(f"d{day.day}", str(day.day), 4.5) for day in month.days()),
		*(Column(name, label, 6.5, KINDS[kind]) for name, label, kind in shown.figure_columns(types)),
	]


def _draw(
	workbook: Workbook,
	month: Period,
	columns: Sequence[Column],
	rows: Sequence[SheetRow],
	types: Sequence[str],
) -> None:
	"""A sheet of one group, or of those without any."""
	centre = rows[0].centre if rows else ""
	group = (rows[0].group_name or _("No Group")) if rows else month.month_text
	sheet = workbook.create_sheet(paper_form.sheet_name(group, workbook.sheetnames))
	paper_form.title(sheet, 1, _("Attendance Month Sheet"), len(columns))
	above = [
		told(_("Sales Centre"), centre),
		told(_("Sales Group"), group if rows else ""),
		month.month_text,
		told(_("Made On"), formatdate(as_of())),
	]
	paper_form.line_of_text(sheet, 2, above, len(columns))
	paper_form.headings(sheet, HEADING_ROW, columns)
	sheet.row_dimensions[HEADING_ROW].height = LEGEND_HEIGHT
	for number, row in enumerate(rows, 1):
		paper_form.body(sheet, HEADING_ROW + number, columns, _values(row, month, types, number))
	last = HEADING_ROW + len(rows)
	sums = shown.figures_shown(shown.sum_of(rows), types)
	paper_form.body(sheet, last + 1, columns, {**sums, "agent_name": _("Totals")})
	for index in range(1, len(columns) + 1):
		paper_form.style(sheet.cell(last + 1, index), bold=True)
	paper_form.line_of_text(sheet, last + 2, ["  ".join(legend())], len(columns))
	sheet.row_dimensions[last + 2].height = LEGEND_HEIGHT
	signatures = (_("Sales Group Leader"), _("Administration"), _("Department Manager"))
	paper_form.line_of_text(sheet, last + 3, [told(s, "____________") for s in signatures], len(columns))
	paper_form.page(sheet, len(columns), last + 3, HEADING_ROW)


def _values(row: SheetRow, month: Period, types: Sequence[str], number: int) -> dict[str, Any]:
	return {
		"no": number,
		"agent_name": row.agent_name,
		**shown.boxes(row, month),
		**shown.figures_shown(row.totals, types),
	}
