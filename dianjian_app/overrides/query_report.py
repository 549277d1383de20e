"""frappe.desk.query_report: reports of the app are exported within a limit and logged (R47)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.desk import query_report

from dianjian_app.mailing import background_export
from dianjian_app.overrides.export_gate import file_format, is_ours, without_formulas
from dianjian_app.resources.numbers.export_log import allow_export


@frappe.whitelist(methods=["POST"])
def export_report() -> None:
	"""frappe.desk.query_report.export_query: of the app's reports logged and limited. Raises PermissionError. (R47)"""
	form = frappe.local.form_dict
	ref_doctype = frappe.db.get_value("Report", form.report_name, "ref_doctype")
	if not is_ours(form.report_name):
		_give_out(ref_doctype, form.get("csv_delimiter"), ours=False)
		return
	frappe.permissions.can_export(ref_doctype, raise_exception=True)
	filters = frappe.parse_json(form.get("filters") or "{}")
	answer = query_report.run(
		form.report_name, filters, ignore_prepared_report=True, are_default_filters=False
	)
	rows, reason = len(answer.get("result") or []), _("Report in {0}").format(file_format(form))
	later = background_export.is_asked_for(form)
	if not allow_export("Report", form.report_name, rows, reason, filters):
		return
	if later:
		maker = "dianjian_app.overrides.query_report.make_file"
		background_export.queue(maker, _(form.report_name), form=dict(form))
	else:
		_give_out(ref_doctype, form.get("csv_delimiter"), ours=True)


def make_file(form: dict[str, Any]) -> None:
	"""A report's file for a job, as the request asked for it; counted and logged by the request."""
	frappe.local.form_dict = frappe._dict(form)
	ref_doctype = frappe.db.get_value("Report", form["report_name"], "ref_doctype")
	_give_out(ref_doctype, form.get("csv_delimiter"), ours=True)


def _give_out(ref_doctype: str | None, delimiter: str | None, *, ours: bool) -> None:
	query_report.export_query()
	without_formulas(ref_doctype, delimiter, ours=ours)
