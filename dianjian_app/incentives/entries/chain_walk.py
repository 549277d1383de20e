"""Checks the chains of entries: every row of the table belongs to one, follows the one before, and ends at a signed head.

What was noted outside the database is compared too, so that a chain that was cut off together with its head is missed
(R31, decision 68). A row that cannot be read is a finding, never an error.
"""

from __future__ import annotations

from collections.abc import Iterator, Mapping, Sequence
from dataclasses import dataclass, field

import frappe
from frappe import _
from frappe.query_builder.functions import Coalesce
from frappe.utils import cint
from pypika.terms import Criterion

from dianjian_app.incentives.entries import chain_notes
from dianjian_app.incentives.entries.chain_notes import Notes, Restore
from dianjian_app.incentives.entries.entry_chain import COVERED, FIRST, ChainHead, hash_of, is_signed

BATCH = 2000
LOWEST = -(2**63)
"""stands for a number that is missing, before every number"""


@dataclass(frozen=True)
class ChainCheck:
	"""What checking a chain found. broken: name of the first entry that is not as it was posted; reason: why.

	end: where the rows end, when each is as it was posted. lost: what recorded restores explain, in words.
	"""

	centre: str
	entries: int
	broken: str | None = None
	reason: str = ""
	end: ChainHead | None = None
	restore: Restore | None = None
	lost: list[str] = field(default_factory=list)

	@property
	def whole(self) -> bool:
		return not self.reason


def check_chain(centre: str, notes: Notes | None = None) -> ChainCheck:
	"""Recompute every hash of a centre's chain, from the first entry to the head, and stop at the first that differs.

	notes: what was noted outside; read where it is not given.
	"""
	notes = chain_notes.read() if notes is None else notes
	hashes = [FIRST]
	for entry in _entries(centre):
		if reason := _fault(entry, len(hashes), hashes[-1]):
			return ChainCheck(centre, len(hashes), str(entry.name or ""), reason)
		hashes.append(entry.entry_hash)
	end = ChainHead(centre, len(hashes) - 1, hashes[-1])
	head = _head(centre)
	restore = chain_notes.restore_of(head)
	missing, lost = notes.compare(centre, hashes, restore)
	reason = _fault_of_head(head, end) or missing
	return ChainCheck(centre, end.seq, None, reason, end, restore, lost)


def _fault(entry: Mapping, seq: int, before: str) -> str:
	"""What is wrong with an entry that should be number seq and follow a hash; empty when nothing is."""
	if entry["seq"] is None or entry["seq"] < seq:
		return _("number {0} is no entry's that was posted").format(entry["seq"])
	if entry["seq"] != seq:
		return _("entry number {0} is missing").format(seq)
	if entry["previous_hash"] != before:
		return _("it does not follow the entry before it")
	try:
		right = hash_of(entry)
	except (ArithmeticError, ValueError, TypeError) as error:
		return _("it cannot be read: {0}").format(type(error).__name__)
	return "" if right == entry["entry_hash"] else _("it is not what was posted")


def _fault_of_head(head: Mapping | None, found: ChainHead) -> str:
	"""What is wrong with the head of a chain that ends at `found`; empty when nothing is."""
	if not head:
		return _("the chain has no head") if found.seq else ""
	said = ChainHead(head["centre"], cint(head["seq"]), head["head_hash"] or FIRST)
	if (said.seq, said.hash) != (found.seq, found.hash):
		return (
			_("entries after number {0} are missing").format(found.seq)
			if said.seq > found.seq
			else _("the chain's end is not where its head is")
		)
	if not is_signed(said, head["signature"]):
		return _("its end is not signed with this site's key")
	return ""


def _head(centre: str) -> Mapping | None:
	fields = ["centre", "seq", "head_hash", "signature", "restored_on", "restored_from"]
	return frappe.db.get_value("Incentive Chain Head", {"centre": centre}, fields, as_dict=True)


def _entries(centre: str) -> Iterator:
	"""The entries of a centre in order, a batch at a time; the last of a batch says where the next begins."""
	table = frappe.qb.DocType("Incentive Entry")
	number = Coalesce(table.seq, LOWEST)
	query = frappe.qb.from_(table).select(*(table[f] for f in (*COVERED, "entry_hash")))
	query = query.where(table.centre == centre).orderby(number).orderby(table.name).limit(BATCH)
	after: Criterion | None = None
	while True:
		batch = (query.where(after) if after else query).run(as_dict=True)
		yield from batch
		if len(batch) < BATCH:
			return
		last = LOWEST if batch[-1].seq is None else batch[-1].seq
		after = (number > last) | ((number == last) & (table.name > batch[-1].name))


def check_strays() -> list[ChainCheck]:
	"""Rows of the table that are in no centre's chain: without a centre, or of one that is not there."""
	entry, centre = frappe.qb.DocType("Incentive Entry"), frappe.qb.DocType("Sales Centre")
	query = frappe.qb.from_(entry).left_join(centre).on(centre.name == entry.centre)
	rows = query.where(centre.name.isnull()).select(entry.name, entry.centre).orderby(entry.name).run()
	found: dict[str, list[str]] = {}
	for name, stray_centre in rows:
		found.setdefault(stray_centre or "", []).append(name)
	return [ChainCheck(c, len(names), names[0], _("there is no such centre")) for c, names in found.items()]


def check_all_chains(notes: Notes | None = None) -> list[ChainCheck]:
	"""Every centre's chain, every row that is in none, and every chain that was noted outside and is gone."""
	notes = chain_notes.read() if notes is None else notes
	strays = check_strays()
	centres = {*_centres("Incentive Entry"), *_centres("Incentive Chain Head"), *notes.centres()}
	chains = [check_chain(c, notes) for c in sorted(centres - {s.centre for s in strays})]
	return [*strays, *chains]


def _centres(doctype: str) -> Sequence[str]:
	table = frappe.qb.DocType(doctype)
	query = frappe.qb.from_(table).select(table.centre).distinct().where(table.centre.isnotnull())
	return [c for (c,) in query.run() if c]
