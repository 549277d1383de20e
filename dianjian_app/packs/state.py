"""What a site and a centre have of the things that packs hold, and how they are written (R52)."""

from __future__ import annotations

from collections.abc import Mapping
from copy import deepcopy

import frappe
from frappe.utils import add_days, cint, today

from dianjian_app.packs import plan
from dianjian_app.packs.plan import ADD, CHANGE, FIELDS, KEYS, OF_OUTCOME, Item

DOCTYPES = {
	"grade_schemes": "Grade Scheme",
	"products": "Product Type",
	"sources": "Channel Source",
	"policies": "Deduction Policy",
	"metrics": "Incentive Metric",
	"rules": "Incentive Rule",
}
ROWS = {
	"grades": (
		*("grade", "grade_label", "meaning", "is_intention", "is_invalid", "recycle_days"),
		*("accepts_sms", "means_do_not_call"),
	),
	"seasons": ("season_name", "from_month", "from_day", "work_start", "work_end"),
	"rest_days": ("weekday",),
	"protection_clauses": ("kind", "days", "extends", "unanswered"),
	"outcomes": tuple(sorted(OF_OUTCOME)),
}


def read(centre: str) -> dict[str, dict[str, dict]]:
	"""section → key → values, as the site has them for a centre."""
	state: dict[str, dict[str, dict]] = {}
	for section, doctype in DOCTYPES.items():
		if section == "rules":
			state[section] = _rules(centre)
		else:
			docs = (frappe.get_doc(doctype, name) for name in frappe.get_all(doctype, pluck="name"))
			state[section] = {doc.get(KEYS[section]): _values(doc, section) for doc in docs}
	state["centre"] = {"centre": _values(frappe.get_doc("Sales Centre", centre), "centre")}
	return state


def _rules(centre: str) -> dict[str, dict]:
	"""family → its latest version that holds for the centre: the centre's own before the common one."""
	rows = frappe.get_all(
		"Incentive Rule",
		filters={"docstatus": ("<", 2)},
		or_filters=[["centre", "=", centre], ["centre", "is", "not set"]],
		fields=["name", "family", "centre", "version_no"],
		order_by="version_no",
		limit=0,
	)
	latest: dict[str, tuple] = {}
	for r in rows:
		rank = (bool(r.centre), r.version_no)
		if r.family not in latest or rank > latest[r.family][0]:
			latest[r.family] = (rank, r.name)
	return {
		family: _values(frappe.get_doc("Incentive Rule", name), "rules")
		for family, (_r, name) in latest.items()
	}


def _values(doc, section: str) -> dict:
	values: dict = {}
	for name in FIELDS[section]:
		if name in ROWS:
			values[name] = [{f: _plain(row.get(f)) for f in ROWS[name]} for row in doc.get(name) or []]
		else:
			values[name] = _plain(doc.get(name))
	return values


def _plain(value):
	return str(value) if hasattr(value, "total_seconds") or hasattr(value, "isoformat") else value


def export(centre: str, title: str) -> dict:
	"""A centre's own pack: its schemes, policies, metrics, rules and settings, without what is empty (R52)."""
	state = read(centre)
	own = frappe.get_doc("Sales Centre", centre)
	policy = own.deduction_policy
	sections = {
		"grade_schemes": [v for k, v in state["grade_schemes"].items() if k == own.grade_scheme],
		"products": list(state["products"].values()),
		"policies": [v for k, v in state["policies"].items() if k == policy],
		"metrics": list(state["metrics"].values()),
		"rules": list(state["rules"].values()),
		"centre": state["centre"]["centre"],
	}
	filled = {
		section: _filled(rows) if section == "centre" else [_filled(row) for row in rows]
		for section, rows in sections.items()
		if rows
	}
	return {"schema": plan.SCHEMA, "title": title, "version": 1, "description": "", "sections": filled}


def _filled(row: Mapping) -> dict:
	found = {k: v for k, v in row.items() if v not in (None, "", 0, 0.0, [])}
	for name in ROWS:
		if name in found:
			found[name] = [{k: v for k, v in r.items() if v not in (None, "")} for r in found[name]]
	return dict(sorted(found.items()))


def write(item: Item, centre: str) -> None:
	"""Do what the plan says of one item."""
	if item.section == "centre" and item.action == CHANGE:
		doc = frappe.get_doc("Sales Centre", centre)
		doc.update(deepcopy(dict(item.values)))
		doc.save()
	elif item.section == "rules" and item.action in (ADD, CHANGE):
		_write_rule(item, centre)
	elif item.action == ADD and item.section in DOCTYPES:
		frappe.get_doc({"doctype": DOCTYPES[item.section], **deepcopy(dict(item.values))}).insert()


def _write_rule(item: Item, centre: str) -> None:
	"""A draft for the centre: a first version, or one that follows what there is (decision 9: nothing approved is edited)."""
	before = frappe.get_all(
		"Incentive Rule",
		filters={"family": item.key, "docstatus": 1},
		or_filters=[["centre", "=", centre], ["centre", "is", "not set"]],
		pluck="name",
		order_by="version_no desc",
		limit=1,
	)
	draft = frappe.get_all(
		"Incentive Rule", {"family": item.key, "docstatus": 0, "centre": centre}, pluck="name"
	)
	if draft:
		doc = frappe.get_doc("Incentive Rule", draft[0])
	else:
		doc = frappe.new_doc("Incentive Rule")
		doc.update(
			{
				"centre": centre,
				"valid_from": add_days(today(), 1),
				"supersedes": before[0] if before else None,
			}
		)
	doc.update({k: v for k, v in item.values.items() if k != "outcomes"})
	doc.set("outcomes", [dict(o) for o in item.values.get("outcomes", ())])
	doc.pack = item.pack
	doc.consecutive_periods = cint(item.values.get("consecutive_periods")) or 1
	doc.save()
