"""Taking rows out of lists and reports: each export is one line of the log, with a limit of rows a day (R47).

Frappe's own exports of the app's DocTypes and reports pass through here (hooks.py, override_whitelisted_methods), the
app's workbooks ask `may_take_out`. They carry masks and no numbers; what is counted is how much a person carries off.
"""

from __future__ import annotations

import json

import frappe
from frappe import _
from frappe.core.doctype.data_export import exporter
from frappe.core.doctype.data_import import data_import
from frappe.desk import query_report, reportview
from frappe.query_builder.functions import Sum
from frappe.utils import cint, sbool

from dianjian_app.overrides.desk_search import guarded
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.resources.numbers.formula_guard import safe_csv, safe_workbook
from dianjian_app.resources.numbers.further_numbers import limit_alerts
from dianjian_app.resources.numbers.reveal import write_log

APP = "Dianjian App"
DEFAULT_LIMIT = 10_000


@frappe.whitelist(methods=["POST"])
def export_list():
	"""frappe.desk.reportview.export_query: of the app's DocTypes logged and limited. Raises PermissionError. (R47)"""
	form = frappe.local.form_dict
	if guarded(form.doctype):
		frappe.permissions.can_export(form.doctype, raise_exception=True)
		filters = form.get("filters")
		if form.get("selected_items"):
			filters = {"name": ("in", frappe.parse_json(form.selected_items))}
		rows = _count(form.doctype, filters, form.get("or_filters"))
		if not may_take_out("DocType", form.doctype, rows, _("List in {0}").format(_format(form))):
			return
	doctype, delimiter = form.doctype, form.get("csv_delimiter")
	reportview.export_query()
	_without_formulas(doctype, delimiter)


@frappe.whitelist(methods=["POST"])
def export_report():
	"""frappe.desk.query_report.export_query: of the app's reports logged and limited. Raises PermissionError. (R47)"""
	form = frappe.local.form_dict
	report = frappe.db.get_value("Report", form.report_name, ["module", "ref_doctype"], as_dict=True)
	ours = bool(report and (report.module == APP or guarded(report.ref_doctype)))
	if ours:
		frappe.permissions.can_export(report.ref_doctype, raise_exception=True)
		filters = frappe.parse_json(form.get("filters") or "{}")
		rows = len(query_report.run(form.report_name, filters, are_default_filters=False).get("result") or [])
		if not may_take_out(
			"Report", form.report_name, rows, _("Report in {0}").format(_format(form)), filters
		):
			return
	doctype, delimiter = report and report.ref_doctype, form.get("csv_delimiter")
	query_report.export_query()
	_without_formulas(doctype, delimiter, ours=ours)


@frappe.whitelist(methods=["POST"])
def export_data(doctype=None, **options):
	"""frappe.core.doctype.data_export.exporter.export_data, likewise. (R47)"""
	first = frappe.parse_json(doctype) if isinstance(doctype, str) and doctype[:1] == "[" else doctype
	first = first[0] if isinstance(first, list) else first
	if sbool(options.get("with_data")) and not _may_export(first, options.get("filters"), options):
		return
	frappe.call(exporter.export_data, doctype=doctype, **options)
	_without_formulas(first)


@frappe.whitelist(methods=["POST", "GET"])
def export_for_import(doctype: str, export_fields=None, export_records=None, export_filters=None, **options):
	"""frappe.core.doctype.data_import.data_import.download_template: with rows in it, an export like any other. (R47)

	Frappe asks for no right to export there; here the right, the log and the limit hold. Raises PermissionError.
	"""
	with_rows = export_records and export_records != "blank_template"
	if with_rows and guarded(doctype) and frappe.local.request.method != "POST":
		frappe.throw(_("An export is asked for by POST."), frappe.PermissionError)
	if with_rows and not _may_export(doctype, export_filters, options):
		return
	frappe.call(
		data_import.download_template,
		doctype=doctype,
		export_fields=export_fields,
		export_records=export_records,
		export_filters=export_filters,
		**options,
	)
	_without_formulas(doctype)


@frappe.whitelist()
def export_errored_rows(data_import_name: str):
	"""frappe.core.doctype.data_import.data_import.download_errored_template for who may read the import, as text. (R6, R47)

	Frappe asks for no right there. Raises PermissionError.
	"""
	frappe.has_permission("Data Import", "read", data_import_name, throw=True)
	data_import.download_errored_template(data_import_name)
	_without_formulas(frappe.db.get_value("Data Import", data_import_name, "reference_doctype"))


def _without_formulas(doctype: str | None, delimiter: str | None = None, *, ours: bool = False) -> None:
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


def _may_export(doctype: str, filters, options: dict) -> bool:
	if not guarded(doctype):
		return True
	frappe.permissions.can_export(doctype, raise_exception=True)
	return may_take_out(
		"DocType", doctype, _count(doctype, filters), _("Data in {0}").format(_format(options))
	)


def _count(doctype: str, filters=None, or_filters=None) -> int:
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


def _format(form) -> str:
	kind = form.get("file_format_type") or form.get("file_type")
	return kind if kind in ("CSV", "Excel") else "CSV"


def may_take_out(doctype: str, name: str, rows: int, reason: str, place: dict | None = None) -> bool:
	"""Log an export of so many rows, or refuse it past the limit of a day (R47).

	doctype, name: "Report" or "DocType" and which; place: filters that may name centre and sales_group, else the
	reader's own. Refused, the answer is a page that says so, the line stays in the log, and the leader is told: so the
	caller gives nothing else. Zero rows need no leave, and no line.
	"""
	if not rows:
		return True
	limit = limit_alerts.allowed("export_limit_per_day", DEFAULT_LIMIT)
	taken = _taken_today(frappe.session.user)
	doc = _place(place)
	if taken + rows <= limit:
		write_log("Export", doctype, name, rows, reason, doc=doc)
		return True
	limit_alerts.past_the_limit(limit_alerts.EXPORTS, limit)
	write_log("Export", doctype, name, rows, reason, refused=True, doc=doc)
	message = _("You may export {0} rows a day; {1} were exported today and these are {2}.")
	advice = _("Filter for fewer rows, or ask your leader.")
	frappe.respond_as_web_page(
		_("Limit of a Day"),
		f"{message.format(limit, taken, rows)} {advice}",
		http_status_code=403,
		primary_action="/app",
		primary_label=_("Back"),
	)
	return False


def _place(filters: dict | None):
	"""Where the line belongs: the filters' place, else the reader's own, so that their leader finds it."""
	filters = filters or {}
	if filters.get("centre") or filters.get("sales_group"):
		return frappe._dict(centre=filters.get("centre"), sales_group=filters.get("sales_group"))
	staff = staff_of_user(frappe.session.user)
	return staff and frappe.db.get_value("Sales Staff", staff, ["centre", "sales_group"], as_dict=True)


def _taken_today(user: str) -> int:
	"""Rows this user exported today; the user's row is locked so that two requests count one by one."""
	frappe.db.get_value("User", user, "name", for_update=True)
	log = frappe.qb.DocType("Phone Reveal Log")
	query = frappe.qb.from_(log).for_update().select(Sum(log.row_count))
	mine = (log.user == user) & (log.kind == "Export") & (log.refused == 0)
	return cint(query.where(mine & (log.revealed_at >= limit_alerts.EXPORTS.since())).run()[0][0])
