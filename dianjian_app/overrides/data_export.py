"""frappe.core.doctype.data_export: rows of the app's DocTypes are exported within a limit and logged (R47)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe.core.doctype.data_export import exporter
from frappe.utils import sbool

from dianjian_app.overrides.export_gate import may_export, without_formulas


@frappe.whitelist(methods=["POST"])
def export_data(doctype: str | list | None = None, **options: Any) -> None:
	"""frappe.core.doctype.data_export.exporter.export_data, likewise. (R47)"""
	first = frappe.parse_json(doctype) if isinstance(doctype, str) and doctype[:1] == "[" else doctype
	first = first[0] if isinstance(first, list) else first
	if sbool(options.get("with_data")) and not may_export(first or "", options.get("filters"), options):
		return
	frappe.call(exporter.export_data, doctype=doctype, **options)
	without_formulas(first)
