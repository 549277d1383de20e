"""Any report of the app in Excel as a person would format it: title, filters, widths, kinds, totals, frozen headings."""

from __future__ import annotations

import re
from datetime import date, datetime
from typing import Any

import frappe
from frappe import _
from frappe.desk import query_report
from frappe.utils import cint, format_date, getdate, strip_html
from openpyxl import Workbook
from openpyxl.styles import Alignment
from openpyxl.utils import get_column_letter

from dianjian_app.in_words import told
from dianjian_app.reporting.period import as_of
from dianjian_app.workbooks import paper_form
from dianjian_app.workbooks.download import FormError, send
from dianjian_app.workbooks.paper_form import Column

APP = "Dianjian App"
KINDS = {"Int": "number", "Float": "decimal", "Currency": "money", "Percent": "points", "Date": "date"}


@frappe.whitelist(methods=["POST"])
def download(report: str, filters: str | dict | None = None) -> None:
	"""A report of the app as a workbook; that is recorded, and limited in a day (R44-R47).

	report: name of a Report of this app; filters: as the report takes them, JSON from the desk. Raises FormError,
	PermissionError, and what the report refuses.
	"""
	check_is_ours(report)
	wanted = frappe.parse_json(filters) if isinstance(filters, str) else (filters or {})
	answer = query_report.run(report, wanted, ignore_prepared_report=True)
	columns, rows = answer["columns"], rows_of(answer)
	workbook = book(report, columns, rows, wanted)
	send(workbook, f"{_(report)} {as_of()}", ("Report", report), len(rows), wanted)


def check_is_ours(report: str) -> None:
	"""Raises FormError for a Report of another app."""
	if frappe.db.get_value("Report", report, "module") != APP:
		frappe.throw(_("{0} is not a report of this app.").format(report), FormError)


def rows_of(answer: dict) -> list[dict]:
	"""The rows of a report's answer; Frappe's own line of totals, which is a bare list, among them (R44)."""
	names = [c["fieldname"] for c in answer["columns"]]
	label = next((c["fieldname"] for c in answer["columns"] if c["fieldtype"] in ("Data", "Link")), None)
	rows = []
	for row in answer["result"]:
		if isinstance(row, list):
			row = {**dict(zip(names, row, strict=True)), "is_sum": 1}
			row.update({names[0]: "", label: _("Totals")} if label else {names[0]: ""})
		rows.append(row)
	return rows


def book(report: str, columns: list[dict], rows: list[dict], filters: dict) -> Workbook:
	"""The workbook of a report's columns and rows."""
	workbook = Workbook()
	sheet = workbook.active
	sheet.title = paper_form.sheet_name(_(report), ())
	form = [_column(c, rows) for c in columns if not c.get("hidden")]
	paper_form.title(sheet, 1, _(report), len(form), size=16)
	paper_form.line_of_text(sheet, 2, [_filters_text(filters) or format_date(as_of())], len(form))
	paper_form.headings(sheet, 3, form)
	sheet.row_dimensions[3].height = 32
	for index, row in enumerate(rows, 4):
		paper_form.body(sheet, index, form, {c.key: _value(row.get(c.key), c.kind) for c in form})
		if row.get("bold") or row.get("is_sum"):
			for column in range(1, len(form) + 1):
				paper_form.style(sheet.cell(index, column), bold=True)
		if row.get("indent"):
			sheet.cell(index, 1).alignment = Alignment(vertical="center", indent=cint(row["indent"]))
	last = max(3 + len(rows), 4)
	paper_form.page(sheet, len(form), last, 3)
	sheet.auto_filter.ref = f"A3:{get_column_letter(len(form))}{last}"
	return workbook


def _column(column: dict, rows: list[dict]) -> Column:
	kind = KINDS.get(column.get("fieldtype") or "", "text")
	label = strip_html(column.get("label") or "")
	longest = max((_width(r.get(column["fieldname"])) for r in rows[:500]), default=0)
	heading = _width(label)
	# the heading of a figure stands in two lines, so that a wide report is still read on paper
	least = max(heading // 2 + 1, 5) if kind in ("number", "decimal", "points") else max(min(heading, 14), 8)
	width = min(max(longest, least) + 2, 42)
	return Column(column["fieldname"], label, width, kind)


def _width(value: object) -> int:
	"""How many places a value takes: Chinese characters take two."""
	if isinstance(value, date):
		return 15 if isinstance(value, datetime) else 10
	text = "" if value is None else f"{value:,}" if isinstance(value, int | float) else str(value)
	return sum(2 if ord(c) > 0x2E7F else 1 for c in text)


def _value(value: Any, kind: str) -> Any:
	if value is None or value == "":
		return ""
	if kind == "text":
		if isinstance(value, datetime):
			return value.strftime("%Y-%m-%d %H:%M")
		return re.sub(r"<[^>]+>", "", str(value))
	if kind == "date":
		return getdate(value)
	return value


def _filters_text(filters: dict) -> str:
	shown = [told(_(key.replace("_", " ").title()), _(str(v))) for key, v in filters.items() if v]
	return "    ".join(shown)
