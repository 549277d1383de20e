"""A centre's deduction policy on the site: its limits, wages, what was carried, and who has acknowledged which version (decision 17)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import replace
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import cint, formatdate, get_datetime

from dianjian_app.incentives.engine.deduction_guard import Guarded, Policy, guard_deductions
from dianjian_app.incentives.engine.line import Line
from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.engine.rule_options import LineState, PenaltyClass, SubjectType
from dianjian_app.incentives.entries.remainders import deductions_carried
from dianjian_app.incentives.rules.rule_document import number
from dianjian_app.people.period import Period
from dianjian_app.people.staff_wage_events import wages_on
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_rule.incentive_rule import IncentiveRule


DEFAULT = "As the Source"


class ForbiddenClassError(frappe.ValidationError):
	"""A rule of a class that a centre's policy does not allow."""


def policy_of(centre: str) -> Policy:
	"""The policy of a centre; where none is chosen, all classes and no limit, as the source."""
	name = frappe.db.get_value("Sales Centre", centre, "deduction_policy")
	return read_policy(name) if name else Policy()


def read_policy(name: str) -> Policy:
	"""A Deduction Policy as data."""
	doc = frappe.get_cached_doc("Deduction Policy", name)
	allowed = {
		PenaltyClass.LOSS_OF_INCENTIVE: doc.allow_loss_of_incentive,
		PenaltyClass.COMPENSATION_OF_LOSS: doc.allow_compensation,
		PenaltyClass.FINE: doc.allow_fine,
	}
	return Policy(
		name=doc.name,
		allowed=frozenset(c for c, yes in allowed.items() if cint(yes)),
		share=number(doc.share_cap_percent),
		floor=number(doc.minimum_wage),
		carry=doc.excess == "Carry",
		incentive_floor=bool(cint(doc.incentive_floor)),
		acknowledged=bool(cint(doc.needs_acknowledgement)),
	)


def hold_to_policy(
	lines: list[Line],
	rules: Iterable[Rule],
	policy: Policy,
	centre: str,
	month: Period,
	*,
	balance: Mapping[str, Decimal] | None = None,
	group_of: Callable[[str], str | None] = lambda agent: None,
) -> tuple[list[Line], Guarded]:
	"""Lines under a policy: penalties nobody acknowledged are not in force, then the guard's own lines. Three queries.

	balance: agent → yuan that earlier months left to be taken, default what the entries say; group_of: agent → group of the
	month, for the guard's lines. Gives all lines and the guard's finding, whose `without_wage` keeps a month from being
	approved.
	"""
	class_of = {r.name: r.penalty_class for r in rules}
	if policy.acknowledged:
		lines = _in_force(lines, class_of)
	agents = {ln.key.subject.name for ln in lines if ln.key.subject.type is SubjectType.AGENT}
	if balance is None:
		balance = deductions_carried(centre) if policy.carry else {}
	agents |= set(balance)
	wages = wages_on(agents, month.end) if policy.limits else {}
	found = guard_deductions(lines, class_of, policy, wages, balance, month, group_of)
	return [*lines, *found.lines], found


def _in_force(lines: list[Line], class_of: dict[str, PenaltyClass]) -> list[Line]:
	"""Penalties of a version that the person had not acknowledged by the end of the period are told and not posted."""
	penalties = [
		ln
		for ln in lines
		if ln.is_entry
		and ln.amount < 0
		and ln.key.subject.type is SubjectType.AGENT
		and class_of.get(ln.rule, PenaltyClass.NONE) is not PenaltyClass.NONE
	]
	known = acknowledged({ln.rule for ln in penalties}) if penalties else {}
	weak = {
		id(ln)
		for ln in penalties
		if (known.get((ln.key.subject.name, ln.rule)) or date.max) > ln.key.period.end
	}
	kept = []
	for ln in lines:
		if id(ln) not in weak:
			kept.append(ln)
		elif ln.corrects is None:
			note = "Not acknowledged in time: the penalty is not in force."
			kept.append(replace(ln, state=LineState.NOT_IN_FORCE, note=note))
	return kept


def acknowledged(rules: Iterable[str]) -> dict[tuple[str, str], date]:
	"""(agent, rule version) → the day it was acknowledged."""
	rows = frappe.get_all(
		"Rule Acknowledgement",
		filters={"rule": ("in", among(sorted(rules)))},
		fields=["agent", "rule", "acknowledged_at"],
		limit=0,
	)
	return {(r.agent, r.rule): get_datetime(r.acknowledged_at).date() for r in rows}


def check_class(rule: IncentiveRule) -> None:
	"""Event before_submit of Incentive Rule: its class is allowed wherever it holds. Raises ForbiddenClassError."""
	if found := forbidding(rule):
		frappe.throw(forbidden_message(rule, *found), ForbiddenClassError, title=_("Class Not Allowed"))


def forbidding(rule: IncentiveRule) -> tuple[str, str] | None:
	"""The first (policy, centre) that does not allow a penalty's class where the rule would hold; none: allowed."""
	if rule.kind != "Penalty" or not rule.penalty_class:
		return None
	centres = [rule.centre] if rule.centre else frappe.get_all("Sales Centre", {"disabled": 0}, pluck="name")
	for centre in centres:
		policy = policy_of(centre)
		if PenaltyClass(rule.penalty_class) not in policy.allowed:
			return policy.name, centre
	return None


def forbidden_message(rule: IncentiveRule, policy: str, centre: str) -> str:
	"""Why a class cannot be approved, and what to change."""
	return _(
		"The policy {0} of {1} does not allow the class {2}. Choose another class, or another policy."
	).format(_(policy), centre, _(rule.penalty_class))


@frappe.whitelist()
def policy_notice(centre: str | None = None) -> dict:
	"""What the rule's and the centre's form say of the policy: {"policy", "notice", "forbidden": [rules in force]}.

	centre: default the reader's. Raises PermissionError.
	"""
	frappe.has_permission("Incentive Rule", "read", throw=True)
	if centre:
		frappe.get_doc("Sales Centre", centre).check_permission("read")
	name = (frappe.db.get_value("Sales Centre", centre, "deduction_policy") if centre else None) or DEFAULT
	if not frappe.db.exists("Deduction Policy", name):
		return {"policy": "", "notice": "", "forbidden": []}
	policy = read_policy(name)
	rules = frappe.get_all(
		"Incentive Rule",
		filters={"docstatus": 1, "kind": "Penalty", "valid_to": ("is", "not set")},
		fields=["name", "penalty_class", "centre"],
	)
	allowed = {c.value for c in policy.allowed}
	forbidden = [r.name for r in rules if r.penalty_class not in allowed and r.centre in (None, "", centre)]
	return {
		"policy": _(name),
		"notice": frappe.db.get_value("Deduction Policy", name, "notice") or "",
		"forbidden": forbidden,
	}


def wage_message(agent_name: str, day: date) -> str:
	"""What keeps a month from being approved where a wage is not known."""
	return _("HR must enter the wage of {0} on {1}: the limit of deductions depends on it.").format(
		agent_name, formatdate(day)
	)
