"""One chain of entries per centre: each entry's hash covers the one before, so that no link can be changed alone."""

from __future__ import annotations

import hashlib
import json
from collections.abc import Iterator, Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import frappe
from frappe import _

from dianjian_app.incentives.engine.working import plain
from dianjian_app.incentives.entries import append_only_triggers

FIRST = "0" * 64
COVERED = (
	"name",
	"seq",
	"centre",
	"subject_type",
	"agent",
	"agent_name",
	"sales_group",
	"rule",
	"family",
	"rule_title",
	"date",
	"period_start",
	"period_end",
	"dimension",
	"outcome_type",
	"amount",
	"quantity",
	"consumed",
	"corrects_period",
	"correction_no",
	"settlement",
	"posted_on",
	"posted_by",
	"reverses",
	"explanation",
	"entry_key",
	"previous_hash",
)
BATCH = 2000


@dataclass(frozen=True)
class ChainHead:
	"""The end of a centre's chain: the number of its last entry, and that entry's hash."""

	centre: str
	seq: int
	hash: str


@dataclass(frozen=True)
class ChainCheck:
	"""What checking a chain found. broken: name of the first entry that is not as it was posted; reason: why."""

	centre: str
	entries: int
	broken: str | None = None
	reason: str = ""

	@property
	def whole(self) -> bool:
		return not self.reason


def hash_of(entry: Mapping[str, object]) -> str:
	"""The hash of an entry's figures, its explanation, and the hash before it."""
	covered = [_plain_text(entry.get(field)) for field in COVERED]
	return hashlib.sha256(json.dumps(covered, ensure_ascii=False).encode()).hexdigest()


def _plain_text(value: object) -> str:
	if value is None:
		return ""
	if isinstance(value, datetime):
		return value.isoformat(sep=" ", timespec="microseconds")
	if isinstance(value, date):
		return value.isoformat()
	if isinstance(value, int | float | Decimal):
		return plain(Decimal(str(value)).quantize(Decimal("0.000001")))
	return str(value)


def lock_head(centre: str) -> ChainHead:
	"""Return the head of a centre's chain, locked: nobody else posts to it until the transaction ends."""
	head = frappe.qb.DocType("Incentive Chain Head")
	query = frappe.qb.from_(head).where(head.centre == centre).select(head.seq, head.head_hash).for_update()
	rows = query.run(as_dict=True)
	if not rows:
		doc = frappe.get_doc(doctype="Incentive Chain Head", centre=centre, seq=0, head_hash=FIRST)
		doc.flags.posting = True
		doc.insert(ignore_permissions=True, ignore_if_duplicate=True)  # made by the first posting
		rows = query.run(as_dict=True)
	return ChainHead(centre, rows[0].seq or 0, rows[0].head_hash or FIRST)


def move_head(head: ChainHead) -> None:
	"""Put the head where the chain ends now; the row is locked."""
	table = frappe.qb.DocType("Incentive Chain Head")
	frappe.qb.update(table).set(table.seq, head.seq).set(table.head_hash, head.hash).where(
		table.centre == head.centre
	).run()


def check_chain(centre: str) -> ChainCheck:
	"""Recompute every hash of a centre's chain, from the first entry to the head, and stop at the first that differs."""
	before, seq, count = FIRST, 0, 0
	for entry in _entries(centre):
		count += 1
		seq += 1
		reason = ""
		if entry.seq != seq:
			reason = _("entry number {0} is missing").format(seq)
		elif entry.previous_hash != before:
			reason = _("it does not follow the entry before it")
		elif hash_of(entry) != entry.entry_hash:
			reason = _("it is not what was posted")
		if reason:
			return ChainCheck(centre, count, entry.name, reason)
		before = entry.entry_hash
	head = frappe.db.get_value("Incentive Chain Head", {"centre": centre}, ["seq", "head_hash"], as_dict=True)
	if head and (head.seq or 0, head.head_hash or FIRST) != (seq, before):
		return ChainCheck(centre, count, None, _("entries after number {0} are missing").format(seq))
	if not head and count:
		return ChainCheck(centre, count, None, _("the chain has no head"))
	return ChainCheck(centre, count)


def _entries(centre: str) -> Iterator:
	"""The entries of a centre in order, a batch at a time."""
	after = -1
	while True:
		batch = frappe.get_all(
			"Incentive Entry",
			filters={"centre": centre, "seq": (">", after)},
			fields=[*COVERED, "entry_hash"],
			order_by="seq",
			limit=BATCH,
		)
		yield from batch
		if len(batch) < BATCH:
			return
		after = batch[-1].seq


def check_all_chains() -> list[ChainCheck]:
	"""Every centre's chain."""
	centres = frappe.get_all("Incentive Entry", pluck="centre", distinct=True)
	heads = frappe.get_all("Incentive Chain Head", pluck="centre")
	return [check_chain(centre) for centre in sorted({*centres, *heads})]


def verify_daily() -> None:
	"""Daily job: check every chain and the triggers of entries; what is wrong is written to the Error Log.

	Triggers that are missing, as after a restore from somebody's own dump, are made anew.
	"""
	if lost := append_only_triggers.missing_triggers():
		frappe.log_error(title=_("The database triggers of entries were missing"), message=", ".join(lost))
		append_only_triggers.set_triggers(True)
	for result in check_all_chains():
		if not result.whole:
			frappe.log_error(
				title=_("Chain of entries of {0} is broken").format(result.centre),
				message=f"{result.broken or ''} {result.reason}",
			)
