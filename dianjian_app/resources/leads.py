"""Writing leads set-based: new ones, what a further row adds to one, and the line of each row (R6).

Bulk statements instead of documents, for speed. Kept here: names come from the series, every number of a lead
stands in Call Lead Number (unique per centre), blanks are filled and nothing that stands is overwritten.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field

import frappe
from frappe.utils import now_datetime
from pypika.terms import Values

from dianjian_app.resources import intake
from dianjian_app.resources.catalogue import Catalogue
from dianjian_app.resources.phone import mask

SERIES = "CL-{year}-"
DIGITS = 6
CHUNK = 5000
_SEGMENTS = {"刚需": "First Home", "改善": "Upgrade", "投资": "Investment"}
_META = ("owner", "modified_by", "creation", "modified")


def known_numbers(centre: str, hashes: Mapping[str, str]) -> dict[str, str]:
	"""E.164 → lead of the centre, for those of the numbers that a lead has. hashes: E.164 → hash."""
	number_of = {h: n for n, h in hashes.items()}
	table = frappe.qb.DocType("Call Lead Number")
	found: dict[str, str] = {}
	wanted = list(number_of)
	for start in range(0, len(wanted), CHUNK):
		query = (
			frappe.qb.from_(table)
			.select(table.phone_hash, table.parent)
			.where((table.centre == centre) & table.phone_hash.isin(wanted[start : start + CHUNK]))
		)
		found.update((number_of[h], parent) for h, parent in query.run())
	return found


def reserve_names(count: int) -> list[str]:
	"""`count` names of the lead series in one step; safe beside others: the series row is locked."""
	key = SERIES.format(year=now_datetime().year)
	series = frappe.qb.DocType("Series")
	current = frappe.qb.from_(series).where(series.name == key).for_update().select(series.current).run()
	last = current[0][0] or 0 if current else 0
	if current:
		frappe.qb.update(series).set(series.current, last + count).where(series.name == key).run()
	else:
		frappe.qb.into(series).columns(series.name, series.current).insert(key, count).run()
	return [f"{key}{n:0{DIGITS}d}" for n in range(last + 1, last + count + 1)]


@dataclass
class _Draft:
	"""A lead in the making: its first row, and what further rows of the same file add."""

	row: intake.Row
	numbers: dict[str, None]
	name: str = ""
	need: str | None = None
	notes: dict[str, None] = field(default_factory=dict)
	sources: dict[str, None] = field(default_factory=dict)


def write_new(
	batch, results: Iterable[intake.Result], hashes: Mapping[str, str], catalogue: Catalogue
) -> dict[str, str]:
	"""Write the new leads with their numbers; gives key of a result's lead (`new:<i>`) → name."""
	drafts: dict[str, _Draft] = {}
	for r in results:
		if r.outcome == "New":
			drafts[r.lead] = _Draft(r.row, dict.fromkeys(r.row.numbers))
		elif r.lead in drafts:
			drafts[r.lead].numbers.update(dict.fromkeys(r.row.numbers))
		if r.lead in drafts:
			_add(drafts[r.lead], r.row, batch, catalogue)
	names = dict(zip(drafts, reserve_names(len(drafts)), strict=True)) if drafts else {}
	_insert_leads(batch, drafts, names, hashes, catalogue)
	_insert_numbers(
		batch.centre,
		((names[key], n, i) for key, d in drafts.items() for i, n in enumerate(d.numbers)),
		hashes,
	)
	return names


def _add(draft: _Draft, row: intake.Row, batch, catalogue: Catalogue) -> None:
	draft.name = draft.name or row.name
	need = catalogue.product(row.need)
	draft.need = draft.need or need
	notes = [row.remarks] + ([row.need] if row.need and not need else [])
	source = catalogue.source(row.source)
	if row.source and not source:
		notes.append(row.source)
	draft.notes.update(dict.fromkeys(n for n in notes if n))
	draft.sources[source or batch.source] = None


def _insert_leads(batch, drafts, names, hashes, catalogue) -> None:
	now, user = now_datetime(), frappe.session.user
	frappe.db.bulk_insert(
		"Call Lead",
		[
			*(
				"name",
				*_META,
				"customer_name",
				"phone_mask",
				"phone_hash",
				"status",
				"source",
				"batch",
				"centre",
			),
			*("sales_group", "date", "product_need", "segment", "project_asked", "remarks", "other_sources"),
		],
		(
			(
				*(
					names[key],
					user,
					user,
					now,
					now,
					d.name[:140],
					mask(d.row.numbers[0]),
					hashes[d.row.numbers[0]],
				),
				*("Pool", next(iter(d.sources)), batch.name, batch.centre, batch.sales_group),
				*(d.row.date or batch.received_on, d.need, _SEGMENTS.get(d.row.segment, "")),
				*(d.row.project[:140], "\n".join(d.notes), "\n".join(list(d.sources)[1:])),
			)
			for key, d in drafts.items()
		),
	)


def _insert_numbers(centre: str, numbers: Iterable[tuple[str, str, int]], hashes: Mapping[str, str]) -> None:
	"""numbers: (lead, E.164, position among the lead's numbers). A number that has an owner already keeps it."""
	now, user = now_datetime(), frappe.session.user
	frappe.db.bulk_insert(
		"Call Lead Number",
		[
			*("name", *_META, "parent", "parenttype", "parentfield", "idx"),
			*("phone_mask", "phone_hash", "is_primary", "centre"),
		],
		(
			(
				*(
					frappe.generate_hash(length=10),
					user,
					user,
					now,
					now,
					lead,
					"Call Lead",
					"numbers",
					position + 1,
				),
				*(mask(number), hashes[number], int(position == 0), centre),
			)
			for lead, number, position in numbers
		),
		ignore_duplicates=True,
	)


def write_merged(results, names: Mapping[str, str], hashes, catalogue: Catalogue, batch) -> None:
	"""What rows add to leads that stood before: blanks filled, another source noted, further numbers."""
	rows_by_lead: dict[str, list[intake.Row]] = defaultdict(list)
	for r in results:
		if r.outcome == "Merged" and r.lead not in names:
			rows_by_lead[r.lead].append(r.row)
	if not rows_by_lead:
		return
	lead = frappe.qb.DocType("Call Lead")
	changed = []
	wanted = list(rows_by_lead)
	for start in range(0, len(wanted), CHUNK):
		stored = (
			frappe.qb.from_(lead)
			.select(lead.name, lead.customer_name, lead.product_need, lead.source, lead.other_sources)
			.where(lead.name.isin(wanted[start : start + CHUNK]))
			.for_update()
			.run(as_dict=True)
		)
		changed += [c for old in stored if (c := _merged(old, rows_by_lead[old.name], batch, catalogue))]
	now = now_datetime()
	for start in range(0, len(changed), CHUNK):
		query = frappe.qb.into(lead).columns(
			"name", "customer_name", "product_need", "other_sources", "modified"
		)
		query = query.insert(*((*c, now) for c in changed[start : start + CHUNK]))
		for column in (lead.customer_name, lead.product_need, lead.other_sources, lead.modified):
			query = query.on_duplicate_key_update(column, Values(column))
		query.run()
	_insert_numbers(
		batch.centre,
		((name, n, 1) for name, rows in rows_by_lead.items() for r in rows for n in r.numbers),
		hashes,
	)


def _merged(old, rows: list[intake.Row], batch, catalogue: Catalogue) -> tuple | None:
	"""(name, customer_name, product_need, other_sources) when the rows add something, else None."""
	name = old.customer_name or next((r.name for r in rows if r.name), old.customer_name)
	need = old.product_need or next((p for r in rows if (p := catalogue.product(r.need))), old.product_need)
	sources = dict.fromkeys(filter(None, (old.other_sources or "").split("\n")))
	for r in rows:
		source = catalogue.source(r.source) or batch.source
		if source != old.source:
			sources[source] = None
	others = "\n".join(sources)
	if (name, need, others) == (old.customer_name, old.product_need, old.other_sources or ""):
		return None
	return old.name, name, need, others


def write_rows(batch, results, names: Mapping[str, str], catalogue: Catalogue) -> None:
	"""One Lead Batch Row for each row: where it stood and what became of it, the number masked."""
	now, user = now_datetime(), frappe.session.user
	frappe.db.bulk_insert(
		"Lead Batch Row",
		[
			*("name", *_META, "batch", "centre", "sales_group", "sheet_name", "row_no", "outcome", "reason"),
			*("lead", "customer_name", "phone_mask", "source", "date"),
		],
		(
			(
				*(
					frappe.generate_hash(length=10),
					user,
					user,
					now,
					now,
					batch.name,
					batch.centre,
					batch.sales_group,
				),
				*(r.row.sheet[:140], r.row.row_no, r.outcome, r.reason or "", names.get(r.lead, r.lead)),
				*(r.row.name[:140], mask(r.row.numbers[0]) if r.row.numbers else ""),
				*(catalogue.source(r.row.source) or batch.source, r.row.date or batch.received_on),
			)
			for r in results
		),
	)
