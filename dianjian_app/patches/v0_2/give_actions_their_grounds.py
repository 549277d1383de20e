"""Measures that people proposed before there was a catalogue get a ground, and decided ones their time in the register (R30, R31).

What counts breaches counts them by the ground from now on, except where an approved rule counts by it: that stays, and a
new version of the rule takes a new metric.
"""

from __future__ import annotations

import json

import frappe
from frappe.utils import add_months

from dianjian_app.incentives.discipline.disciplinary_decision import PUBLIC_MONTHS
from dianjian_app.setup.seeds import measure_grounds
from dianjian_app.stage_codes.disciplinary_action_stages import BREACH, DECIDED, OF_BREACH, REVOKED

ACTION = "Disciplinary Action"
NOT_FOR_AWARDS = {
	"Measure Proposed": "",
	"Measure Decided": 'doc.status in ("Decided", "Not Adopted", "Revoked")',
}


def execute() -> None:
	"""Fill in what lacks it. Idempotent."""
	measure_grounds.seed()
	_name_grounds()
	_set_terms()
	_count_by_ground()
	_spare_awards()


def _name_grounds() -> None:
	by_hand = {"rule": ("is", "not set"), "ground": ("is", "not set"), "action_type": ("in", OF_BREACH)}
	other = measure_grounds.OTHER_BREACH
	if frappe.db.exists("Measure Ground", other):
		frappe.db.set_value(ACTION, by_hand, {"ground": other, "ground_kind": BREACH}, update_modified=False)
	for row in frappe.get_all(
		ACTION, {"rule": ("is", "not set"), "proposed_by": ("is", "not set")}, ["name", "owner"]
	):
		frappe.db.set_value(ACTION, row.name, "proposed_by", row.owner, update_modified=False)


def _set_terms() -> None:
	decided = {
		"status": ("in", (DECIDED, REVOKED)),
		"decided_on": ("is", "set"),
		"public_until": ("is", "not set"),
	}
	for row in frappe.get_all(ACTION, decided, ["name", "decided_on"]):
		until = add_months(row.decided_on, PUBLIC_MONTHS)
		frappe.db.set_value(ACTION, row.name, "public_until", until, update_modified=False)


def _count_by_ground() -> None:
	breach = ["ground_kind", "=", BREACH]
	for metric in frappe.get_all(
		"Incentive Metric", {"source_doctype": ACTION}, ["name", "metric_name", "filters_json"]
	):
		filters = json.loads(metric.filters_json or "[]")
		if metric.metric_name not in ("严重失误", "违规") or breach in filters:
			continue
		if frappe.db.exists("Incentive Rule", {"metric": metric.name, "docstatus": 1}):
			continue
		kept = [f for f in filters if f[:1] != ["rule"]]
		frappe.db.set_value(
			"Incentive Metric", metric.name, "filters_json", json.dumps([*kept, breach], indent=1)
		)


def _spare_awards() -> None:
	"""Notices about measures go to nobody who is proposed for an award; what an administrator wrote stays."""
	merit = 'doc.action_type not in ("Award", "Promotion")'
	for name, before in NOT_FOR_AWARDS.items():
		if (frappe.db.get_value("Notification", name, "condition") or "") == before:
			said = f"{before} and {merit}" if before else merit
			frappe.db.set_value("Notification", name, "condition", said)
