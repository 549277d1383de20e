"""Writes a pack from what a site has: a centre's own, or an existing pack again (R52)."""

from __future__ import annotations

import json
from collections.abc import Mapping

import frappe

from dianjian_app.packs.parts import FIELDS, KEYS, ROWS, SCHEMA, SECTIONS
from dianjian_app.packs.site_state import DOCTYPES, POLICY, read

EMPTY: tuple[object, ...] = (None, "", 0, 0.0, [])


def export(centre: str, title: str, like: Mapping | None = None) -> dict:
	"""A pack's content as a centre has it (R52).

	like: another pack's content; then the new pack holds what that one names, in its order, with the site's values.
	Without it: the centre's scheme, policy and settings, and all else that holds for it.
	"""
	state = read(centre)
	sections = _own(centre, state) if like is None else _named_in(like["sections"], state)
	return {
		"schema": SCHEMA,
		"title": title,
		"version": like["version"] if like else 1,
		"description": like["description"] if like else "",
		"sections": {name: sections[name] for name in SECTIONS if sections.get(name)},
	}


def as_text(content: Mapping) -> str:
	"""A pack's content as its file."""
	return json.dumps(content, ensure_ascii=False, indent=1) + "\n"


def _own(centre: str, state: Mapping[str, Mapping[str, dict]]) -> dict:
	scheme, policy = frappe.db.get_value("Sales Centre", centre, ["grade_scheme", "deduction_policy"])
	chosen = {
		"grade_schemes": [v for k, v in state["grade_schemes"].items() if k == scheme],
		"products": list(state["products"].values()),
		"policies": [v for k, v in state["policies"].items() if k == policy],
		"metrics": list(state["metrics"].values()),
		"rules": list(state["rules"].values()),
		"grounds": list(state["grounds"].values()),
		"scripts": list(state["scripts"].values()),
		"departments": list(state["departments"].values()),
		"complaint_categories": list(state["complaint_categories"].values()),
		"survey_templates": list(state["survey_templates"].values()),
	}
	sections: dict = {name: [_filled(row, name) for row in rows] for name, rows in chosen.items()}
	sections["attendance"] = _filled(state.get("attendance", {}).get("attendance", {}), "attendance")
	return {**sections, "centre": _filled(state["centre"]["centre"], "centre")}


def _named_in(like: Mapping, state: Mapping[str, Mapping[str, dict]]) -> dict:
	sections: dict = {"later": like.get("later")}
	for name, key in KEYS.items():
		rows = (state[name].get(row[key]) for row in like.get(name, ()))
		sections[name] = [_filled(row, name) for row in rows if row]
	judged_by = state.get("attendance", {}).get("attendance", {})
	sections["attendance"] = {f: judged_by[f] for f in sorted(like.get("attendance", ())) if f in judged_by}
	sections["centre"] = {f: state["centre"]["centre"][f] for f in sorted(like.get("centre", ()))}
	return sections


def _filled(row: Mapping, section: str) -> dict:
	"""Return the row without empty values, but keep an empty value where a new document would have another."""
	meta = frappe.get_meta(DOCTYPES.get(section) or (POLICY if section == "attendance" else "Sales Centre"))

	def means_something(field: str, value: object) -> bool:
		return value not in EMPTY or str(meta.get_field(field).default or "0") != "0"

	found = {k: v for k, v in row.items() if k in FIELDS[section] and means_something(k, v)}
	for name in ROWS:
		if name in found:
			found[name] = [{k: v for k, v in r.items() if v not in (None, "")} for r in found[name]]
	return dict(sorted(found.items()))
