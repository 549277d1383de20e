"""The rules of policy packs as they would be, read without loading a pack (R52, decision 16)."""

from __future__ import annotations

import json
from collections.abc import Iterable

import frappe
from frappe import _

from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.rules.rule_document import rule_of


class PackRulesError(frappe.ValidationError):
	"""A pack whose rules cannot be tried."""


def rules_of_packs(titles: Iterable[str]) -> list[Rule]:
	"""One rule a family, of a later pack before an earlier one's. Writes nothing.

	titles: Policy Packs. Raises PackRulesError where there is no such pack, it holds no rule, or a rule counts what the
	site does not know; PermissionError.
	"""
	found: dict[str, Rule] = {}
	for title in titles:
		if not frappe.db.exists("Policy Pack", title):
			frappe.throw(_("There is no policy pack {0}.").format(title), PackRulesError)
		pack = frappe.get_doc("Policy Pack", title)
		pack.check_permission("read")
		rows = json.loads(pack.content)["sections"].get("rules") or []
		if not rows:
			frappe.throw(_("The pack {0} has no rules to try.").format(title), PackRulesError)
		found |= {row["family"]: _rule(title, row) for row in rows}
	_check_metrics(found.values())
	return list(found.values())


def _rule(title: str, row: dict) -> Rule:
	doc = frappe.new_doc("Incentive Rule")
	doc.update({**row, "valid_from": "2000-01-01"})
	doc.name = f"{title}: {row['family']}"
	return rule_of(doc)


def _check_metrics(rules: Iterable[Rule]) -> None:
	wanted = {m: rule for rule in rules for m in (rule.metric, *rule.tie_breaks) if m}
	there = set(frappe.get_all("Incentive Metric", {"name": ("in", list(wanted))}, pluck="name"))
	for metric, rule in wanted.items():
		if metric not in there:
			frappe.throw(
				_(
					"{0} counts {1}, which does not exist here yet. Load the pack first, then try its rules."
				).format(rule.name, metric),
				PackRulesError,
			)
