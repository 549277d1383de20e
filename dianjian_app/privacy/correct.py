"""Corrects a customer's name or number in every row; of the old number only the mask is recorded (R47)."""

from __future__ import annotations

from collections.abc import Sequence

import frappe

from dianjian_app.privacy.customer_rows import CustomerRows, find_customer_rows
from dianjian_app.privacy.holdings import HOLDINGS, Holding
from dianjian_app.resources.numbers import vault
from dianjian_app.value_lists import among


def taken_by_another(leads: Sequence[str], new_hash: str) -> list[str]:
	"""Other leads of the same centres that already have the correct number; a number is unique in its centre."""
	centres = frappe.get_all("Call Lead", {"name": ("in", list(leads))}, pluck="centre", distinct=True)
	found = frappe.get_all(
		"Call Lead Number",
		{"phone_hash": new_hash, "centre": ("in", among(centres)), "parent": ("not in", list(leads))},
		pluck="parent",
	)
	return sorted(set(found))


def correct(
	leads: Sequence[str], old_hash: str, *, name: str = "", new_hash: str = "", new_mask: str = ""
) -> dict[str, int]:
	"""Write the correct name and number into every row about the customers; gives DocType → rows changed.

	old_hash: the wrong number; only its rows get the correct one, so that further numbers of the customer stay. Set-based
	and past the documents' events: the documents are signed, and none of their figures changes. A refusal of the old number
	holds for the new one, because it is the same person.
	"""
	found = find_customer_rows(leads, lock=True)
	changed: dict[str, int] = {}
	for holding in HOLDINGS:
		names = sorted(found.rows[holding.doctype])
		if not names:
			continue
		table = frappe.qb.DocType(holding.doctype)
		here = table.name.isin(names)
		if name and "customer_name" in holding.identity:
			frappe.qb.update(table).set(table.customer_name, name).where(here).run()
			changed[holding.doctype] = len(names)
		if new_hash and holding.doctype == "Call Lead Number":
			_drop_duplicate_number(found.leads, old_hash, new_hash)
		if new_hash and holding.hashes:
			wrong = here & (table.phone_hash == old_hash)
			query = frappe.qb.update(table).set(table.phone_hash, new_hash).set(table.phone_mask, new_mask)
			query.where(wrong).run()
			changed[holding.doctype] = len(names)
		elif new_hash and "phone_mask" in holding.identity:
			_write_mask(holding, found, new_hash, new_mask)
			changed[holding.doctype] = len(names)
	if new_hash and vault.refused([old_hash]):
		vault.refuse_calls([new_hash], "")
	for doctype, documents in found.documents.items():
		for document in documents:
			frappe.clear_document_cache(doctype, document)
	return changed


def _drop_duplicate_number(leads: Sequence[str], old_hash: str, new_hash: str) -> None:
	"""Delete the wrong number of a lead that already has the correct one."""
	row = frappe.qb.DocType("Call Lead Number")
	query = frappe.qb.from_(row).select(row.parent).where(row.parent.isin(list(leads)))
	both = [r[0] for r in query.where(row.phone_hash == new_hash).run()]
	if both:
		frappe.qb.from_(row).delete().where(row.parent.isin(both) & (row.phone_hash == old_hash)).run()


def _write_mask(holding: Holding, found: CustomerRows, new_hash: str, new_mask: str) -> None:
	"""Write the mask into rows without a hash, which show the lead's first number."""
	lead = frappe.qb.DocType("Call Lead")
	first = frappe.qb.from_(lead).select(lead.name)
	first = first.where(lead.name.isin(list(found.leads)) & (lead.phone_hash == new_hash))
	leads = {r[0] for r in first.run()}
	names = [row for row, of in found.rows[holding.doctype].items() if of in leads]
	if names:
		table = frappe.qb.DocType(holding.doctype)
		frappe.qb.update(table).set(table.phone_mask, new_mask).where(table.name.isin(names)).run()
