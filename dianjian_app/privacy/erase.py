"""Erases customers: what identifies them is replaced, the figures stay (R47).

Rows are changed by set-based statements, past the events of their documents, on purpose: the documents are signed, and
their figures must not be computed again. No row is added or deleted, and nothing that is counted, summed or linked
changes. A keyed hash is replaced by a random one, the same in every row, so that one customer still counts as one.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import frappe
from frappe.utils import now_datetime, today
from pypika import Case

from dianjian_app.privacy import files, framework_records
from dianjian_app.privacy.customer_rows import CustomerRows, find_customer_rows
from dianjian_app.privacy.holdings import BY_DOCTYPE, ERASED, HOLDINGS, Holding
from dianjian_app.resources.numbers import asking
from dianjian_app.resources.numbers.vault import LostKeyError, numbers_of
from dianjian_app.value_lists import among

AT_ONCE = 500
OPEN = ("Pool", "Held", "Invited")


@dataclass
class ErasureResult:
	"""What an erasure did.

	rows: DocType → rows changed; numbers: removed from the vault; refusals_kept: numbers of which the hash stays because
	they refuse calls; framework_rows: Frappe's records (comments, versions, mails …); remaining: "DocType.field" → rows that
	people have to check.
	"""

	leads: tuple[str, ...] = ()
	rows: dict[str, int] = field(default_factory=dict)
	numbers: int = 0
	refusals_kept: int = 0
	files: int = 0
	framework_rows: int = 0
	remaining: dict[str, int] = field(default_factory=dict)


def erase(leads: Iterable[str], *, with_workbooks: bool = True) -> ErasureResult:
	"""Replace what identifies customers in everything that the app and Frappe hold about them (R47).

	leads: names of Call Leads, at most AT_ONCE; leads that are erased already are skipped, so it is safe to repeat.
	with_workbooks: remove source and rejects workbooks of the leads' batches as well. Of a number that refuses calls the
	bare hash stays in the vault, so that it is refused when it comes again; of other numbers nothing stays.
	"""
	wanted = _lock_leads(leads)
	if not wanted:
		return ErasureResult()
	found = find_customer_rows(wanted, lock=True)
	batches, busy = _batches_of(wanted) if with_workbooks else ([], [])
	new = {h: os.urandom(20).hex() for h in sorted(found.hashes)}
	for holding in HOLDINGS:
		blank_rows(holding, found.rows[holding.doctype], new)
	_cancel_waiting_messages(found)
	_touch_documents(found)
	_close_leads(wanted)
	done = ErasureResult(leads=found.leads, rows=found.count())
	done.framework_rows = framework_records.blank_framework_records(found)
	done.files = files.remove_files(
		{
			*(
				name
				for doctype, names in found.own_documents.items()
				for name in files.attached_to(doctype, names)
			),
			*files.workbooks_of_batches(batches),
		}
	)
	_clear_workbook_fields(batches)
	if busy:
		done.remaining["Lead Batch.file"] = len(busy)
	done.numbers, done.refusals_kept = _remove_from_vault(found.hashes)
	for doctype, names in found.documents.items():
		for name in names:
			frappe.clear_document_cache(doctype, name)
	return done


def erase_rows_without_lead(
	hashes: Collection[str], masks: Collection[str], names: Collection[str], done: ErasureResult
) -> None:
	"""Erase rows about the customer that have no lead; adds to `done`.

	hashes: of numbers that nobody else has: every row with them is erased. Rejected rows and refusal records have only a
	mask, which others may share: those are erased whose name is one of `names`; how many others have the mask is added to
	done.remaining.
	"""
	for holding in HOLDINGS:
		if holding.hashes and holding.by == "lead" and hashes:
			wanted = {"lead": ("is", "not set"), holding.hashes[0]: ("in", sorted(hashes))}
			rows = frappe.get_all(holding.doctype, wanted, pluck="name")
			blank_rows(holding, rows, {h: os.urandom(20).hex() for h in hashes})
			_add_to_rows(done, holding.doctype, len(rows))
	theirs = {n for n in names if n and n != ERASED}
	wanted = {
		"lead": ("is", "not set"),
		"phone_mask": ("in", among(sorted({m for m in masks if m} - {ERASED}))),
	}
	for doctype, more in (("Lead Batch Row", ["batch"]), ("Refusal Record", [])):
		rows = frappe.get_all(doctype, wanted, ["name", "customer_name", *more])
		sure = [r for r in rows if r.customer_name in theirs]
		blank_rows(BY_DOCTYPE[doctype], [r.name for r in sure], {})
		_add_to_rows(done, doctype, len(sure))
		if len(sure) < len(rows):
			done.remaining[f"{doctype}.phone_mask"] = len(rows) - len(sure)
		batches, _busy = _split_by_finished({r.batch for r in sure if more})
		done.files += files.remove_files(files.workbooks_of_batches(batches))
		_clear_workbook_fields(batches)


def _add_to_rows(done: ErasureResult, doctype: str, rows: int) -> None:
	if rows:
		done.rows[doctype] = done.rows.get(doctype, 0) + rows


def _lock_leads(leads: Iterable[str]) -> list[str]:
	"""Lock the leads that are not erased yet, always in the same order."""
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(lead.name).where(lead.name.isin(among(sorted(set(leads)))))
	return [r[0] for r in query.where(lead.erased_on.isnull()).orderby(lead.name).for_update().run()]


def blank_rows(holding: Holding, rows: Collection[str], new: Mapping[str, str]) -> None:
	"""Replace what identifies the customer in rows of one DocType. rows: their names; new: hash → its replacement."""
	if not rows:
		return
	table = frappe.qb.DocType(holding.doctype)
	names = sorted(rows)
	for start in range(0, len(names), AT_ONCE):
		query = frappe.qb.update(table).where(table.name.isin(names[start : start + AT_ONCE]))
		for fieldname in holding.identity:
			column = table[fieldname]
			empty = column.isnull() | (column == "")
			query = query.set(column, Case().when(empty, column).else_(ERASED))
		for fieldname in holding.emptied:
			query = query.set(table[fieldname], None)
		for fieldname in holding.hashes:
			cases = Case()
			for old, random in new.items():
				cases = cases.when(table[fieldname] == old, random)
			query = query.set(table[fieldname], cases.else_(table[fieldname])) if new else query
		query.run()


def _cancel_waiting_messages(found: CustomerRows) -> None:
	"""Keep waiting messages from being sent; replace message keys, which are made of the number."""
	table = frappe.qb.DocType("Message Log")
	names = sorted(found.rows["Message Log"])
	if names:
		query = frappe.qb.update(table).where(table.name.isin(names))
		query.set(table.message_key, table.name).run()
		waiting = table.status.isin(["Queued", "Sending"])
		query.set(table.status, "Skipped").where(waiting).run()


def _touch_documents(found: CustomerRows) -> None:
	"""Make forms that are open outdated, so that they cannot write the old texts back."""
	now = now_datetime()
	for doctype, names in found.documents.items():
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table.modified, now).where(table.name.isin(sorted(names))).run()


def _close_leads(leads: list[str]) -> None:
	"""Mark the leads as erased and not to be called; leads with a visit or a deal keep their status."""
	lead = frappe.qb.DocType("Call Lead")
	(
		frappe.qb.update(lead)
		.set(lead.erased_on, today())
		.set(lead.do_not_call, 1)
		.set(lead.status, Case().when(lead.status.isin(OPEN), "Out").else_(lead.status))
		.where(lead.name.isin(leads))
		.run()
	)


def _batches_of(leads: list[str]) -> tuple[list[str], list[str]]:
	row = frappe.qb.DocType("Lead Batch Row")
	query = frappe.qb.from_(row).select(row.batch).distinct().where(row.lead.isin(leads))
	return _split_by_finished({r[0] for r in query.run()})


def _split_by_finished(batches: Iterable[str]) -> tuple[list[str], list[str]]:
	"""(imported or undone batches, batches that still need their workbook)."""
	wanted = sorted({b for b in batches if b})
	states = frappe.get_all("Lead Batch", {"name": ("in", among(wanted))}, ["name", "status"])
	over = sorted(b.name for b in states if b.status in ("Imported", "Undone"))
	return over, sorted({b.name for b in states} - {*over})


def _clear_workbook_fields(batches: list[str]) -> None:
	"""Clear the batches' workbooks; counts and the file's hash stay, so that the same workbook is recognised again."""
	batch = frappe.qb.DocType("Lead Batch")
	if batches:
		query = frappe.qb.update(batch).set(batch.file, None).set(batch.rejects_file, None)
		query.where(batch.name.isin(batches)).run()


def _remove_from_vault(hashes: Collection[str]) -> tuple[int, int]:
	"""Remove numbers that no row has any more; gives how many were removed and how many stay as a bare refusal."""
	free = unused_hashes(hashes)
	if not free:
		return 0, 0
	_forget_askings(free)
	vault = frappe.qb.DocType("Phone Vault")
	refused = vault.name.isin(free) & (vault.do_not_call == 1)
	kept = [r[0] for r in frappe.qb.from_(vault).select(vault.name).where(refused).for_update().run()]
	query = frappe.qb.from_(vault).select(vault.name).where(vault.name.isin(free))
	gone = sorted({r[0] for r in query.run()} - {*kept})
	if kept:
		change = frappe.qb.update(vault).set(vault.phone_number, None).set(vault.phone_mask, ERASED)
		change.set(vault.do_not_call_reason, None).where(vault.name.isin(kept)).run()
	if gone:
		frappe.qb.from_(vault).delete().where(vault.name.isin(gone)).run()
	return len(gone), len(kept)


def _forget_askings(hashes: Collection[str]) -> None:
	try:
		numbers = numbers_of(hashes).values()
	except LostKeyError:
		return  # nobody can tell which number it was
	asking.forget([number for number in numbers if number], ERASED)


def remove_unused_numbers(hashes: Iterable[str | None]) -> None:
	"""Remove numbers from the vault that no row has any more; of those that refuse calls the bare hash stays."""
	_remove_from_vault({h for h in hashes if h})


def unused_hashes(hashes: Iterable[str]) -> list[str]:
	"""Those of the hashes that no row about a customer has."""
	free = {h for h in hashes if h}
	for holding in HOLDINGS:
		if holding.hashes and free:
			wanted = {holding.hashes[0]: ("in", sorted(free))}
			free -= set(frappe.get_all(holding.doctype, wanted, pluck=holding.hashes[0], distinct=True))
	return sorted(free)
