"""frappe.desk.query_report: reports of the app are exported within a limit and logged (R47)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.desk import query_report

from dianjian_app.overrides.export_gate import file_format, without_formulas
from dianjian_app.resources.numbers.export_log import APP, may_take_out
from dianjian_app.row_ownership import has_owned_rows


@frappe.whitelist(methods=["POST"])
def export_report():
	"""frappe.desk.query_report.export_query: of the app's reports logged and limited. Raises PermissionError. (R47)"""
	form = frappe.local.form_dict
	report = frappe.db.get_value("Report", form.report_name, ["module", "ref_doctype"], as_dict=True)
	ours = bool(report and (report.module == APP or has_owned_rows(report.ref_doctype)))
	if ours:
		frappe.permissions.can_export(report.ref_doctype, raise_exception=True)
		filters = frappe.parse_json(form.get("filters") or "{}")
		rows = len(query_report.run(form.report_name, filters, are_default_filters=False).get("result") or [])
		if not may_take_out(
			"Report", form.report_name, rows, _("Report in {0}").format(file_format(form)), filters
		):
			return
	doctype, delimiter = report and report.ref_doctype, form.get("csv_delimiter")
	query_report.export_query()
	without_formulas(doctype, delimiter, ours=ours)
