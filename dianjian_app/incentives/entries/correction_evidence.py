"""Adds to a correction the evidence of what it corrects: the entries of its key and the documents behind them (R31, decision 11)."""

from __future__ import annotations

from collections.abc import Sequence
from dataclasses import replace

import frappe

from dianjian_app.incentives.engine.line import Line


def with_evidence_of_corrected(lines: Sequence[Line], centre: str) -> list[Line]:
	"""Return the lines; corrections also carry the evidence of the entries that they correct. One query, or none.

	A cancelled deal is counted by nothing any more, so only the entry that it once brought still names it.
	"""
	keys = {id(ln): [ln.key.text(centre, n) for n in range(ln.correction_no)] for ln in lines}
	found = _evidence_of({key for of_line in keys.values() for key in of_line})
	return [_with(ln, [e for key in keys[id(ln)] for e in found.get(key, ())]) for ln in lines]


def _with(line: Line, evidence: list[str]) -> Line:
	if not evidence or not line.explanation:
		return line
	together = list(dict.fromkeys([*line.explanation["evidence"], *evidence]))
	return replace(line, explanation={**line.explanation, "evidence": together})


def _evidence_of(keys: set[str]) -> dict[str, list[str]]:
	"""Entry key → the entry itself and the evidence in its explanation."""
	if not keys:
		return {}
	rows = frappe.get_all(
		"Incentive Entry", {"entry_key": ("in", sorted(keys))}, ["name", "entry_key", "explanation"], limit=0
	)
	return {
		r.entry_key: [
			f"Incentive Entry/{r.name}",
			*(frappe.parse_json(r.explanation or "{}").get("evidence") or ()),
		]
		for r in rows
	}
