"""Writes an import: new leads, what rows add to leads that were there, and one line for each row (R6).

Bulk statements instead of documents, for speed. The rules that documents would check are kept here: names come from the
series; each number of a lead is a row of Call Lead Number, unique in its centre; blank fields are filled and nothing is
overwritten; the holder, the pool and what later stages write are never touched.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence
from datetime import date
from typing import TYPE_CHECKING, Any

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import getdate

from dianjian_app.bulk_writer import BackgroundWriter, insert_rows, upsert_rows
from dianjian_app.clean_text import clean
from dianjian_app.resources.intake import matching
from dianjian_app.resources.intake.catalogue import Catalogue
from dianjian_app.resources.intake.lead_series import reserve_lead_names
from dianjian_app.resources.intake.merge_rows import MergedRows
from dianjian_app.resources.numbers.phone import mask

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.lead_batch.lead_batch import LeadBatch

CHUNK = 5000
MERGED_FIELDS = (
	"customer_name",
	"product_need",
	"segment",
	"project_asked",
	"remarks",
	"other_sources",
	"other_names",
)
"""fields of a lead that rows fill"""
ADDED_TO = {"other_sources": "sources", "other_names": "names"}
"""of these the ones with a line for each value, and the word under which `undo` finds what a batch added"""


def assign_numbers(
	results: Iterable[matching.Result], known: Collection[str], refused: Collection[str]
) -> dict[str, list[str]]:
	"""Key of the lead → numbers that it gets, in order; a number goes to the first row that has it.

	known: numbers that a lead has already; refused: numbers that no lead gets.
	"""
	taken: set[str] = set()
	numbers: dict[str, list[str]] = defaultdict(list)
	for result in results:
		for number in result.row.numbers if result.lead else ():
			if number not in known and number not in refused and number not in taken:
				taken.add(number)
				numbers[str(result.lead)].append(number)
	return numbers


def name_new_leads(merged: Mapping[str, MergedRows]) -> dict[str, str]:
	"""Key of a new lead (`new:<i>`) → its name."""
	keys = [key for key in merged if key.startswith("new:")]
	# at least one name, even when the rows only add numbers to leads: other sessions notice it (lead_series.has_grown)
	return dict(zip(keys, reserve_lead_names(len(keys) or 1), strict=False))


def insert_new_leads(
	batch: LeadBatch,
	merged: Mapping[str, MergedRows],
	names: Mapping[str, str],
	hashes: Mapping[str, str],
	writer: BackgroundWriter,
) -> None:
	"""Insert the new leads. names: key → name; hashes: E.164 → hash."""
	insert_rows(
		"Call Lead",
		("name", "phone_mask", "phone_hash", "source", "date", *MERGED_FIELDS),
		(
			(
				name,
				mask(rows.first.numbers[0]),
				hashes[rows.first.numbers[0]],
				next(iter(rows.sources)),
				day_of(rows, batch),
				*(next(iter(rows.names), ""), rows.need, rows.segment, rows.project),
				*("\n".join(rows.notes), *("\n".join(list(more)[1:]) for more in (rows.sources, rows.names))),
			)
			for key, name in names.items()
			for rows in (merged[key],)
		),
		{"status": "Pool", "batch": batch.name, "centre": batch.centre, "sales_group": batch.sales_group},
		writer=writer,
	)


def day_of(row: matching.Row | MergedRows, batch: LeadBatch) -> date | None:
	"""The day of a row or a lead: that of the batch where nothing is written, none where it could not be read."""
	return row.date or (None if row.unread_date else getdate(batch.received_on))


def update_merged_leads(merged: Mapping[str, MergedRows]) -> dict[str, dict[str, Any]]:
	"""Fill the blank fields of leads that were there, and add their sources.

	Gives lead → what `undo` has to take back: {"filled": {field: digest of what was written}, "sources": [name], "names":
	[customer's name]}.
	"""
	wanted = sorted(key for key in merged if not key.startswith("new:"))
	lead = frappe.qb.DocType("Call Lead")
	added: dict[str, dict[str, Any]] = {}
	for start in range(0, len(wanted), CHUNK):
		stored = (
			frappe.qb.from_(lead)
			.select(lead.name, lead.source, *(lead[f] for f in MERGED_FIELDS))
			.where(lead.name.isin(wanted[start : start + CHUNK]))
			.for_update()
			.run(as_dict=True)
		)
		pairs = {old.name: (_values(old), _filled(old, merged[old.name])) for old in stored}
		changes = {name: (before, after) for name, (before, after) in pairs.items() if before != after}
		upsert_rows(
			"Call Lead",
			("name", *MERGED_FIELDS),
			((name, *after) for name, (_before, after) in changes.items()),
		)
		added.update({name: _difference(before, after) for name, (before, after) in changes.items()})
	return added


def _values(lead: frappe._dict) -> tuple[str, ...]:
	return tuple(lead[f] or "" for f in MERGED_FIELDS)


def _filled(lead: frappe._dict, rows: MergedRows) -> tuple[str, ...]:
	"""The lead's values with blanks filled; the same values when the rows add nothing."""
	names = [clean(name) for name in rows.names]
	name = lead.customer_name or next(iter(names), "")
	more = (_lines(lead.other_sources, rows.sources, lead.source), _lines(lead.other_names, names, name))
	said = (rows.segment, rows.project, "\n".join(rows.notes))
	given = (name, rows.need or "", *map(clean, said))
	stored = _values(lead)[: len(given)]
	return (*(old or new for old, new in zip(stored, given, strict=True)), *more)


def _lines(stored: str | None, more: Iterable[str], own: str | None) -> str:
	"""The lines of a field and those that come to it, each once and without the lead's own value."""
	lines = dict.fromkeys(filter(None, (stored or "").split("\n")))
	return "\n".join(lines | dict.fromkeys(line for line in more if line != own))


def _difference(before: tuple[str, ...], after: tuple[str, ...]) -> dict[str, Any]:
	filled = {
		field: digest(new)
		for field, old, new in zip(MERGED_FIELDS, before, after, strict=True)
		if old != new and field not in ADDED_TO
	}
	added = {
		word: [line for line in after[at].split("\n") if line not in before[at].split("\n")]
		for at, word in ((MERGED_FIELDS.index(field), word) for field, word in ADDED_TO.items())
	}
	return {"filled": filled, **added}


def digest(text: str) -> str:
	"""Tells whether a field still has the text that was written, without storing the text again."""
	return hashlib.sha256(text.encode()).hexdigest()[:16]


def count_numbers(leads: Sequence[str]) -> Counter[str]:
	"""How many numbers each of the leads has."""
	table = frappe.qb.DocType("Call Lead Number")
	counts: Counter[str] = Counter()
	for start in range(0, len(leads), CHUNK):
		query = frappe.qb.from_(table).select(table.parent, Count("*")).groupby(table.parent)
		counts.update(dict(query.where(table.parent.isin(leads[start : start + CHUNK])).run()))
	return counts


def insert_numbers(
	centre: str,
	numbers: Mapping[str, Sequence[str]],
	names: Mapping[str, str],
	counts: Mapping[str, int],
	hashes: Mapping[str, str],
	writer: BackgroundWriter,
) -> dict[str, list[str]]:
	"""Insert the numbers of new leads, the first one primary, and further numbers of leads that were there.

	numbers: key of the lead → numbers; names: key of a new lead → name; counts: how many numbers the other leads have.
	Gives lead → names of its new rows, for leads that were there.
	"""
	# in the order of the unique index and with names that rise: half the time of any other order
	rows = sorted(
		(hashes[number], names.get(key, key), at, mask(number), int(at == 1))
		for key, of_lead in numbers.items()
		for at, number in enumerate(of_lead, counts.get(key, 0) + 1)
	)
	row_names = list(_row_names(len(rows)))
	insert_rows(
		"Call Lead Number",
		("name", "phone_hash", "parent", "idx", "phone_mask", "is_primary"),
		((name, *row) for name, row in zip(row_names, rows, strict=True)),
		{"parenttype": "Call Lead", "parentfield": "numbers", "centre": centre},
		writer=writer,
	)
	further: dict[str, list[str]] = {key: [] for key in numbers if key not in names}
	for name, (_hash, lead, *_rest) in zip(row_names, rows, strict=True) if further else ():
		if lead in further:
			further[lead].append(name)
	return further


def insert_batch_rows(
	batch: LeadBatch,
	results: Iterable[matching.Result],
	names: Mapping[str, str],
	catalogue: Catalogue,
	added: Mapping[str, dict[str, Any]],
	writer: BackgroundWriter,
) -> None:
	"""Insert one Lead Batch Row for each row: where it stood in the workbook and its outcome, the number masked.

	added: lead → what the batch added to it, kept at the lead's first row for `undo`.
	"""
	left = dict(added)
	insert_rows(
		"Lead Batch Row",
		(
			*("name", "sheet_name", "row_no", "outcome", "reason", "lead"),
			*("customer_name", "phone_mask", "source", "date", "added"),
		),
		(
			(
				*(f"{batch.name}-{at:06d}", r.row.sheet[:140], r.row.row_no, r.outcome, r.reason or ""),
				*(names.get(r.lead, r.lead) if r.lead else None, r.row.name[:140]),
				mask(r.row.numbers[0]) if r.row.numbers else "",
				*(catalogue.source(r.row.source) or batch.source, day_of(r.row, batch)),
				json.dumps(left.pop(r.lead), ensure_ascii=False) if r.lead in left else None,
			)
			for at, r in enumerate(results, 1)
		),
		{"batch": batch.name, "centre": batch.centre, "sales_group": batch.sales_group},
		writer=writer,
	)


def _row_names(count: int) -> Iterator[str]:
	"""Names that rise, of sixteen hex digits: of the framework's ten two are the same within a few hundred thousand."""
	first = os.urandom(5).hex()
	return (f"{first}{n:06x}" for n in range(count))
