"""The kinds of personal data that have a retention period: which rows are due, and how they are removed (R47)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date
from typing import Any

import frappe
from frappe.query_builder.functions import Count, Min
from frappe.utils import getdate
from pypika import Criterion, Field, Table
from pypika.terms import ExistsCriterion

from dianjian_app.privacy import files
from dianjian_app.privacy.erase import AT_ONCE, blank_rows, erase
from dianjian_app.privacy.holdings import ABOUT_A_DOCUMENT, BY_DOCTYPE, ERASED, Holding

DueCondition = Callable[[Table, date], Criterion]


@dataclass(frozen=True)
class RetentionKind:
	"""A kind of personal data.

	doctype: whose rows; day: the field with the row's date; due: condition on rows that are due, given the table and the
	first day that is kept; act: removes the data of the rows with these names, so that they are no longer due; days: the
	default period; least_days: the shortest period; meaning: what is removed and what stays, for people.
	"""

	doctype: str
	day: str
	due: DueCondition
	act: Callable[[list[str]], None]
	days: int
	least_days: int
	meaning: str

	def _query(self, before: date) -> tuple[Table, Any]:
		table = frappe.qb.DocType(self.doctype)
		return table, frappe.qb.from_(table).where((table[self.day] < before) & self.due(table, before))

	def count(self, before: date) -> int:
		"""How many rows are due."""
		return self._query(before)[1].select(Count("*")).run()[0][0]

	def oldest(self, before: date) -> date | None:
		"""The oldest date among the due rows."""
		table, query = self._query(before)
		return query.select(Min(table[self.day])).run()[0][0]

	def names(self, before: date, limit: int = AT_ONCE, *, lock: bool = False) -> list[str]:
		"""Names of due rows, oldest first."""
		table, query = self._query(before)
		query = query.select(table.name).orderby(table[self.day]).orderby(table.name).limit(limit)
		return [r[0] for r in (query.for_update() if lock else query).run()]

	def remove(self, before: date) -> int:
		"""Remove the data of the next due rows; gives how many."""
		names = self.names(before, lock=True)
		if names:
			self.act(names)
		return len(names)


def _none_of(doctype: str, lead: Table, docstatus: bool = True) -> Criterion:
	other = frappe.qb.DocType(doctype)
	there = frappe.qb.from_(other).select(other.name).where(other.lead == lead.name)
	return ExistsCriterion(there.where(other.docstatus < 2) if docstatus else there).negate()


def _uncalled(lead: Table, before: date) -> Criterion:
	return (
		lead.erased_on.isnull()
		& lead.last_called_at.isnull()
		& lead.status.isin(["Pool", "Held", "Out"])
		& (lead.creation < before)
		& _none_of("Call Sheet Row", lead, docstatus=False)
		& _none_of("Visit Confirmation", lead)
		& _none_of("Inbound Call", lead, docstatus=False)
	)


def _closed(lead: Table, before: date) -> Criterion:
	return (
		lead.erased_on.isnull()
		& (lead.status == "Out")
		& _none_of("Visit Confirmation", lead)
		& _none_of("Sales Deal", lead)
		& _none_of("Customer Complaint", lead, docstatus=False)
	)


def _erase(names: list[str]) -> None:
	erase(names, with_workbooks=False)


def _blank_rows_of(doctype: str) -> Callable[[list[str]], None]:
	def blank(names: list[str]) -> None:
		blank_rows(BY_DOCTYPE[doctype], names, {})

	return blank


def _remove_workbooks(names: list[str]) -> None:
	files.remove_files(files.workbooks_of_batches(names))
	table = frappe.qb.DocType("Lead Batch")
	frappe.qb.update(table).set(table.file, None).set(table.rejects_file, None).where(
		table.name.isin(names)
	).run()


def _delete_log(names: list[str]) -> None:
	frappe.db.delete("Phone Reveal Log", {"name": ("in", names)})


VISITORS = ("visitor_name", "organisation", "companion_names", "breach", "praise", "ban_reason", "remarks")


def _blank_visitors(names: list[str]) -> None:
	"""Name, companions and document of visitors who are no customers go, with what Frappe noted of their entries."""
	blank_rows(
		Holding("Visitor Entry", identity=VISITORS, emptied=("document_kind", "document_tail")), names, {}
	)
	files.remove_files(files.attached_to("Visitor Entry", names))
	frappe.db.delete("Version", {"ref_doctype": "Visitor Entry", "docname": ("in", names)})
	frappe.db.delete("Comment", {"reference_doctype": "Visitor Entry", "reference_name": ("in", names)})
	for doctype, of_kind, of_name, texts in ABOUT_A_DOCUMENT:
		table = frappe.qb.DocType(doctype)
		query = frappe.qb.update(table).where(table[of_kind] == "Visitor Entry")
		for text in texts:
			query = query.set(table[text], ERASED)
		query.where(table[of_name].isin(names)).run()


BESIDE_A_DOCUMENT = (
	("Version", "ref_doctype", "docname"),
	("Comment", "reference_doctype", "reference_name"),
	("Communication", "reference_doctype", "reference_name"),
	("ToDo", "reference_type", "reference_name"),
	("Notification Log", "document_type", "document_name"),
)
"""Frappe's records about a document, that go with it"""


def _erase_candidates(names: list[str]) -> None:
	"""Take who candidates were from their records, files, and what Frappe keeps beside them."""
	files.remove_files(files.attached_to("Sales Candidate", names))
	table, row = frappe.qb.DocType("Sales Candidate"), frappe.qb.DocType("Candidate Interview")
	query = frappe.qb.update(table).set(table.candidate_name, ERASED).where(table.name.isin(names))
	for field in ("phone", "email", "cv", "remarks", "decision_reason", "referred_by"):
		query = query.set(table[field], None)
	query.run()
	frappe.qb.update(row).set(row.remarks, None).where(
		(row.parenttype == "Sales Candidate") & row.parent.isin(names)
	).run()
	for doctype, of_doctype, of_name in BESIDE_A_DOCUMENT:
		frappe.db.delete(doctype, {of_doctype: "Sales Candidate", of_name: ("in", names)})


def _has_left(plan: Table, before: date) -> Criterion:
	staff = frappe.qb.DocType("Sales Staff")
	left = frappe.qb.from_(staff).select(staff.name).where(staff.name == plan.agent)
	return ExistsCriterion(left.where((staff.status == "Departed") & (staff.leaving_date < before)))


def _weighed(form: Table, before: date) -> Criterion:
	appraisal = frappe.qb.DocType("Staff Appraisal")
	waits = frappe.qb.from_(appraisal).select(appraisal.name).where(appraisal.name == form.appraisal)
	return ExistsCriterion(waits.where(appraisal.stage == "Answering")).negate()


def _delete_whole(doctype: str, child: str) -> Callable[[list[str]], None]:
	"""Documents go whole: rows, files, and what Frappe keeps beside them."""

	def delete(names: list[str]) -> None:
		frappe.db.delete(child, {"parenttype": doctype, "parent": ("in", names)})
		files.remove_files(files.attached_to(doctype, names))
		for beside, of_doctype, of_name in BESIDE_A_DOCUMENT:
			frappe.db.delete(beside, {of_doctype: doctype, of_name: ("in", names)})
		frappe.db.delete(doctype, {"name": ("in", names)})

	return delete


def _delete_flags(names: list[str]) -> None:
	"""Flags go with what Frappe keeps beside them."""
	for doctype, of_doctype, of_name in BESIDE_A_DOCUMENT:
		frappe.db.delete(doctype, {of_doctype: "Review Flag", of_name: ("in", names)})
	frappe.db.delete("Review Flag", {"name": ("in", names)})


def _remove_request_files(names: list[str]) -> None:
	files.remove_files(files.attached_to("Personal Data Request", names))
	table = frappe.qb.DocType("Personal Data Request")
	query = frappe.qb.update(table).set(table.export_file, None).set(table.export_zip, None)
	query.where(table.name.isin(names)).run()


def _has_text(column: Field) -> Criterion:
	return column.isnotnull() & column.notin(["", ERASED])


RETENTION_KINDS: dict[str, RetentionKind] = {
	"Uncalled Leads": RetentionKind(
		"Call Lead",
		"date",
		_uncalled,
		_erase,
		365,
		30,
		"Customers whom nobody has called since they came: name, number and remarks go, the counts of the batch stay",
	),
	"Closed Leads": RetentionKind(
		"Call Lead",
		"last_called_at",
		_closed,
		_erase,
		730,
		90,
		"Customers who are out and never came or bought, counted from the last call: the identity goes, calls stay counted. Who refused calls stays refused by a bare hash",
	),
	"Rejected Rows": RetentionKind(
		"Lead Batch Row",
		"creation",
		lambda row, before: (
			(row.outcome == "Rejected") & (_has_text(row.customer_name) | _has_text(row.phone_mask))
		),
		_blank_rows_of("Lead Batch Row"),
		90,
		30,
		"Rows of a batch that became no lead: name and mask go, the reason and the counts stay",
	),
	"Source Workbooks": RetentionKind(
		"Lead Batch",
		"imported_at",
		lambda batch, before: (
			batch.status.isin(["Imported", "Undone"])
			& (_has_text(batch.file) | _has_text(batch.rejects_file))
		),
		_remove_workbooks,
		90,
		7,
		"The uploaded workbooks and those of rejected rows, counted from the import; the evidence of consent stays",
	),
	"Message Texts": RetentionKind(
		"Message Log",
		"date",
		lambda message, before: (
			message.status.notin(["Queued", "Sending"])
			& (_has_text(message.text) | _has_text(message.phone_mask))
		),
		_blank_rows_of("Message Log"),
		730,
		90,
		"What was written to customers, with name and mask; that a message was sent stays",
	),
	"Visitor Entries": RetentionKind(
		"Visitor Entry",
		"date",
		lambda entry, before: (
			_has_text(entry.visitor_name) & (entry.banned_until.isnull() | (entry.banned_until < getdate()))
		),
		_blank_visitors,
		365,
		30,
		"Visitors who are no customers: name, companions and what was kept of a document go; that somebody came, when, to whom and what followed stays. Who is banned stays until the ban is over",
	),
	"Reveal Log": RetentionKind(
		"Phone Reveal Log",
		"revealed_at",
		lambda log, before: log.name.isnotnull(),
		_delete_log,
		1095,
		180,
		"Lines of who saw which number; the law wants logs of six months, and records of handling for three years",
	),
	"Rejected Candidates": RetentionKind(
		"Sales Candidate",
		"decided_on",
		lambda candidate, before: (
			candidate.stage.isin(["Rejected", "Withdrawn"]) & _has_text(candidate.candidate_name)
		),
		_erase_candidates,
		180,
		30,
		"Candidates who were rejected or withdrew, counted from the decision: name, phone, CV and remarks go; source and stages stay for the funnel",
	),
	"Appraisal Forms": RetentionKind(
		"Appraisal Form",
		"due_on",
		_weighed,
		_delete_whole("Appraisal Form", "Appraisal Score"),
		365,
		90,
		"What people answered in appraisals that are weighed, counted from the last day of answering: the forms go whole, the weighed totals stay in the appraisal",
	),
	"Review Flags": RetentionKind(
		"Review Flag",
		"looked_at",
		lambda flag, before: flag.result.isin(["In Order", "Not in Order"]),
		_delete_flags,
		730,
		180,
		"Flags about staff that the manager has looked at, counted from then; what they point at stays",
	),
	"Answers of the Staff": RetentionKind(
		"Questionnaire Form",
		"due_on",
		lambda form, before: form.status != "Open",
		_delete_whole("Questionnaire Form", "Survey Answer"),
		1095,
		90,
		"What the staff answered to questionnaires, with a name or without: the answers go; what was asked and how many answered stay",
	),
	"Development Plans of Leavers": RetentionKind(
		"Development Plan",
		"from_date",
		_has_left,
		_delete_whole("Development Plan", "Development Plan Step"),
		730,
		180,
		"Development plans of people who have left, counted from the last day: the plans go, with steps and notes of talks",
	),
	"Request Files": RetentionKind(
		"Personal Data Request",
		"done_at",
		lambda request, before: _has_text(request.export_file) | _has_text(request.export_zip),
		_remove_request_files,
		30,
		1,
		"Files that were made for customers who asked what is held; that they asked stays",
	),
}
