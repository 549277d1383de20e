"""What all exports share: the right, the log, the limit of a day, and the guard against formulas (R6, R47)."""

from __future__ import annotations

import json
from collections.abc import Mapping
from typing import Any

import frappe
from frappe import _
from frappe.desk import reportview
from frappe.utils import cint

from dianjian_app.resources.numbers.export_log import APP, allow_export
from dianjian_app.resources.numbers.formula_guard import safe_csv, safe_workbook
from dianjian_app.row_ownership import has_owned_rows


def is_ours(report: str | None) -> bool:
	"""Whether a report shows rows of this app: one of the app's own, or anybody's over one of its DocTypes."""
	if not report:
		return False
	found = frappe.db.get_value("Report", report, ["module", "ref_doctype"], as_dict=True)
	return bool(found and (found.module == APP or has_owned_rows(found.ref_doctype)))


def may_export(doctype: str, filters: Any, options: Mapping[str, Any]) -> bool:
	"""Whether the session may take a DocType's rows out; that is logged. Raises PermissionError without the right."""
	if not has_owned_rows(doctype):
		return True
	frappe.permissions.can_export(doctype, raise_exception=True)
	return allow_export(
		"DocType", doctype, count_documents(doctype, filters), _("Data in {0}").format(file_format(options))
	)


def count_documents(doctype: str, filters: Any = None, or_filters: Any = None) -> int:
	"""How many of the reader's documents the filters leave."""
	asked = frappe.local.form_dict
	frappe.local.form_dict = frappe._dict(
		doctype=doctype, filters=_as_json(filters or []), or_filters=_as_json(or_filters or [])
	)
	try:
		return cint(reportview.get_count())
	finally:
		frappe.local.form_dict = asked


def _as_json(value: Any) -> str:
	return value if isinstance(value, str) else json.dumps(value)


def file_format(form: Mapping[str, Any]) -> str:
	"""The format that a request wants, by the name that the log shows."""
	kind = form.get("file_format_type") or form.get("file_type")
	return kind if kind in ("CSV", "Excel") else "CSV"


def without_formulas(doctype: str | None, delimiter: str | None = None, *, ours: bool = False) -> None:
	"""Make text of what a spreadsheet would run, in the file that Frappe is about to give out (R6).

	ours: a report of the app; else the DocType decides.
	"""
	answer = frappe.response
	if not ours and frappe.db.get_value("DocType", doctype, "module") != APP:
		return
	if answer.get("type") == "csv":
		answer["result"] = safe_csv(answer["result"])
	elif (answer.get("filename") or "").endswith(".csv"):
		text = frappe.as_unicode(answer["filecontent"])
		answer["filecontent"] = safe_csv(text, (delimiter or ",")[0]).encode()
	elif (answer.get("filename") or "").endswith(".xlsx"):
		answer["filecontent"] = safe_workbook(answer["filecontent"])
