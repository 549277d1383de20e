"""Reads what a site and a centre have of the things that packs hold (R52)."""

from __future__ import annotations

import frappe
from frappe.model.document import Document

from dianjian_app.packs.parts import FIELDS, KEYS, OF_A_CENTRE, ROWS

DOCTYPES = {
	"grade_schemes": "Grade Scheme",
	"products": "Product Type",
	"sources": "Channel Source",
	"departments": "Responsible Department",
	"complaint_categories": "Complaint Category",
	"survey_templates": "Survey Template",
	"grounds": "Measure Ground",
	"policies": "Deduction Policy",
	"metrics": "Incentive Metric",
	"rules": "Incentive Rule",
	"scripts": "Talk Script",
}
POLICY = "Punching Policy"
OUT_OF_FORCE = ("Replaced", "Withdrawn")


def read(centre: str) -> dict[str, dict[str, dict]]:
	"""section → key → values, as the site has them for a centre."""
	state: dict[str, dict[str, dict]] = {}
	for section, doctype in DOCTYPES.items():
		if section in OF_A_CENTRE:
			read_own = {"rules": _rules, "grounds": _grounds, "scripts": _scripts}[section]
			state[section] = read_own(centre)
		else:
			docs = (frappe.get_doc(doctype, name) for name in frappe.get_all(doctype, pluck="name"))
			state[section] = {doc.get(KEYS[section]): _values(doc, section) for doc in docs}
	if policy := latest_policy(centre):
		state["attendance"] = {"attendance": _values(frappe.get_doc(POLICY, policy), "attendance")}
	state["centre"] = {"centre": _values(frappe.get_doc("Sales Centre", centre), "centre")}
	return state


def latest_policy(centre: str) -> str | None:
	"""The last punching policy of a centre, in force or to come."""
	found = frappe.get_all(POLICY, {"centre": centre}, pluck="name", order_by="from_date desc", limit=1)
	return found[0] if found else None


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


def _grounds(centre: str) -> dict[str, dict]:
	"""title → the ground that holds for the centre, its own in place of the common one; with whose it is."""
	rows = frappe.get_all(
		"Measure Ground",
		or_filters=[["centre", "=", centre], ["centre", "is", "not set"]],
		fields=["ground_title", "centre", *(f for f in FIELDS["grounds"] if f != "ground_title")],
		limit=0,
	)
	return {row.ground_title: dict(row) for row in sorted(rows, key=lambda row: bool(row.centre))}


def _scripts(centre: str) -> dict[str, dict]:
	"""title → the centre's last version under it, a draft as well; answers as their texts."""
	names = frappe.get_all(
		"Talk Script",
		{"centre": centre, "stage": ("not in", OUT_OF_FORCE)},
		pluck="name",
		order_by="version, name",
		limit=0,
	)
	docs = (frappe.get_doc("Talk Script", name) for name in names)
	return {str(doc.title): _values(doc, "scripts") for doc in docs}


def _values(doc: Document, section: str) -> dict:
	values: dict = {}
	for name in FIELDS[section]:
		if name in ROWS:
			values[name] = [{f: _plain(row.get(f)) for f in ROWS[name]} for row in doc.get(name) or []]
		else:
			values[name] = _plain(doc.get(name))
	return values


def _plain(value: object) -> object:
	return str(value) if hasattr(value, "total_seconds") or hasattr(value, "isoformat") else value
