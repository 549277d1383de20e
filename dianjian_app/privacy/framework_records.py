"""What Frappe keeps beside the documents: changes, comments, mails, notes, deleted copies, search (R47)."""

from __future__ import annotations

import re
from collections.abc import Iterable

import frappe
from frappe.query_builder.functions import Count
from frappe.utils.global_search import sync_global_search
from pypika import Case

from dianjian_app.privacy import files, versions
from dianjian_app.privacy.customer_rows import Found
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
_TEXT = re.compile(r'"((?:[^"\\]|\\.)*)"')
# copies of what was deleted beside a document
TRASH = ("Comment", "Communication", "ToDo", "File")


def blank(found: Found) -> int:
	"""Blank all of it for the documents found; gives how many rows were changed or removed."""
	sync_global_search()  # what waits to be indexed would come after what is removed here
	count = 0
	for doctype, names in found.documents.items():
		count += _versions(doctype, names, found)
	for doctype, names in found.whole.items():
		for chunk in _chunks(names):
			count += _comments(doctype, chunk) + _about(doctype, chunk) + _mails(doctype, chunk)
			_columns(doctype, chunk)
			_search(doctype, chunk)
	return count + _deleted(found)


def _versions(doctype: str, names: Iterable[str], found: Found) -> int:
	fields, children = _texts_of(doctype)
	rows = {name for holding in HOLDINGS if holding.parent == doctype for name in found.rows[holding.doctype]}
	count = 0
	for chunk in _chunks(names):
		stored = frappe.get_all(
			"Version", {"ref_doctype": doctype, "docname": ("in", chunk)}, ["name", "data"]
		)
		for row in stored:
			data = versions.blanked(row.data, fields, children, found.leads, None if fields else rows)
			if data is not None:
				frappe.db.set_value("Version", row.name, "data", data, update_modified=False)
				count += 1
	return count


def _texts_of(doctype: str) -> tuple[tuple[str, ...], dict[str, tuple[str, ...]]]:
	"""(fields of the document itself, table field → fields of its rows) that are identity."""
	own = BY_DOCTYPE.get(doctype)
	fields = (*own.identity, *own.emptied, *own.hashes) if own and own.whole else ()
	children = {
		table.fieldname: (*child.identity, *child.hashes)
		for table in frappe.get_meta(doctype).get_table_fields()
		if (child := BY_DOCTYPE.get(table.options))
	}
	return fields, children


def _comments(doctype: str, names: list[str]) -> int:
	comment = frappe.qb.DocType("Comment")
	here = (comment.reference_doctype == doctype) & comment.reference_name.isin(names)
	written = here & comment.comment_type.isin(WRITTEN_COMMENTS) & (comment.content != ERASED)
	count = _count(comment, written)
	if count:
		frappe.qb.update(comment).set(comment.content, ERASED).where(written).run()
	return count


def _about(doctype: str, names: list[str]) -> int:
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


def _mails(doctype: str, names: list[str]) -> int:
	"""Mails about the documents go, sent or not: one half-written could not be sent any more."""
	queued = frappe.get_all(
		"Email Queue", {"reference_doctype": doctype, "reference_name": ("in", names)}, pluck="name"
	)
	if queued:
		frappe.db.delete("Email Queue Recipient", {"parent": ("in", [str(name) for name in queued])})
		frappe.db.delete("Email Queue", {"name": ("in", queued)})
	return len(queued)


def _columns(doctype: str, names: list[str]) -> None:
	"""Frappe's own columns with snippets of comments and tags; they come with the first comment, so not everywhere."""
	table = frappe.qb.DocType(doctype)
	there = [c for c in ("_comments", "_user_tags") if c in frappe.db.get_table_columns(doctype)]
	if there:
		query = frappe.qb.update(table).where(table.name.isin(names))
		for column in there:
			query = query.set(table[column], None)
		query.run()


def _search(doctype: str, names: list[str]) -> None:
	table = frappe.qb.Table("__global_search")
	frappe.qb.from_(table).delete().where((table.doctype == doctype) & table.name.isin(names)).run()


def _deleted(found: Found) -> int:
	"""Copies of deleted drafts lose the identity; those of deleted comments, mails, notes and files go."""
	doctypes = sorted({*TRASH, *(h.parent or h.doctype for h in HOLDINGS)})
	about, count, last = {name for names in found.whole.values() for name in names}, 0, ""
	table = frappe.qb.DocType("Deleted Document")
	while True:
		query = frappe.qb.from_(table).select(table.name, table.deleted_doctype, table.data)
		query = query.where(table.deleted_doctype.isin(doctypes) & (table.name > last))
		rows = query.orderby(table.name).limit(CHUNK).run(as_dict=True)
		if not rows:
			return count
		last = rows[-1].name
		for row in rows:
			if about.isdisjoint(_TEXT.findall(row.data or "")):
				continue
			if row.deleted_doctype in TRASH:
				frappe.db.delete("Deleted Document", {"name": row.name})
				count += 1
				continue
			own = BY_DOCTYPE.get(row.deleted_doctype)
			fields = (*own.identity, *own.emptied, *own.hashes) if own else ()
			children = _texts_of(row.deleted_doctype)[1]
			data = versions.blanked_document(row.data, fields, children, about)
			if data is not None:
				frappe.db.set_value("Deleted Document", row.name, "data", data, update_modified=False)
				count += 1


def drop_prepared_reports() -> int:
	"""Results of reports that somebody had prepared: copies, made again when asked for."""
	reports = frappe.get_all("Report", {"module": APP}, pluck="name")
	names = frappe.get_all("Prepared Report", {"report_name": ("in", among(reports))}, pluck="name")
	if names:
		files.remove_files(files.attached_to("Prepared Report", names))
		frappe.db.delete("Prepared Report", {"name": ("in", names)})
	return len(names)


def _count(table, condition) -> int:
	return frappe.qb.from_(table).select(Count("*")).where(condition).run()[0][0]


def _chunks(names: Iterable[str]) -> Iterable[list[str]]:
	ordered = sorted(names)
	return (ordered[at : at + CHUNK] for at in range(0, len(ordered), CHUNK))
