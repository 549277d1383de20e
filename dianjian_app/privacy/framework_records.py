"""Erases customers from Frappe's own records: versions, comments, mails, notes, deleted documents, search (R47)."""

from __future__ import annotations

import re
from collections.abc import Iterable

import frappe
from frappe.query_builder.functions import Count
from frappe.utils.global_search import sync_global_search
from pypika import Case, Criterion, Table

from dianjian_app.privacy import files, versions
from dianjian_app.privacy.customer_rows import CustomerRows
from dianjian_app.privacy.holdings import (
	ABOUT_A_DOCUMENT,
	BY_DOCTYPE,
	ERASED,
	HOLDINGS,
	WRITTEN_COMMENTS,
)
from dianjian_app.value_lists import among

CHUNK = 500
APP = "Dianjian App"
_JSON_STRING = re.compile(r'"((?:[^"\\]|\\.)*)"')
# DocTypes whose deleted documents are removed instead of blanked
DELETED_COPIES = ("Comment", "Communication", "ToDo", "File")


def blank_framework_records(found: CustomerRows) -> int:
	"""Blank or remove Frappe's records about the documents found; gives how many rows."""
	sync_global_search()  # otherwise waiting entries would be indexed after the removal
	count = 0
	for doctype, names in found.documents.items():
		count += _blank_versions(doctype, names, found)
	for doctype, names in found.own_documents.items():
		for chunk in _chunks(names):
			count += (
				_blank_comments(doctype, chunk)
				+ _blank_references(doctype, chunk)
				+ _delete_mails(doctype, chunk)
			)
			_clear_framework_columns(doctype, chunk)
			_remove_from_search(doctype, chunk)
	return count + _blank_deleted_documents(found)


def _blank_versions(doctype: str, names: Iterable[str], found: CustomerRows) -> int:
	fields, children = _identity_fields(doctype)
	rows = {name for holding in HOLDINGS if holding.parent == doctype for name in found.rows[holding.doctype]}
	count = 0
	for chunk in _chunks(names):
		stored = frappe.get_all(
			"Version", {"ref_doctype": doctype, "docname": ("in", chunk)}, ["name", "data"]
		)
		for row in stored:
			data = versions.blank_version_data(
				row.data, fields, children, found.leads, None if fields else rows
			)
			if data is not None:
				frappe.db.set_value("Version", row.name, "data", data, update_modified=False)
				count += 1
	return count


def _identity_fields(doctype: str) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
	"""(the document's own fields, table field → fields of its rows) that identify the customer."""
	own = BY_DOCTYPE.get(doctype)
	fields = (*own.identity, *own.emptied, *own.hashes) if own and own.one_customer else ()
	children = {
		table.fieldname: (*child.identity, *child.hashes)
		for table in frappe.get_meta(doctype).get_table_fields()
		if (child := BY_DOCTYPE.get(table.options))
	}
	return fields, children


def _blank_comments(doctype: str, names: list[str]) -> int:
	comment = frappe.qb.DocType("Comment")
	here = (comment.reference_doctype == doctype) & comment.reference_name.isin(names)
	written = here & comment.comment_type.isin(WRITTEN_COMMENTS) & (comment.content != ERASED)
	count = _count(comment, written)
	if count:
		frappe.qb.update(comment).set(comment.content, ERASED).where(written).run()
	return count


def _blank_references(doctype: str, names: list[str]) -> int:
	count = 0
	for other, of_doctype, of_name, texts in ABOUT_A_DOCUMENT:
		table = frappe.qb.DocType(other)
		here = (table[of_doctype] == doctype) & table[of_name].isin(names)
		found = _count(table, here)
		if found:
			query = frappe.qb.update(table).where(here)
			for text in texts:
				empty = table[text].isnull() | (table[text] == "")
				query = query.set(table[text], Case().when(empty, table[text]).else_(ERASED))
			query.run()
			count += found
	return count


def _delete_mails(doctype: str, names: list[str]) -> int:
	"""Delete mails about the documents, sent or not: a blanked mail could not be sent."""
	queued = frappe.get_all(
		"Email Queue", {"reference_doctype": doctype, "reference_name": ("in", names)}, pluck="name"
	)
	if queued:
		frappe.db.delete("Email Queue Recipient", {"parent": ("in", [str(name) for name in queued])})
		frappe.db.delete("Email Queue", {"name": ("in", queued)})
	return len(queued)


def _clear_framework_columns(doctype: str, names: list[str]) -> None:
	"""Clear Frappe's columns with excerpts of comments and tags. A table gets them with its first comment."""
	table = frappe.qb.DocType(doctype)
	there = [c for c in ("_comments", "_user_tags") if c in frappe.db.get_table_columns(doctype)]
	if there:
		query = frappe.qb.update(table).where(table.name.isin(names))
		for column in there:
			query = query.set(table[column], None)
		query.run()


def _remove_from_search(doctype: str, names: list[str]) -> None:
	table = frappe.qb.Table("__global_search")
	frappe.qb.from_(table).delete().where((table.doctype == doctype) & table.name.isin(names)).run()


def _blank_deleted_documents(found: CustomerRows) -> int:
	"""Blank copies of deleted drafts; remove copies of deleted comments, mails, tasks and files."""
	doctypes = sorted({*DELETED_COPIES, *(h.parent or h.doctype for h in HOLDINGS)})
	about, count, last = {name for names in found.own_documents.values() for name in names}, 0, ""
	table = frappe.qb.DocType("Deleted Document")
	while True:
		query = frappe.qb.from_(table).select(table.name, table.deleted_doctype, table.data)
		query = query.where(table.deleted_doctype.isin(doctypes) & (table.name > last))
		rows = query.orderby(table.name).limit(CHUNK).run(as_dict=True)
		if not rows:
			return count
		last = rows[-1].name
		for row in rows:
			if about.isdisjoint(_JSON_STRING.findall(row.data or "")):
				continue
			if row.deleted_doctype in DELETED_COPIES:
				frappe.db.delete("Deleted Document", {"name": row.name})
				count += 1
				continue
			own = BY_DOCTYPE.get(row.deleted_doctype)
			fields = (*own.identity, *own.emptied, *own.hashes) if own else ()
			children = _identity_fields(row.deleted_doctype)[1]
			data = versions.blank_document_data(row.data, fields, children, about)
			if data is not None:
				frappe.db.set_value("Deleted Document", row.name, "data", data, update_modified=False)
				count += 1


def delete_prepared_reports() -> int:
	"""Delete the results of prepared reports of the app, which can be prepared again; gives how many."""
	reports = frappe.get_all("Report", {"module": APP}, pluck="name")
	names = frappe.get_all("Prepared Report", {"report_name": ("in", among(reports))}, pluck="name")
	if names:
		files.remove_files(files.attached_to("Prepared Report", names))
		frappe.db.delete("Prepared Report", {"name": ("in", names)})
	return len(names)


def _count(table: Table, condition: Criterion) -> int:
	return frappe.qb.from_(table).select(Count("*")).where(condition).run()[0][0]


def _chunks(names: Iterable[str]) -> Iterable[list[str]]:
	ordered = sorted(names)
	return (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))
