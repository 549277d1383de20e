"""The one way in which the app gives a workbook out: its rows are logged and limited in a day (R47)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from openpyxl import Workbook

from dianjian_app.resources.numbers import export_log
from dianjian_app.workbooks import paper_form

Flag = int | str | bool
"""a switch as the desk sends it"""


class FormError(frappe.ValidationError):
	"""A form cannot be made or taken back."""


def new_workbook() -> Workbook:
	"""A workbook without any sheet."""
	workbook = Workbook()
	workbook.remove(workbook.active)
	return workbook


def send(
	workbook: Workbook,
	filename: str,
	about: tuple[str, str],
	rows: int,
	place: dict[str, Any] | None = None,
) -> None:
	"""Answer the request with a workbook, or with a page that refuses it past the limit of a day.

	filename: without its ending; about: ("Report", name) or ("DocType", name); rows: how many the reader carries off, 0 for
	a blank form; place: filters that may name centre and sales_group.
	"""
	if not export_log.allow_export(*about, rows, _("Workbook in {0}").format("Excel"), place):
		return
	frappe.local.response.filename = f"{filename}.xlsx"
	frappe.local.response.filecontent = paper_form.as_bytes(workbook)
	frappe.local.response.type = "binary"
