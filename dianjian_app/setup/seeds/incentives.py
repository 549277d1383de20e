"""The metrics and rules that a new site starts with, from the shipped packs (decision 18). Made when missing, never rewritten.

The rules of the source are approved; those of rewards and penalties are drafts, to be filled in and approved where they
are wanted.
"""

from __future__ import annotations

from copy import deepcopy
from datetime import date
from typing import Any

import frappe

from dianjian_app.packs import shipped_packs
from dianjian_app.packs.shipped_packs import REWARDS, SOURCE

ORDER = 60
FROM = date(2020, 1, 1)


def seed() -> None:
	"""Metrics, then rules, where the site has none of the name or code."""
	for metric in shipped_packs.section("metrics"):
		make_metric(metric)
	for rule in shipped_packs.section("rules", SOURCE):
		make_rule(rule, SOURCE, approved=True)
	for rule in shipped_packs.section("rules", REWARDS):
		make_rule(rule, REWARDS, approved=False)


def make_metric(metric: dict[str, Any]) -> None:
	if not frappe.db.exists("Incentive Metric", metric["metric_name"]):
		doc = frappe.get_doc({"doctype": "Incentive Metric", **metric})
		doc.insert(ignore_permissions=True)  # install: no user acts


def make_rule(rule: dict[str, Any], pack: str, *, approved: bool) -> None:
	if frappe.db.exists("Incentive Rule", {"family": rule["family"]}):
		return
	doc = frappe.get_doc({"doctype": "Incentive Rule", "valid_from": FROM, "pack": pack, **deepcopy(rule)})
	doc.flags.ignore_permissions = True  # install: no user acts
	doc.insert()
	if approved:
		doc.submit()
