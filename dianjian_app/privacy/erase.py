"""Erasing customers: the identity goes, the figures stay (R47).

Rows are changed set-based and past their documents' events, on purpose: the documents are signed and frozen, and their
figures must not be computed anew. What is kept: no row appears or disappears, and nothing that is counted, summed or
linked changes. A keyed hash becomes a random one, the same in every row, so that who was counted once still is.
"""

from __future__ import annotations

import os
from collections.abc import Collection, Iterable, Mapping
from dataclasses import dataclass, field

import frappe
from frappe.utils import now_datetime, today
from pypika import Case

from dianjian_app.privacy import files, framework_records
from dianjian_app.privacy.customer_rows import Found, find
from dianjian_app.privacy.holdings import BY_DOCTYPE, ERASED, HOLDINGS, Holding
from dianjian_app.value_lists import among

AT_ONCE = 500
OPEN = ("Pool", "Held", "Invited")


@dataclass
class Erased:
	"""What was done: leads, rows by DocType, numbers taken from the vault and those kept as a bare refusal, files, and
	rows of Frappe's own (comments, changes, mails …); left: places that people have to look at → rows."""

	leads: tuple[str, ...] = ()
	rows: dict[str, int] = field(default_factory=dict)
	numbers: int = 0
	refusals_kept: int = 0
	files: int = 0
	traces: int = 0
	left: dict[str, int] = field(default_factory=dict)


def erase(leads: Iterable[str], *, with_workbooks: bool = True) -> Erased:
	"""Take the identity of customers out of everything that the app and Frappe hold about them (R47).

	leads: names of Call Leads, at most AT_ONCE; those erased already are passed over, so that it is safe to repeat.
	with_workbooks: source and rejects workbooks of the leads' batches go too. A number that refused calls leaves its bare
	hash in the vault, so that it is refused when it comes again; of any other nothing stays.
	"""
	wanted = _locked(leads)
	if not wanted:
		return Erased()
	found = find(wanted, lock=True)
	batches, busy = _batches(wanted) if with_workbooks else ([], [])
	new = {h: os.urandom(20).hex() for h in sorted(found.hashes)}
	for holding in HOLDINGS:
		blank(holding, found.rows[holding.doctype], new)
	_skip_waiting_messages(found)
	_bump(found)
	_close(wanted)
	done = Erased(leads=found.leads, rows=found.count())
	done.traces = framework_records.blank(found)
	done.files = files.remove_files(
		{
			*(name for doctype, names in found.whole.items() for name in files.attached_to(doctype, names)),
			*files.workbooks_of_batches(batches),
		}
	)
	_forget_workbooks(batches)
	if busy:
		done.left["Lead Batch.file"] = len(busy)
	done.numbers, done.refusals_kept = _empty_vault(found.hashes)
	for doctype, names in found.documents.items():
		for name in names:
			frappe.clear_document_cache(doctype, name)
	return done


def erase_unlinked(
	hashes: Collection[str], masks: Collection[str], names: Collection[str], done: Erased
) -> None:
	"""Rows about the customer that no lead links to.

	hashes: of numbers that nobody else has: whatever stands under them goes. Rejected rows of a batch and records of
	refusals have a mask alone, which others may have, too: those go whose name is one of `names` as well; how many others
	have the mask is told in done.left.
	"""
	for holding in HOLDINGS:
		if holding.hashes and holding.by == "lead" and hashes:
			wanted = {"lead": ("is", "not set"), holding.hashes[0]: ("in", sorted(hashes))}
			rows = frappe.get_all(holding.doctype, wanted, pluck="name")
			blank(holding, rows, {h: os.urandom(20).hex() for h in hashes})
			_count_in(done, holding.doctype, len(rows))
	theirs = {n for n in names if n and n != ERASED}
	wanted = {
		"lead": ("is", "not set"),
		"phone_mask": ("in", among(sorted({m for m in masks if m} - {ERASED}))),
	}
	for doctype, more in (("Lead Batch Row", ["batch"]), ("Refusal Record", [])):
		rows = frappe.get_all(doctype, wanted, ["name", "customer_name", *more])
		sure = [r for r in rows if r.customer_name in theirs]
		blank(BY_DOCTYPE[doctype], [r.name for r in sure], {})
		_count_in(done, doctype, len(sure))
		if len(sure) < len(rows):
			done.left[f"{doctype}.phone_mask"] = len(rows) - len(sure)
		batches, _busy = _finished({r.batch for r in sure if more})
		done.files += files.remove_files(files.workbooks_of_batches(batches))
		_forget_workbooks(batches)


def _count_in(done: Erased, doctype: str, rows: int) -> None:
	if rows:
		done.rows[doctype] = done.rows.get(doctype, 0) + rows


def _locked(leads: Iterable[str]) -> list[str]:
	"""Those that are not erased yet, held until the end of the transaction, in one order for everybody."""
	lead = frappe.qb.DocType("Call Lead")
	query = frappe.qb.from_(lead).select(lead.name).where(lead.name.isin(among(sorted(set(leads)))))
	return [r[0] for r in query.where(lead.erased_on.isnull()).orderby(lead.name).for_update().run()]


def blank(holding: Holding, rows: Collection[str], new: Mapping[str, str]) -> None:
	"""Empty the identity in rows of one kind. rows: their names; new: hash → what stands in its place."""
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


def _skip_waiting_messages(found: Found) -> None:
	"""A message that waits is not sent any more; keys of messages are made of the number, so they change too."""
	table = frappe.qb.DocType("Message Log")
	names = sorted(found.rows["Message Log"])
	if names:
		query = frappe.qb.update(table).where(table.name.isin(names))
		query.set(table.message_key, table.name).run()
		waiting = table.status.isin(["Queued", "Sending"])
		query.set(table.status, "Skipped").where(waiting).run()


def _bump(found: Found) -> None:
	"""A form that somebody has open is out of date now and cannot write the old texts back."""
	now = now_datetime()
	for doctype, names in found.documents.items():
		table = frappe.qb.DocType(doctype)
		frappe.qb.update(table).set(table.modified, now).where(table.name.isin(sorted(names))).run()


def _close(leads: list[str]) -> None:
	"""Nobody calls an erased customer; visits and deals stay visits and deals."""
	lead = frappe.qb.DocType("Call Lead")
	(
		frappe.qb.update(lead)
		.set(lead.erased_on, today())
		.set(lead.do_not_call, 1)
		.set(lead.status, Case().when(lead.status.isin(OPEN), "Out").else_(lead.status))
		.where(lead.name.isin(leads))
		.run()
	)


def _batches(leads: list[str]) -> tuple[list[str], list[str]]:
	row = frappe.qb.DocType("Lead Batch Row")
	query = frappe.qb.from_(row).select(row.batch).distinct().where(row.lead.isin(leads))
	return _finished({r[0] for r in query.run()})


def _finished(batches: Iterable[str]) -> tuple[list[str], list[str]]:
	"""(batches whose workbook has done its work, batches that still need it)."""
	wanted = sorted({b for b in batches if b})
	states = frappe.get_all("Lead Batch", {"name": ("in", among(wanted))}, ["name", "status"])
	over = sorted(b.name for b in states if b.status in ("Imported", "Undone"))
	return over, sorted({b.name for b in states} - {*over})


def _forget_workbooks(batches: list[str]) -> None:
	"""The batch keeps its counts and the file's hash, by which the same workbook is recognised when it comes again."""
	batch = frappe.qb.DocType("Lead Batch")
	if batches:
		query = frappe.qb.update(batch).set(batch.file, None).set(batch.rejects_file, None)
		query.where(batch.name.isin(batches)).run()


def _empty_vault(hashes: Collection[str]) -> tuple[int, int]:
	"""Numbers that nothing names any more leave the vault. Gives how many went, how many stay as a bare refusal."""
	free = unused(hashes)
	if not free:
		return 0, 0
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


def forget_unused(hashes: Iterable[str | None]) -> None:
	"""Numbers that nothing names any more leave the vault, unless they refuse calls: then the bare hash stays."""
	_empty_vault({h for h in hashes if h})


def unused(hashes: Iterable[str]) -> list[str]:
	"""Those of the hashes that stand in no row about any customer."""
	free = {h for h in hashes if h}
	for holding in HOLDINGS:
		if holding.hashes and free:
			wanted = {holding.hashes[0]: ("in", sorted(free))}
			free -= set(frappe.get_all(holding.doctype, wanted, pluck=holding.hashes[0], distinct=True))
	return sorted(free)
