"""Exports everything that is held about a customer: a workbook, and a zip with the workbook, JSON and files (R47)."""

from __future__ import annotations

import io
import json
import zipfile
from collections.abc import Sequence
from typing import Any

import frappe
from frappe import _
from frappe.core.doctype.file.file import File
from frappe.utils import strip_html
from openpyxl import Workbook

from dianjian_app.privacy.customer_rows import CustomerRows, find_customer_rows
from dianjian_app.privacy.files import attached_to
from dianjian_app.privacy.holdings import BY_DOCTYPE
from dianjian_app.resources.intake.rejects import safe_cell
from dianjian_app.resources.numbers import extensions, vault

SKIPPED_FIELDS = (
	"doctype",
	"docstatus",
	"idx",
	"owner",
	"modified_by",
	"parentfield",
	"parenttype",
	"phone_hash",
)
LAYOUT_FIELDTYPES = ("Section Break", "Column Break", "Tab Break", "HTML", "Table", "Button")
# Frappe's records about the documents: (DocType, its two fields of reference, texts)
FRAMEWORK_RECORDS = (
	("Comment", "reference_doctype", "reference_name", ("content",)),
	("Communication", "reference_doctype", "reference_name", ("subject", "content")),
	("ToDo", "reference_type", "reference_name", ("description",)),
	("File", "attached_to_doctype", "attached_to_name", ("file_name",)),
)


def collect_customer_data(leads: Sequence[str]) -> dict[str, list[dict]]:
	"""DocType → the rows about the customers, every field with its label, oldest first; with "Phone Numbers" from the
	vault in full. For a request that a person has approved: the caller asks who may and logs it."""
	found = find_customer_rows(leads)
	data = {"Phone Numbers": _numbers(found)}
	for doctype, names in found.rows.items():
		if names:
			data[doctype] = _rows(doctype, sorted(names))
	for other, of_doctype, of_name, texts in FRAMEWORK_RECORDS:
		rows = _framework_rows(found, other, of_doctype, of_name, texts)
		if rows:
			data[other] = rows
	return data


def _framework_rows(
	found: CustomerRows, other: str, of_doctype: str, of_name: str, texts: Sequence[str]
) -> list[dict]:
	"""What people wrote about the customer's own documents."""
	rows: list[dict] = []
	for doctype, names in found.own_documents.items():
		filters = {of_doctype: doctype, of_name: ("in", sorted(names))}
		if other == "Comment":
			filters["comment_type"] = "Comment"
		for row in frappe.get_all(other, filters, ["creation", of_name, *texts], order_by="creation"):
			said = {_(frappe.get_meta(other).get_label(t)): strip_html(row.get(t) or "") for t in texts}
			rows.append({_("Document"): row.get(of_name), _("Recorded At"): row.creation, **said})
	return rows


def _numbers(found: CustomerRows) -> list[dict]:
	numbers = vault.numbers_of(found.hashes)
	refused = vault.refused(found.hashes)
	return [
		{_("Phone"): extensions.as_dialled(number), _("Do Not Call"): _("Yes") if h in refused else _("No")}
		for h, number in sorted(numbers.items(), key=lambda pair: pair[1] or "")
		if number
	]


def _rows(doctype: str, names: list[str]) -> list[dict]:
	fields = [
		df
		for df in frappe.get_meta(doctype).fields
		if df.fieldtype not in LAYOUT_FIELDTYPES and df.fieldname not in SKIPPED_FIELDS
	]
	parent = ["parent"] if BY_DOCTYPE[doctype].parent else []
	rows = frappe.get_all(
		doctype,
		{"name": ("in", names)},
		["name", "creation", *parent, *(df.fieldname for df in fields)],
		order_by="creation",
		limit_page_length=0,
	)
	return [
		{
			_("Document"): row.get("parent") or row.name,
			_("Recorded At"): row.creation,
			**{_(df.label or df.fieldname): _shown(df, row.get(df.fieldname)) for df in fields},
		}
		for row in rows
	]


def _shown(df: Any, value: object) -> object:
	if df.fieldtype == "Check":
		return _("Yes") if value else _("No")
	return _(value) if df.fieldtype == "Select" and value else value


def as_json(data: dict[str, list[dict]]) -> bytes:
	"""The data as JSON in UTF-8, with headings in the session's language."""
	named = {_(doctype): rows for doctype, rows in data.items()}
	return json.dumps(named, ensure_ascii=False, indent=1, default=str).encode()


def as_workbook(data: dict[str, list[dict]]) -> bytes:
	"""The data as a workbook with a sheet for each DocType; every cell is text and never runs as a formula."""
	workbook = Workbook(write_only=True)
	for doctype, rows in data.items():
		worksheet = workbook.create_sheet(_(doctype)[:31].replace("/", " "))
		headings = list(rows[0]) if rows else [_("Nothing is held")]
		worksheet.append([safe_cell(worksheet, text) for text in headings])
		for row in rows:
			worksheet.append([safe_cell(worksheet, row[h]) for h in headings])
	stream = io.BytesIO()
	workbook.save(stream)
	return stream.getvalue()


def as_zip(leads: Sequence[str], data: dict[str, list[dict]], name: str) -> bytes:
	"""One file with the workbook, the JSON, and the files attached to the customers' own documents."""
	stream = io.BytesIO()
	with zipfile.ZipFile(stream, "w", zipfile.ZIP_DEFLATED) as archive:
		archive.writestr(f"{name}.xlsx", as_workbook(data))
		archive.writestr(f"{name}.json", as_json(data))
		for at, file in enumerate(_files(leads), 1):
			archive.writestr(f"{_('Files')}/{at}-{file.file_name}", file.get_content())
	return stream.getvalue()


def _files(leads: Sequence[str]) -> list[File]:
	"""Files attached to the customers' own documents; workbooks of batches hold other customers as well."""
	found = find_customer_rows(leads).own_documents
	names = sorted({f for doctype, documents in found.items() for f in attached_to(doctype, documents)})
	files = [frappe.get_doc("File", name) for name in names]
	for file in files:
		file.flags.ignore_permissions = (
			True  # the request entitles the customer to them, whoever carries it out
		)
	return [file for file in files if not file.is_folder and file.exists_on_disk()]
