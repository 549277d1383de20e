"""One chain of entries per centre: each entry's hash covers the one before, and where the chain ends is signed (decision 68).

What checks a chain: `chain_walk`; what is noted of it outside the database: `chain_notes`.
"""

from __future__ import annotations

import hashlib
import json
from collections.abc import Mapping
from dataclasses import dataclass
from datetime import date, datetime
from decimal import Decimal

import frappe
from frappe import _

from dianjian_app.incentives.engine.working import plain
from dianjian_app.incentives.entries.chain_seal import is_sealed, seal

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


@dataclass(frozen=True)
class ChainHead:
	"""The end of a centre's chain: the number of its last entry, and that entry's hash."""

	centre: str
	seq: int
	hash: str


class ChainBrokenError(frappe.ValidationError):
	"""The end of a chain is not as the app left it."""


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
	"""Return the head of a centre's chain, locked: nobody else posts to it until the transaction ends.

	Raises ChainBrokenError where the head is not signed with this site's key: what is posted after a forged end would
	sign the forgery.
	"""
	head = frappe.qb.DocType("Incentive Chain Head")
	fields = (head.seq, head.head_hash, head.signature)
	query = frappe.qb.from_(head).where(head.centre == centre).select(*fields).for_update()
	rows = query.run(as_dict=True)
	if not rows:
		_refuse_headless(centre)
		values = {"seq": 0, "head_hash": FIRST, "signature": signature_of(ChainHead(centre, 0, FIRST))}
		doc = frappe.get_doc(doctype="Incentive Chain Head", centre=centre, **values)
		doc.flags.posting = True
		doc.insert(ignore_permissions=True, ignore_if_duplicate=True)  # made by the first posting
		rows = query.run(as_dict=True)
	found = ChainHead(centre, rows[0].seq or 0, rows[0].head_hash or FIRST)
	if not is_signed(found, rows[0].signature):
		_refuse(centre, _("its end is not signed with this site's key"))
	return found


def move_head(head: ChainHead) -> None:
	"""Put the head where the chain ends now, and sign it; the row is locked."""
	table = frappe.qb.DocType("Incentive Chain Head")
	query = frappe.qb.update(table).set(table.seq, head.seq).set(table.head_hash, head.hash)
	query.set(table.signature, signature_of(head)).where(table.centre == head.centre).run()


def signature_of(head: ChainHead) -> str:
	"""What signs the end of a chain."""
	return seal("chain head", head.centre, head.seq, head.hash)


def is_signed(head: ChainHead, signature: str | None) -> bool:
	"""Whether the end of a chain was signed with this site's key."""
	return is_sealed(signature, "chain head", head.centre, head.seq, head.hash)


def _refuse_headless(centre: str) -> None:
	entry = frappe.qb.DocType("Incentive Entry")
	if frappe.qb.from_(entry).select(entry.name).where(entry.centre == centre).limit(1).for_update().run():
		_refuse(centre, _("the chain has no head"))


def _refuse(centre: str, reason: str) -> None:
	frappe.throw(
		_(
			"Nothing can be posted: the chain of entries of {0} is broken ({1}). See bench verify-ledger."
		).format(centre, reason),
		ChainBrokenError,
		title=_("Chain of Entries"),
	)
