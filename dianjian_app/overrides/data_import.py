"""frappe.core.doctype.data_import: templates with rows in them are exports like any other (R6, R47)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.data_import import data_import

from dianjian_app.overrides.export_gate import may_export, without_formulas
from dianjian_app.row_ownership import has_owned_rows


@frappe.whitelist(methods=["POST", "GET"])
def export_for_import(
	doctype: str,
	export_fields: str | list | dict | None = None,
	export_records: str | None = None,
	export_filters: str | list | dict | None = None,
	**options: Any,
) -> None:
	"""frappe.core.doctype.data_import.data_import.download_template: with rows in it, an export like any other. (R47)

	Frappe asks for no right to export there; here the right, the log and the limit hold. Raises PermissionError.
	"""
	with_rows = export_records and export_records != "blank_template"
	if with_rows and has_owned_rows(doctype) and frappe.local.request.method != "POST":
		frappe.throw(_("An export is asked for by POST."), frappe.PermissionError)
	if with_rows and not may_export(doctype, export_filters, options):
		return
	frappe.call(
		data_import.download_template,
		doctype=doctype,
		export_fields=export_fields,
		export_records=export_records,
		export_filters=export_filters,
		**options,
	)
	without_formulas(doctype)


@frappe.whitelist()
def export_errored_rows(data_import_name: str) -> None:
	"""frappe.core.doctype.data_import.data_import.download_errored_template for who may read the import, as text. (R6, R47)

	Frappe asks for no right there. Raises PermissionError.
	"""
	frappe.get_doc("Data Import", data_import_name).check_permission()
	data_import.download_errored_template(data_import_name)
	without_formulas(frappe.db.get_value("Data Import", data_import_name, "reference_doctype"))
