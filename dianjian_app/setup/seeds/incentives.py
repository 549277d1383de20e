"""The metrics and rules that a new site starts with, as data (decision 18). Made when missing, never rewritten.

The rules of the source are approved; the others are drafts, to be filled in and approved where they are wanted.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date

import frappe

from dianjian_app.packs import reward_rules, source_rules
from dianjian_app.packs.shipped_metrics import METRICS

ORDER = 60
FROM = date(2020, 1, 1)


def seed() -> None:
	"""Metrics, then rules, where the site has none of the name or code."""
	for row in METRICS:
		make_metric(*row)
	for rule in source_rules.RULES:
		make_rule(rule, source_rules.PACK, approved=True)
	for rule in reward_rules.RULES:
		make_rule(rule, reward_rules.PACK, approved=False)


def make_metric(
	name,
	label_en,
	unit,
	unit_en,
	doctype,
	date_field,
	function,
	value_field,
	dimension,
	filters,
	description,
	agent_field="agent",
) -> None:
	if frappe.db.exists("Incentive Metric", name):
		return
	frappe.get_doc(
		doctype="Incentive Metric",
		metric_name=name,
		label_en=label_en,
		unit=unit,
		unit_en=unit_en,
		source_doctype=doctype,
		agent_field=agent_field,
		date_field=date_field,
		function=function,
		value_field=value_field,
		dimension_field=dimension,
		filters_json=frappe.as_json(filters),
		description=description,
	).insert(ignore_permissions=True)  # install: no user acts


def make_rule(rule: dict, pack: str, *, approved: bool) -> None:
	if frappe.db.exists("Incentive Rule", {"family": rule["family"]}):
		return
	doc = frappe.get_doc({"doctype": "Incentive Rule", "valid_from": FROM, "pack": pack, **deepcopy(rule)})
	doc.flags.ignore_permissions = True  # install: no user acts
	doc.insert()
	if approved:
		doc.submit()
