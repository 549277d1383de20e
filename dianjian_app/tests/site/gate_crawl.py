"""Everything that one user gets out of the site, door by door, and the phone numbers that stand in it (R47)."""

from __future__ import annotations

import inspect
import io
import json
import re
from collections.abc import Iterable

import frappe
import frappe.api
import openpyxl
from frappe.utils import global_search
from werkzeug.test import EnvironBuilder
from werkzeug.wrappers import Request

from dianjian_app import row_ownership
from dianjian_app.tests.builders import as_user
from dianjian_app.tests.site.asking import ask
from dianjian_app.tests.site.report_world import every_report
from dianjian_app.tests.site.who_sees_what import SEES

FRAPPES = (
	*(
		"Comment",
		"Version",
		"ToDo",
		"Notification Log",
		"Communication",
		"Email Queue",
		"File",
		"Activity Log",
	),
	*("Access Log", "Error Log", "Deleted Document", "View Log", "Note", "Event", "Data Import", "DocShare"),
)
PRINTED = ("Call Sheet", "Invitation Register", "Visit Confirmation", "Sales Deal", "Call Lead")
LINKED = ("Call Lead",)
WITH_CUSTOMERS = ("phone_mask", "customer_name", "lead", "remarks", "reason", "text", "description")
DOCUMENTS = 2
_RUN = re.compile(r"\d(?:[ \-]?\d){6,}")


def numbers_in(text: str, wanted: Iterable[str]) -> set[str]:
	"""Which of the numbers (E.164) stand in a text, with or without their country code, in groups or not."""
	forms = {}
	for number in wanted:
		forms[number[1:]] = number
		if number.startswith("+86"):
			forms[number[3:]] = number
	lengths = {len(form) for form in forms}
	found = set()
	for run in _RUN.finditer(text):
		digits = re.sub(r"\D", "", run[0])
		for length in lengths:
			found.update(forms.get(digits[i : i + length]) for i in range(len(digits) - length + 1))
	return found - {None}


class Crawl:
	"""What a user was told, by door: answers[door] is a list of texts."""

	def __init__(self, user: str):
		self.user = user
		self.answers: dict[str, list[str]] = {}
		self.questions: dict[str, list[str]] = {}
		"""by door, what each of the answers was asked with"""

	def all(self, doctypes: Iterable[str] = (*SEES, *FRAPPES)) -> Crawl:
		"""Every door there is."""
		for doctype in doctypes:
			self.lists(doctype)
			self.documents(doctype)
		for child, parent in row_ownership.parents_of_children():
			form = {"doctype": child, "parent": parent, "fields": columns(child), "limit_page_length": 100}
			self.take("child list", "frappe.client.get_list", **form, order_by=f"`tab{child}`.creation desc")
		self.reports()
		self.searches()
		return self

	def text(self) -> str:
		return "\n".join(text for texts in self.answers.values() for text in texts)

	def doors_showing(self, number: str) -> set[str]:
		"""The doors that showed a number."""
		return {door for door, texts in self.answers.items() if numbers_in("\n".join(texts), [number])}

	def take(self, door: str, method: str, **form):
		"""Ask, and keep the answer; None where it was refused."""
		try:
			answer = ask(self.user, method, **form)
		except (frappe.PermissionError, frappe.ValidationError, frappe.DoesNotExistError):
			return None
		self._keep(door, answer, json.dumps(form, default=str, ensure_ascii=False))
		return answer

	def _keep(self, door: str, answer, asked: str) -> None:
		self.questions.setdefault(door, []).append(asked)
		content = isinstance(answer, dict) and (answer.get("filecontent") or answer.get("result"))
		if isinstance(content, bytes) and content[:2] == b"PK":
			answer = _cells(content)
		elif isinstance(content, bytes):
			answer = content.decode("utf-8-sig")
		self.answers.setdefault(door, []).append(
			# documents as the browser gets them, children and what is loaded beside them included
			answer if isinstance(answer, str) else frappe.as_json(answer)
		)

	def lists(self, doctype: str) -> None:
		newest = {"order_by": f"`tab{doctype}`.creation desc"}
		meta, fields = frappe.get_meta(doctype), columns(doctype)
		form = {"doctype": doctype, "fields": fields}
		self.take("client list", "frappe.client.get_list", **form, limit_page_length=100, **newest)
		self.take("list", "frappe.desk.reportview.get", **form, page_length=100, start=0, **newest)
		self.take("link search", "frappe.desk.search.search_link", doctype=doctype, txt="", page_length=100)
		self.rest(doctype, fields=json.dumps(fields), limit_page_length="100", **newest)
		if doctype in SEES and any(meta.has_field(f) for f in WITH_CUSTOMERS):
			self.exports(doctype, fields, newest)

	def exports(self, doctype: str, fields: list[str], newest: dict) -> None:
		meta, form = frappe.get_meta(doctype), {"doctype": doctype, "fields": fields}
		for kind in ("CSV", "Excel"):
			export = {"file_format_type": kind, "title": doctype, **form, **newest}
			self.take(f"{kind} export", "frappe.desk.reportview.export_query", **export)
		data_export = "frappe.core.doctype.data_export.exporter.export_data"
		columns = {doctype: [f.fieldname for f in meta.fields if f.fieldname in fields]}
		if not any(getattr(f, "is_virtual", 0) for f in meta.fields):  # Frappe 15.0 fails at those
			export = {"with_data": 1, "select_columns": columns, "file_type": "CSV"}
			self.take("data export", data_export, doctype=doctype, **export)
		self.take(
			"data import's export",
			"frappe.core.doctype.data_import.data_import.download_template",
			doctype=doctype,
			export_fields=columns,
			export_records="all",
		)

	def documents(self, doctype: str) -> None:
		for name in frappe.get_all(doctype, order_by="creation desc", limit=DOCUMENTS, pluck="name"):
			name = str(name)
			self.take("client document", "frappe.client.get", doctype=doctype, name=name)
			self.take("form", "frappe.desk.form.load.getdoc", doctype=doctype, name=name)
			if doctype in LINKED:
				self.take("linked", "frappe.desk.form.linked_with.get", doctype=doctype, docname=name)
			self.take("title", "frappe.desk.search.get_link_title", doctype=doctype, docname=name)
			self.rest(f"{doctype}/{name}")
			if doctype in PRINTED:
				formats = frappe.get_all("Print Format", {"doc_type": doctype}, pluck="name")
				method = "frappe.www.printview.get_html_and_style"
				for print_format in ("Standard", *formats):
					self.take("print", method, doc=doctype, name=name, print_format=print_format)

	def rest(self, path: str, **query) -> None:
		"""GET /api/resource/…, through Frappe's own routing."""
		frappe.local.message_log, frappe.flags.error_message = [], None  # each request has its own
		try:
			with as_user(self.user):
				environ = EnvironBuilder(path=f"/api/resource/{path}", query_string=query).get_environ()
				frappe.local.request = Request(environ)
				frappe.local.response = frappe._dict()
				frappe.local.form_dict = frappe._dict(query)
				answer = frappe.api.handle(*([frappe.local.request] if _takes_request() else []))
				self._keep("REST", answer.get_data(as_text=True), path)
		except (frappe.PermissionError, frappe.ValidationError, frappe.DoesNotExistError):
			pass
		finally:
			frappe.local.message_log = []
			del frappe.local.request

	def reports(self) -> None:
		for report, filters in every_report().items():
			form = {"report_name": report, "filters": filters}
			shown = self.take("report", "frappe.desk.query_report.run", **form)
			rows = list(range(len((shown or {}).get("result") or [])))
			export = {**form, "file_format_type": "Excel", "visible_idx": rows}
			self.take("report's export", "frappe.desk.query_report.export_query", **export)
			self.take(
				"report in Excel",
				"dianjian_app.workbooks.report_workbook.download",
				report=report,
				filters=filters,
			)

	def searches(self) -> None:
		global_search.sync_global_search()
		for text in ("客户", "138", "135", "Lead"):
			self.take("global search", "frappe.utils.global_search.search", text=text, limit=100)
		logs = "frappe.desk.doctype.notification_log.notification_log.get_notification_logs"
		self.take("notifications", logs, limit=100)


def columns(doctype: str) -> list[str]:
	"""Every stored field by name: of child rows, `*` gives names alone."""
	meta = frappe.get_meta(doctype)
	return [f for f in meta.get_valid_columns() if not getattr(meta.get_field(f), "is_virtual", 0)]


def _takes_request() -> bool:
	return bool(inspect.signature(frappe.api.handle).parameters)


def _cells(content: bytes) -> str:
	book = openpyxl.load_workbook(io.BytesIO(content))
	return "\n".join(str(c) for sheet in book for row in sheet.iter_rows(values_only=True) for c in row if c)
