"""frappe.desk.reportview: lists of the app's DocTypes are exported within a limit and logged (R47)."""

from __future__ import annotations

from typing import Any

import frappe
from frappe import _, model
from frappe.desk import reportview

from dianjian_app.mailing import background_export
from dianjian_app.overrides.export_gate import count_documents, file_format, without_formulas
from dianjian_app.resources.numbers.export_log import allow_export
from dianjian_app.row_ownership import has_owned_rows


@frappe.whitelist(methods=["POST"])
def export_list() -> None:
	"""frappe.desk.reportview.export_query: of the app's DocTypes logged and limited. Raises PermissionError. (R47)"""
	form = frappe.local.form_dict
	if not has_owned_rows(form.doctype):
		_give_out(form.doctype, form.get("csv_delimiter"))
		return
	frappe.permissions.can_export(form.doctype, raise_exception=True)
	filters = form.get("filters")
	if form.get("selected_items"):
		filters = {"name": ("in", frappe.parse_json(form.selected_items))}
	rows = count_documents(form.doctype, filters, form.get("or_filters"))
	later = background_export.is_asked_for(form)
	if not allow_export("DocType", form.doctype, rows, _("List in {0}").format(file_format(form))):
		return
	if later:
		maker = "dianjian_app.overrides.reportview.make_file"
		background_export.queue(maker, _(form.doctype), form=dict(form))
	else:
		_give_out(form.doctype, form.get("csv_delimiter"))


def _leave_out_closed_fields(doctype: str) -> None:
	"""Take fields that the asker may not read from the request: Frappe 15.0 breaks off at one."""
	asked = frappe.parse_json(frappe.local.form_dict.get("fields") or "[]")
	if not isinstance(asked, list):
		return
	columns = set(frappe.get_meta(doctype).get_valid_columns())
	closed = columns - set(model.get_permitted_fields(doctype))
	own = (field for field in asked if isinstance(field, str))
	left = [f for f in own if f.replace("`", "").removeprefix(f"tab{doctype}.") not in closed]
	frappe.local.form_dict["fields"] = frappe.as_json(left)


def make_file(form: dict[str, Any]) -> None:
	"""A list's file for a job, as the request asked for it; counted and logged by the request."""
	frappe.local.form_dict = frappe._dict(form)
	_give_out(form["doctype"], form.get("csv_delimiter"))


def _give_out(doctype: str, delimiter: str | None) -> None:
	_leave_out_closed_fields(doctype)
	reportview.export_query()
	without_formulas(doctype, delimiter)
