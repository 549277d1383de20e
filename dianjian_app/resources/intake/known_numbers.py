"""Which leads of a centre have which numbers (R6)."""

from __future__ import annotations

from collections.abc import Iterable, Iterator, Mapping, Sequence

import frappe

from dianjian_app.resources.intake import lead_series

CHUNK = 5000


def known_numbers(centre: str, hashes: Mapping[str, str]) -> dict[str, str]:
	"""E.164 → the centre's lead that has it, for those of the numbers that a lead has. hashes: E.164 → hash.

	The caller holds `lead_series.lock_lead_series`. The rows found are locked until the transaction ends, and read as they
	are committed now. Of many numbers only those are read so that a plain read finds, unless another session made leads
	since this one began: locking the absence of a hundred thousand numbers doubles the time of inserting them.
	"""
	wanted = sorted(hashes.values())
	if len(wanted) > CHUNK and not lead_series.has_grown():
		wanted = _read_plainly(centre, wanted)
	number_of = {h: number for number, h in hashes.items()}
	return {number_of[h]: lead for h, lead in _numbers_and_leads(centre, wanted, "for update")}


def lead_with_number(centre: str, hashes: Iterable[str]) -> str | None:
	"""The centre's lead that has one of these numbers, not locked; None: nobody has them."""
	wanted = list(hashes)
	if not wanted:
		return None
	return frappe.db.get_value(
		"Call Lead Number",
		{"centre": centre, "phone_hash": ("in", wanted), "parenttype": "Call Lead"},
		"parent",
	)


def _read_plainly(centre: str, hashes: Sequence[str]) -> list[str]:
	"""Those of many hashes that a lead has. All numbers of the centre are read where it has fewer than are asked for."""
	if frappe.db.count("Call Lead Number", {"centre": centre}) < len(hashes):
		every = frappe.db.sql("select phone_hash from `tabCall Lead Number` where centre = %s", (centre,))
		return sorted({row[0] for row in every}.intersection(hashes))
	return [h for h, _lead in _numbers_and_leads(centre, hashes)]


def _numbers_and_leads(centre: str, hashes: Sequence[str], lock: str = "") -> Iterator[tuple[str, str]]:
	"""(hash, lead) of those of the hashes that a lead of the centre has. lock: "" or "for update"."""
	for start in range(0, len(hashes), CHUNK):
		yield from frappe.db.sql(
			f"select phone_hash, parent from `tabCall Lead Number` where centre = %s and phone_hash in %s {lock}",  # noqa: S608
			(centre, tuple(hashes[start : start + CHUNK])),
		)
