"""Finds every row about some customers, for export, correction and erasure (R47)."""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass, field

import frappe

from dianjian_app.privacy.holdings import HOLDINGS, Holding


@dataclass
class CustomerRows:
	"""Rows about customers.

	rows: DocType → {row's name: lead}; documents: DocType → documents with such rows (of a child row its parent);
	own_documents: those of them that are about one customer only; hashes: keyed hashes of the numbers in the rows.
	"""

	leads: tuple[str, ...]
	rows: dict[str, dict[str, str]] = field(default_factory=dict)
	documents: dict[str, set[str]] = field(default_factory=dict)
	own_documents: dict[str, set[str]] = field(default_factory=dict)
	hashes: set[str] = field(default_factory=set)

	def count(self) -> dict[str, int]:
		"""DocType → number of rows; DocTypes without rows are left out."""
		return {doctype: len(rows) for doctype, rows in self.rows.items() if rows}


def find_customer_rows(leads: Iterable[str], *, lock: bool = False) -> CustomerRows:
	"""Every row that the app holds about the leads, in one query for each DocType and without permission conditions.

	lock: read what is committed now and lock it until the transaction ends, so that no row is added meanwhile.
	"""
	found = CustomerRows(tuple(sorted(set(leads))))
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
			if holding.one_customer:
				found.own_documents.setdefault(document[0], set()).add(document[1])
			found.hashes.update(row[f] for f in holding.hashes if row[f])
	return found


def _rows(holding: Holding, keys: Sequence[str], lock: bool) -> list[frappe._dict]:
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
