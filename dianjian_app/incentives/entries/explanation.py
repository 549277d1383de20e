"""Explains an entry or a line in words, with the documents behind it that the reader may see."""

from __future__ import annotations

from typing import TYPE_CHECKING

import frappe
from frappe import _

from dianjian_app import permissions
from dianjian_app.incentives.engine.explain import explanation_sentence, recompute_worth
from dianjian_app.incentives.metrics.metric import read_metrics
from dianjian_app.people.period import Period
from dianjian_app.people.staffing import staff_of_user
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_entry.incentive_entry import IncentiveEntry


RESULT = "Staff Day Result"
LEDGER = "Daily Ledger"
DETAIL = 1
"""the permission level of explanations"""


@frappe.whitelist()
def explain_entry(entry: str) -> dict:
	"""Explain an entry (R32).

	Gives {"sentence", "steps", "facts", "evidence": [{"doctype", "name", "day"}], "recomputed"}; for whoever sees the
	person's figures. Raises PermissionError otherwise: person, rule and amount are public, the facts are not (R31).
	"""
	doc = frappe.get_doc("Incentive Entry", entry)
	doc.check_permission("read")
	if not may_see_facts(doc):
		frappe.throw(
			_("Only the person, their leader, the manager and HR can see the facts behind an entry."),
			frappe.PermissionError,
			title=_("Not Public"),
		)
	return explanation_for_reader(frappe.parse_json(doc.explanation or "{}"), doc.agent_name)


@frappe.whitelist()
def explain_line(line: str) -> dict:
	"""Explain a settlement's line as `explain_entry` does. Raises PermissionError."""
	row = frappe.db.get_value(
		"Settlement Line", line, ["parent", "agent_name", "explanation"], as_dict=True
	) or frappe.throw(_("There is no line {0}.").format(line), frappe.DoesNotExistError)
	frappe.get_doc("Incentive Settlement", row.parent).check_permission("read")
	return explanation_for_reader(frappe.parse_json(row.explanation or "{}"), row.agent_name)


def may_see_facts(doc: IncentiveEntry, user: str | None = None) -> bool:
	"""Return whether a user may see the facts behind an entry: whoever reads details, or the person's ledger lines."""
	if DETAIL in doc.get_permlevel_access("read"):
		return True
	if doc.agent and doc.agent == staff_of_user(user or frappe.session.user):
		return True
	place = frappe._dict(doctype=LEDGER, centre=doc.centre, sales_group=doc.sales_group, agent=doc.agent)
	return permissions.in_scope(place, user or frappe.session.user)


def explanation_for_reader(explanation: dict, name: str | None) -> dict:
	"""Return an explanation in the reader's language, with links that the reader may open."""
	if not explanation:
		return {"sentence": "", "steps": [], "facts": {}, "evidence": [], "recomputed": None}
	lang = frappe.local.lang or "zh"
	infos = read_metrics([explanation["metric"]])[1]
	info = infos.get(explanation["metric"])
	unit = "" if not info else info.unit if lang.startswith("zh") else info.unit_en
	return {
		"sentence": explanation_sentence(explanation, lang, name, unit or ""),
		"steps": explanation["steps"],
		"facts": explanation["facts"],
		"evidence": evidence_documents(explanation["evidence"]),
		"recomputed": float(recompute_worth(explanation)),
	}


def evidence_documents(evidence: list[str], limit: int = 200) -> list[dict]:
	"""Return the documents behind a figure that the reader may open. A ledger line leads to its sheet, visits and deals."""
	found = [e.partition("/")[::2] for e in evidence[:limit]]
	lines = [name for doctype, name in found if doctype == LEDGER]
	rows: list[dict] = [{"doctype": d, "name": n, "day": None} for d, n in found if d != LEDGER]
	if lines:
		rows += _behind_ledger(lines)
	_date_results([row for row in rows if row["doctype"] == RESULT])
	by_type: dict[str, list[str]] = {}
	for row in rows:
		by_type.setdefault(row["doctype"], []).append(row["name"])
	readable = {
		(doctype, name)
		for doctype, names in by_type.items()
		if frappe.has_permission(doctype, "read")
		for name in frappe.get_list(doctype, filters={"name": ("in", names)}, pluck="name", limit=0)
	}
	return [row for row in rows if (row["doctype"], row["name"]) in readable]


def _date_results(rows: list[dict]) -> None:
	"""Write the day of each result of attendance into its row."""
	names = [row["name"] for row in rows]
	days = dict(frappe.get_all(RESULT, {"name": ("in", among(names))}, ["name", "date"], as_list=True))
	for row in rows:
		row["day"] = days.get(row["name"])


def _behind_ledger(lines: list[str]) -> list[dict]:
	"""Sheets, counted visits and deals of ledger lines, in four queries."""
	days = frappe.get_all(
		LEDGER,
		filters={"name": ("in", lines)},
		fields=["name", "agent", "date", "call_sheet", "visits", "deals"],
	)
	rows = [{"doctype": LEDGER, "name": d.name, "day": d.date} for d in days]
	rows += [{"doctype": "Call Sheet", "name": d.call_sheet, "day": d.date} for d in days if d.call_sheet]
	if not days:
		return rows
	agents, span = {d.agent for d in days}, Period(min(d.date for d in days), max(d.date for d in days))
	wanted = {(d.agent, d.date) for d in days}
	for doctype, day_field, filters in (
		("Visit Confirmation", "counted_on", {"outcome": "Counted"}),
		("Sales Deal", "date", {}),
	):
		for r in frappe.get_all(
			doctype,
			filters={
				"agent": ("in", sorted(agents)),
				day_field: ("between", (span.start, span.end)),
				"docstatus": 1,
				**filters,
			},
			fields=["name", "agent", f"{day_field} as day"],
			order_by=day_field,
		):
			if (r.agent, r.day) in wanted:
				rows.append({"doctype": doctype, "name": r.name, "day": r.day})
	return rows
