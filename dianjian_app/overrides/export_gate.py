"""What the overridden exports of Frappe share: the right, the log, the limit and the guard against formulas (R6, R47)."""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.desk import reportview
from frappe.utils import cint

from dianjian_app.resources.numbers.export_log import APP, may_take_out
from dianjian_app.resources.numbers.formula_guard import safe_csv, safe_workbook
from dianjian_app.row_ownership import has_owned_rows


def without_formulas(doctype: str | None, delimiter: str | None = None, *, ours: bool = False) -> None:
	"""What customers are called and say stays text in the file that Frappe is about to give out (R6)."""
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


def may_export(doctype: str, filters, options: dict) -> bool:
	if not has_owned_rows(doctype):
		return True
	frappe.permissions.can_export(doctype, raise_exception=True)
	return may_take_out(
		"DocType", doctype, count_documents(doctype, filters), _("Data in {0}").format(file_format(options))
	)


def count_documents(doctype: str, filters=None, or_filters=None) -> int:
	"""How many documents of the reader's the filters leave."""
	asked, frappe.local.form_dict = (
		frappe.local.form_dict,
		frappe._dict(
			{"doctype": doctype, "filters": _as_json(filters or []), "or_filters": _as_json(or_filters or [])}
		),
	)
	try:
		return cint(reportview.get_count())
	finally:
		frappe.local.form_dict = asked


def _as_json(value) -> str:
	return value if isinstance(value, str) else json.dumps(value)


def file_format(form) -> str:
	kind = form.get("file_format_type") or form.get("file_type")
	return kind if kind in ("CSV", "Excel") else "CSV"
