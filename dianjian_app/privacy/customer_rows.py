"""The rows about some customers, found once for export, correction and erasure (R47)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import frappe

from dianjian_app.privacy.holdings import HOLDINGS, Holding


@dataclass
class Found:
	"""rows: DocType → {row's name: lead}; documents: DocType → names of documents that hold rows (the parents of
	children, else the rows themselves); hashes: keyed hashes of numbers that stand in the rows."""

	leads: tuple[str, ...]
	rows: dict[str, dict[str, str]] = field(default_factory=dict)
	documents: dict[str, set[str]] = field(default_factory=dict)
	whole: dict[str, set[str]] = field(default_factory=dict)
	hashes: set[str] = field(default_factory=set)

	def count(self) -> dict[str, int]:
		"""DocType → how many rows, for what people read."""
		return {doctype: len(rows) for doctype, rows in self.rows.items() if rows}


def find(leads: Iterable[str], *, lock: bool = False) -> Found:
	"""Every row that the app holds about the leads: one query a DocType. The app asks for itself, not for a reader.

	lock: read what is committed now and hold it to the end of the transaction, so that nothing slips in meanwhile.
	"""
	found = Found(tuple(sorted(set(leads))))
	visits: dict[str, str] = {}
	for holding in HOLDINGS:
		keys: Sequence[str] = sorted(visits) if holding.by == "visit" else found.leads
		rows = _rows(holding, keys, lock)
		lead_of = visits if holding.by == "visit" else None
		found.rows[holding.doctype] = {r.name: lead_of[r.key] if lead_of else r.key for r in rows}
		if holding.doctype == "Visit Confirmation":
			visits = dict(found.rows[holding.doctype])
		for row in rows:
			document = (holding.parent, row.parent) if holding.parent else (holding.doctype, row.name)
			found.documents.setdefault(document[0], set()).add(document[1])
			if holding.whole:
				found.whole.setdefault(document[0], set()).add(document[1])
			found.hashes.update(row[f] for f in holding.hashes if row[f])
	return found


def _rows(holding: Holding, keys: Sequence[str], lock: bool) -> list:
	if not keys:
		return []
	table = frappe.qb.DocType(holding.doctype)
	columns = [table.name, table[holding.by].as_("key"), *(table[f] for f in holding.hashes)]
	if holding.parent:
		columns.append(table.parent)
	query = frappe.qb.from_(table).select(*columns).where(table[holding.by].isin(list(keys)))
	if holding.by == "parent":
		query = query.where(table.parenttype == holding.parent)
	return (query.for_update() if lock else query).run(as_dict=True)
