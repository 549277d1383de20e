"""The kinds of personal data with a retention period: what is due, and how it goes (R47)."""

from __future__ import annotations

from collections.abc import Callable
from dataclasses import dataclass
from datetime import date

import frappe
from frappe.query_builder.functions import Count, Min
from pypika.terms import Criterion, ExistsCriterion

from dianjian_app.privacy import files
from dianjian_app.privacy.erase import AT_ONCE, blank, erase
from dianjian_app.privacy.holdings import BY_DOCTYPE, ERASED

DUE = Callable[[object, date], Criterion]


@dataclass(frozen=True)
class Kind:
	"""doctype: whose rows; day: the field that says how old; due: which rows, with the first day that is kept; act: takes
	names, and makes them not due any more; days: what a new site starts with; least_days: never shorter."""

	doctype: str
	day: str
	due: DUE
	act: Callable[[list[str]], None]
	days: int
	least_days: int
	meaning: str

	def _query(self, before: date):
		table = frappe.qb.DocType(self.doctype)
		return table, frappe.qb.from_(table).where((table[self.day] < before) & self.due(table, before))

	def count(self, before: date) -> int:
		"""How many rows would go."""
		return self._query(before)[1].select(Count("*")).run()[0][0]

	def oldest(self, before: date) -> date | None:
		"""The oldest day among them."""
		table, query = self._query(before)
		return query.select(Min(table[self.day])).run()[0][0]

	def names(self, before: date, limit: int = AT_ONCE, *, lock: bool = False) -> list[str]:
		"""Those that go next, oldest first."""
		table, query = self._query(before)
		query = query.select(table.name).orderby(table[self.day]).orderby(table.name).limit(limit)
		return [r[0] for r in (query.for_update() if lock else query).run()]

	def remove(self, before: date) -> int:
		"""Take the next part away; gives how many."""
		names = self.names(before, lock=True)
		if names:
			self.act(names)
		return len(names)


def _none_of(doctype: str, lead, docstatus: bool = True) -> Criterion:
	other = frappe.qb.DocType(doctype)
	there = frappe.qb.from_(other).select(other.name).where(other.lead == lead.name)
	return ExistsCriterion(there.where(other.docstatus < 2) if docstatus else there).negate()


def _uncalled(lead, before: date) -> Criterion:
	return (
		lead.erased_on.isnull()
		& lead.last_called_at.isnull()
		& lead.status.isin(["Pool", "Held", "Out"])
		& (lead.creation < before)
		& _none_of("Call Sheet Row", lead, docstatus=False)
		& _none_of("Visit Confirmation", lead)
		& _none_of("Inbound Call", lead, docstatus=False)
	)


def _closed(lead, before: date) -> Criterion:
	return (
		lead.erased_on.isnull()
		& (lead.status == "Out")
		& _none_of("Visit Confirmation", lead)
		& _none_of("Sales Deal", lead)
		& _none_of("Customer Complaint", lead, docstatus=False)
	)


def _erase(names: list[str]) -> None:
	erase(names, with_workbooks=False)


def _blank_rows(doctype: str) -> Callable[[list[str]], None]:
	def act(names: list[str]) -> None:
		blank(BY_DOCTYPE[doctype], names, {})

	return act


def _remove_workbooks(names: list[str]) -> None:
	files.remove_files(files.workbooks_of_batches(names))
	table = frappe.qb.DocType("Lead Batch")
	frappe.qb.update(table).set(table.file, None).set(table.rejects_file, None).where(
		table.name.isin(names)
	).run()


def _delete_log(names: list[str]) -> None:
	frappe.db.delete("Phone Reveal Log", {"name": ("in", names)})


def _remove_request_files(names: list[str]) -> None:
	files.remove_files(files.attached_to("Personal Data Request", names))
	table = frappe.qb.DocType("Personal Data Request")
	query = frappe.qb.update(table).set(table.export_file, None).set(table.export_zip, None)
	query.where(table.name.isin(names)).run()


def _says(column) -> Criterion:
	return column.isnotnull() & column.notin(["", ERASED])


KINDS: dict[str, Kind] = {
	"Uncalled Leads": Kind(
		"Call Lead",
		"date",
		_uncalled,
		_erase,
		365,
		30,
		"Customers whom nobody has called since they came: name, number and remarks go, the counts of the batch stay",
	),
	"Closed Leads": Kind(
		"Call Lead",
		"last_called_at",
		_closed,
		_erase,
		730,
		90,
		"Customers who are out and never came or bought, counted from the last call: the identity goes, calls stay counted. Who refused calls stays refused by a bare hash",
	),
	"Rejected Rows": Kind(
		"Lead Batch Row",
		"creation",
		lambda row, before: (row.outcome == "Rejected") & (_says(row.customer_name) | _says(row.phone_mask)),
		_blank_rows("Lead Batch Row"),
		90,
		30,
		"Rows of a batch that became no lead: name and mask go, the reason and the counts stay",
	),
	"Source Workbooks": Kind(
		"Lead Batch",
		"imported_at",
		lambda batch, before: (
			batch.status.isin(["Imported", "Undone"]) & (_says(batch.file) | _says(batch.rejects_file))
		),
		_remove_workbooks,
		90,
		7,
		"The uploaded workbooks and those of rejected rows, counted from the import; the evidence of consent stays",
	),
	"Message Texts": Kind(
		"Message Log",
		"date",
		lambda message, before: (
			message.status.notin(["Queued", "Sending"]) & (_says(message.text) | _says(message.phone_mask))
		),
		_blank_rows("Message Log"),
		730,
		90,
		"What was written to customers, with name and mask; that a message was sent stays",
	),
	"Reveal Log": Kind(
		"Phone Reveal Log",
		"revealed_at",
		lambda log, before: log.name.isnotnull(),
		_delete_log,
		1095,
		180,
		"Lines of who saw which number; the law wants logs of six months, and records of handling for three years",
	),
	"Request Files": Kind(
		"Personal Data Request",
		"done_at",
		lambda request, before: _says(request.export_file) | _says(request.export_zip),
		_remove_request_files,
		30,
		1,
		"Files that were made for customers who asked what is held; that they asked stays",
	),
}
