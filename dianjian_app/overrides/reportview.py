"""frappe.desk.reportview: lists of the app's DocTypes are exported within a limit and logged (R47)."""

from __future__ import annotations

import frappe
from frappe import _
from frappe.desk import reportview

from dianjian_app.overrides.export_gate import count_documents, file_format, without_formulas
from dianjian_app.resources.numbers.export_log import may_take_out
from dianjian_app.row_ownership import has_owned_rows


@frappe.whitelist(methods=["POST"])
def export_list():
	"""frappe.desk.reportview.export_query: of the app's DocTypes logged and limited. Raises PermissionError. (R47)"""
	form = frappe.local.form_dict
	if has_owned_rows(form.doctype):
		frappe.permissions.can_export(form.doctype, raise_exception=True)
		filters = form.get("filters")
		if form.get("selected_items"):
			filters = {"name": ("in", frappe.parse_json(form.selected_items))}
		rows = count_documents(form.doctype, filters, form.get("or_filters"))
		if not may_take_out("DocType", form.doctype, rows, _("List in {0}").format(file_format(form))):
			return
	doctype, delimiter = form.doctype, form.get("csv_delimiter")
	reportview.export_query()
	without_formulas(doctype, delimiter)
