"""Writing leads set-based: new ones, what further rows add to one, and the line of each row (R6).

Bulk statements instead of documents, for speed. The rules kept here: names come from the series; every number of a
lead stands in Call Lead Number, unique per centre; blanks are filled and nothing that stands is overwritten; the
holder, the pool and what later stages project are never touched.
"""

from __future__ import annotations

import hashlib
import json
import os
from collections import Counter, defaultdict
from collections.abc import Collection, Iterable, Iterator, Mapping, Sequence

import frappe
from frappe.query_builder.functions import Count
from frappe.utils import now_datetime

from dianjian_app.bulk_writer import BackgroundWriter, insert_rows, upsert_rows
from dianjian_app.resources.intake import matching
from dianjian_app.resources.intake.catalogue import Catalogue
from dianjian_app.resources.intake.merge_rows import Gathered
from dianjian_app.resources.numbers.phone import mask

SERIES = "CL-{year}-"
DIGITS = 6
CHUNK = 5000
STORED = ("customer_name", "product_need", "segment", "project_asked", "remarks", "other_sources")


def known_numbers(centre: str, hashes: Mapping[str, str]) -> dict[str, str]:
	"""E.164 → lead of the centre, for those of the numbers that a lead has. hashes: E.164 → hash.

	Numbers that a lead has are locked until this transaction ends; everybody who gives a lead a number holds
	`lock_names`. A locking read, which sees what another session has just committed; of many numbers, only of those that
	a plain read finds, unless leads were made since this session first looked: to lock the absence of a hundred
	thousand numbers makes their insertion twice as slow.
	"""
	wanted = sorted(hashes.values())
	if len(wanted) > CHUNK and not _made_since():
		wanted = _seen(centre, wanted)
	number_of = {h: n for n, h in hashes.items()}
	return {number_of[h]: parent for h, parent in _with_lead(centre, wanted, "for update")}


def _seen(centre: str, hashes: Sequence[str]) -> list[str]:
	"""Those of many hashes that a lead of the centre has, by a plain read: of all numbers where the centre has fewer."""
	if frappe.db.count("Call Lead Number", {"centre": centre}) < len(hashes):
		every = frappe.db.sql("select phone_hash from `tabCall Lead Number` where centre = %s", (centre,))
		return sorted({row[0] for row in every}.intersection(hashes))
	return [h for h, _parent in _with_lead(centre, hashes)]


def _with_lead(centre: str, hashes: Sequence[str], lock: str = "") -> Iterator[tuple[str, str]]:
	"""(hash, lead) of those of the hashes that a lead of the centre has."""
	for start in range(0, len(hashes), CHUNK):
		yield from frappe.db.sql(
			f"select phone_hash, parent from `tabCall Lead Number` where centre = %s and phone_hash in %s {lock}",
			(centre, tuple(hashes[start : start + CHUNK])),
		)


def _made_since() -> bool:
	"""Did another session give leads numbers since this transaction first looked? To be asked under `lock_names`."""
	key, last = lock_names()
	series = frappe.qb.DocType("Series")
	seen = frappe.qb.from_(series).where(series.name == key).select(series.current).run()
	return not seen or seen[0][0] != last


def lead_of_numbers(centre: str, hashes: Iterable[str]) -> str | None:
	"""The lead of a centre that has one of these numbers, unlocked; None: nobody is known by them."""
	return frappe.db.get_value(
		"Call Lead Number",
		{"centre": centre, "phone_hash": ("in", list(hashes) or [""]), "parenttype": "Call Lead"},
		"parent",
	)


def lock_names() -> tuple[str, int]:
	"""Lock the series of leads until the transaction ends, and give it with its last number.

	Whoever makes leads takes this lock first, one import at a time and incoming calls between them; so two that bring
	the same number never see past each other, and never lock each other up.
	"""
	key = SERIES.format(year=now_datetime().year)
	series = frappe.qb.DocType("Series")
	# not "ignore", which would share the row's lock: two that share it and then want it alone lock each other up
	start = frappe.qb.into(series).columns(series.name, series.current).insert(key, 0)
	start.on_duplicate_key_update(series.current, series.current).run()
	query = frappe.qb.from_(series).where(series.name == key).for_update().select(series.current)
	return key, query.run()[0][0] or 0


def reserve_names(count: int) -> list[str]:
	"""`count` names of the lead series in one step."""
	key, last = lock_names()
	series = frappe.qb.DocType("Series")
	frappe.qb.update(series).set(series.current, last + count).where(series.name == key).run()
	return [f"{key}{n:0{DIGITS}d}" for n in range(last + 1, last + count + 1)]


def new_numbers(
	results: Iterable[matching.Result], known: Collection[str], refused: Collection[str]
) -> dict[str, list[str]]:
	"""Lead → numbers that it gets, in order; a number goes to the first row that has it.

	known: numbers that a lead has already; refused: numbers that are given to nobody.
	"""
	taken: set[str] = set()
	numbers: dict[str, list[str]] = defaultdict(list)
	for r in results:
		for number in r.row.numbers if r.lead else ():
			if number not in known and number not in refused and number not in taken:
				taken.add(number)
				numbers[str(r.lead)].append(number)
	return numbers


def name_new(gathered: Mapping[str, Gathered]) -> dict[str, str]:
	"""Names for the new leads: key of a result's lead (`new:<i>`) → name."""
	drafts = [key for key in gathered if key.startswith("new:")]
	# at least one, even when the rows only add numbers to leads: it tells other sessions (see known_numbers)
	return dict(zip(drafts, reserve_names(len(drafts) or 1), strict=False))


def write_new(
	batch,
	gathered: Mapping[str, Gathered],
	names: Mapping[str, str],
	hashes: Mapping[str, str],
	writer: BackgroundWriter,
) -> None:
	"""Write the new leads under their names."""
	insert_rows(
		"Call Lead",
		("name", "phone_mask", "phone_hash", "source", "date", *STORED),
		(
			(
				name,
				mask(g.first.numbers[0]),
				hashes[g.first.numbers[0]],
				next(iter(g.sources)),
				g.first.date or batch.received_on,
				*(g.name, g.need, g.segment, g.project, "\n".join(g.notes), "\n".join(list(g.sources)[1:])),
			)
			for key, name in names.items()
			for g in (gathered[key],)
		),
		{"status": "Pool", "batch": batch.name, "centre": batch.centre, "sales_group": batch.sales_group},
		writer=writer,
	)


def write_merged(batch, gathered: Mapping[str, Gathered]) -> dict[str, dict]:
	"""What rows add to leads that stood before: blanks filled, another source noted.

	Gives lead → what `undo` has to take back: {"filled": {field: digest of what was written}, "sources": [name]}.
	"""
	wanted = sorted(key for key in gathered if not key.startswith("new:"))
	lead = frappe.qb.DocType("Call Lead")
	added: dict[str, dict] = {}
	for start in range(0, len(wanted), CHUNK):
		stored = (
			frappe.qb.from_(lead)
			.select(lead.name, lead.source, *(lead[f] for f in STORED))
			.where(lead.name.isin(wanted[start : start + CHUNK]))
			.for_update()
			.run(as_dict=True)
		)
		changes = {old.name: (_now(old), _filled(old, gathered[old.name])) for old in stored}
		changes = {name: (was, now) for name, (was, now) in changes.items() if was != now}
		upsert_rows("Call Lead", ("name", *STORED), ((name, *now) for name, (_was, now) in changes.items()))
		added.update({name: _difference(was, now) for name, (was, now) in changes.items()})
	return added


def _now(old) -> tuple:
	return tuple(old[f] or "" for f in STORED)


def _difference(was: tuple, now: tuple) -> dict:
	changed = [
		(f, before, after) for f, before, after in zip(STORED, was, now, strict=True) if before != after
	]
	filled = {f: digest(after) for f, _before, after in changed if f != "other_sources"}
	sources = [s for s in now[-1].split("\n") if s not in was[-1].split("\n")]
	return {"filled": filled, "sources": sources}


def digest(text: str) -> str:
	"""What tells whether a field still says what was written, without saying it again."""
	return hashlib.sha256(text.encode()).hexdigest()[:16]


def _filled(old, g: Gathered) -> tuple:
	"""The stored fields with blanks filled; equal to what stands when the rows add nothing."""
	sources = dict.fromkeys(filter(None, (old.other_sources or "").split("\n")))
	sources.update(dict.fromkeys(s for s in g.sources if s != old.source))
	said = (g.name, g.need or "", g.segment, g.project, "\n".join(g.notes), "\n".join(sources))
	return (*(o or s for o, s in zip(_now(old)[:-1], said, strict=False)), said[-1])


def count_numbers(leads: Sequence[str]) -> Counter[str]:
	"""How many numbers each of the leads has."""
	table = frappe.qb.DocType("Call Lead Number")
	has: Counter[str] = Counter()
	for start in range(0, len(leads), CHUNK):
		query = frappe.qb.from_(table).select(table.parent, Count("*")).groupby(table.parent)
		has.update(dict(query.where(table.parent.isin(leads[start : start + CHUNK])).run()))
	return has


def write_numbers(
	centre: str,
	numbers: Mapping[str, Sequence[str]],
	names: Mapping[str, str],
	has: Mapping[str, int],
	hashes: Mapping[str, str],
	writer: BackgroundWriter,
) -> dict[str, list[str]]:
	"""Numbers of new leads, the first one primary, and further ones of leads that stood before: lead → row names.

	has: how many those had.
	"""
	# in the order of the unique index and with names that rise: half the time of any other order
	rows = sorted(
		(hashes[number], names.get(key, key), at, mask(number), int(at == 1))
		for key, of_lead in numbers.items()
		for at, number in enumerate(of_lead, has.get(key, 0) + 1)
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


def write_rows(
	batch,
	results: Iterable[matching.Result],
	names: Mapping[str, str],
	catalogue: Catalogue,
	added: Mapping[str, dict],
	writer: BackgroundWriter,
) -> None:
	"""One Lead Batch Row for each row: where it stood and what became of it, the number masked.

	added: lead → what the batch added to it, kept at its first row for `undo`.
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
				*(catalogue.source(r.row.source) or batch.source, r.row.date or batch.received_on),
				json.dumps(left.pop(r.lead), ensure_ascii=False) if r.lead in left else None,
			)
			for at, r in enumerate(results, 1)
		),
		{"batch": batch.name, "centre": batch.centre, "sales_group": batch.sales_group},
		writer=writer,
	)


def _row_names(count: int) -> Iterator[str]:
	"""Names that rise, of sixteen hex digits: ten, as the framework takes, meet twice within a few hundred thousand."""
	first = os.urandom(5).hex()
	return (f"{first}{n:06x}" for n in range(count))
