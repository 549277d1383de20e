"""Undoes an imported batch as a whole, as if it had never been imported, while nobody has worked on its leads (R6)."""

from __future__ import annotations

import json
from collections import Counter
from collections.abc import Iterator
from dataclasses import dataclass
from typing import Any

import frappe
from frappe import _
from frappe.query_builder.functions import Count
from frappe.utils import now_datetime

from dianjian_app.bulk_writer import upsert_rows
from dianjian_app.resources.intake import lead_writer
from dianjian_app.resources.intake.lead_series import lock_lead_series

CHUNK = 5000
# deleted together with a lead; all other links to a lead are work that keeps the batch from being undone
DELETED_WITH_LEAD = ("Call Lead Number", "Lead Batch Row", "Lead Allocation Item")
FRAMEWORK_RECORDS = (
	("Version", "ref_doctype", "docname"),
	("Comment", "reference_doctype", "reference_name"),
	("ToDo", "reference_type", "reference_name"),
	("DocShare", "share_doctype", "share_name"),
	("Notification Log", "document_type", "document_name"),
)


class UndoError(frappe.ValidationError):
	"""The batch was not imported, or somebody has worked on one of its leads."""


@dataclass(frozen=True)
class Undone:
	"""How many new leads were deleted, how many earlier leads lost what the batch had added, how many agents lost leads."""

	leads: int
	restored: int
	taken_from: int


def undo_batch(name: str) -> Undone:
	"""Undo an imported batch: delete its new leads and rows, and take from earlier leads what it added to them.

	name: of a Lead Batch that the user may write. Values that somebody has changed since stay; a number that refuses calls
	stays refused. Leads that were handed out but not called are taken from their agents. Commits nothing; when it raises,
	nothing has changed. Raises UndoError when one of the leads was called, invited or otherwise worked on, or when another
	batch added to it; frappe.PermissionError.
	"""
	batch = frappe.get_doc("Lead Batch", name, for_update=True)
	batch.check_permission("write")
	if batch.status != "Imported":
		frappe.throw(
			_("{0} is {1}. Only an imported batch can be undone.").format(name, _(batch.status)), UndoError
		)
	lock_lead_series()  # no import and no incoming call meanwhile
	new_leads = _lock_new_leads(name)
	_check_untouched(name)
	hashes = _hashes_of(name)
	restored, further = _restore(name)
	taken_from = _take_from_agents(name)
	_delete(name, new_leads)
	_remove_unused_numbers(hashes | further)
	batch.db_set(
		{"status": "Undone", "undone_at": now_datetime(), "undone_by": frappe.session.user}, notify=True
	)
	return Undone(len(new_leads), restored, taken_from)


def _lock_new_leads(batch: str) -> list[str]:
	"""Lock the leads that the batch made and read them as they are committed now."""
	lead = frappe.qb.DocType("Call Lead")
	return [
		row[0]
		for row in frappe.qb.from_(lead).for_update().select(lead.name).where(lead.batch == batch).run()
	]


def _check_untouched(batch: str) -> None:
	"""Raises UndoError with the work on the batch's leads."""
	lead = frappe.qb.DocType("Call Lead")
	of_batch = frappe.qb.from_(lead).select(Count("*")).where(lead.batch == batch)
	called = of_batch.where(lead.last_called_at.isnotnull() | lead.status.notin(("Pool", "Held"))).run()[0][0]
	found = [_("{0} customers have already been called").format(called)] if called else []
	found += [
		_("{0}: {1}").format(_(doctype), count)
		for doctype, count in _count_links(batch).items()
		if doctype != "Lead Batch Row"
	]
	row = frappe.qb.DocType("Lead Batch Row")
	others = (
		frappe.qb.from_(row)
		.join(lead)
		.on(lead.name == row.lead)
		.select(row.batch)
		.distinct()
		.where((lead.batch == batch) & (row.batch != batch))
		.run()
	)
	found += [
		_("{0} added to some of the same customers. Undo it first.").format(other[0]) for other in others
	]
	if found:
		frappe.throw(
			_("{0} can no longer be undone.").format(batch) + "<br>" + "<br>".join(found),
			UndoError,
			title=_("Too Late to Undo"),
		)


def _count_links(batch: str) -> Counter[str]:
	"""DocType → how many of its rows link to leads of the batch. Finds every DocType that links to leads."""
	lead = frappe.qb.DocType("Call Lead")
	found: Counter[str] = Counter()
	for doctype, fieldname in _links_to_leads():
		other = frappe.qb.DocType(doctype)
		query = frappe.qb.from_(other).join(lead).on(lead.name == other[fieldname]).select(Count("*"))
		found[doctype] += query.where(lead.batch == batch).run()[0][0]
	return +found


def _links_to_leads() -> Iterator[tuple[str, str]]:
	"""(DocType, field) of every link to Call Lead that is not deleted with the lead."""
	for doctype in ("DocField", "Custom Field"):
		parent = "parent" if doctype == "DocField" else "dt"
		for row in frappe.get_all(
			doctype, {"fieldtype": "Link", "options": "Call Lead"}, [f"{parent} as of", "fieldname"]
		):
			if row.of not in DELETED_WITH_LEAD and frappe.db.table_exists(row.of):
				yield row.of, row.fieldname


def _hashes_of(batch: str) -> set[str]:
	lead, number = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Call Lead Number")
	query = frappe.qb.from_(number).join(lead).on(lead.name == number.parent).select(number.phone_hash)
	return {row[0] for row in query.where(lead.batch == batch).run()}


def _restore(batch: str) -> tuple[int, set[str]]:
	"""Take from earlier leads what the batch added; gives how many leads, and the hashes of the numbers they lost."""
	rows = frappe.get_all(
		"Lead Batch Row", {"batch": batch, "added": ("is", "set")}, ["lead", "added"], limit_page_length=0
	)
	added = {row.lead: json.loads(row.added) for row in rows}
	lead, lost = frappe.qb.DocType("Call Lead"), set()
	for start in range(0, len(added), CHUNK):
		some = list(added)[start : start + CHUNK]
		query = (
			frappe.qb.from_(lead)
			.for_update()
			.select(lead.name, *(lead[f] for f in lead_writer.MERGED_FIELDS))
		)
		stored = query.where(lead.name.isin(some)).run(as_dict=True)
		upsert_rows(
			"Call Lead",
			("name", *lead_writer.MERGED_FIELDS),
			((row.name, *_without_added(row, added[row.name])) for row in stored),
		)
		numbers = [name for key in some for name in added[key].get("numbers", ())]
		for at in range(0, len(numbers), CHUNK):
			of_batch = {"name": ("in", numbers[at : at + CHUNK]), "is_primary": 0}
			lost.update(
				frappe.get_all(
					"Call Lead Number",
					of_batch,
					pluck="phone_hash",
					parent_doctype="Call Lead",
					limit_page_length=0,
				)
			)
			frappe.db.delete("Call Lead Number", of_batch)
	return len(added), lost


def _without_added(lead: frappe._dict, added: dict[str, Any]) -> tuple:
	"""A lead's values without what the batch filled, unless they were changed since, and without its sources and names."""
	filled = added.get("filled", {})
	values = {
		f: None if f in filled and lead_writer.digest(lead[f] or "") == filled[f] else lead[f]
		for f in lead_writer.MERGED_FIELDS
	}
	for fieldname, word in lead_writer.ADDED_TO.items():
		lines = (lead[fieldname] or "").split("\n")
		values[fieldname] = "\n".join(line for line in lines if line and line not in added.get(word, ()))
	return tuple(values.values())


def _take_from_agents(batch: str) -> int:
	"""Take the batch's leads out of their allocations, which stay with the other leads; gives how many agents held some."""
	lead, item = frappe.qb.DocType("Call Lead"), frappe.qb.DocType("Lead Allocation Item")
	agents = (
		frappe.qb.from_(lead)
		.select(lead.agent)
		.distinct()
		.where((lead.batch == batch) & (lead.agent != ""))
		.run()
	)
	allocated = (
		frappe.qb.from_(item)
		.join(lead)
		.on(lead.name == item.lead)
		.select(item.parent, Count("*"))
		.where(lead.batch == batch)
		.groupby(item.parent)
		.run()
	)
	if not allocated:
		return 0
	names = frappe.qb.from_(lead).select(lead.name).where(lead.batch == batch)
	frappe.qb.from_(item).delete().where(item.lead.isin(names)).run()
	allocation = frappe.qb.DocType("Lead Allocation")
	for parent, count in allocated:
		frappe.qb.update(allocation).set(allocation.lead_count, allocation.lead_count - count).where(
			allocation.name == parent
		).run()
	return len(agents)


def _delete(batch: str, leads: list[str]) -> None:
	"""Delete the batch's leads with their numbers and the framework's records about them, and the batch's rows."""
	for start in range(0, len(leads), CHUNK):
		some = leads[start : start + CHUNK]
		frappe.db.delete("Call Lead Number", {"parent": ("in", some), "parenttype": "Call Lead"})
		for doctype, of_doctype, of_name in FRAMEWORK_RECORDS:
			frappe.db.delete(doctype, {of_doctype: "Call Lead", of_name: ("in", some)})
	frappe.db.delete("Call Lead", {"batch": batch})
	frappe.db.delete("Lead Batch Row", {"batch": batch})


def _remove_unused_numbers(hashes: set[str]) -> None:
	"""Remove numbers from the vault that no row refers to any more; refused numbers stay refused (R10)."""
	wanted = sorted(hashes)
	vault = frappe.qb.DocType("Phone Vault")
	holders = frappe.get_all("DocField", {"fieldname": "phone_hash"}, pluck="parent")
	for start in range(0, len(wanted), CHUNK):
		some = set(wanted[start : start + CHUNK])
		for doctype in holders:
			other = frappe.qb.DocType(doctype)
			query = frappe.qb.from_(other).select(other.phone_hash).where(other.phone_hash.isin(list(some)))
			some -= {row[0] for row in query.run()}
			if not some:
				break
		if some:
			unused = vault.name.isin(list(some)) & (vault.do_not_call == 0)
			frappe.qb.from_(vault).delete().where(unused).run()
