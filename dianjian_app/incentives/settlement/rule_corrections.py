"""A version that begins in a published month is approved by somebody who has seen what it corrects there (decision 79)."""

from __future__ import annotations

import hashlib
from collections.abc import Iterable
from dataclasses import dataclass, replace
from datetime import date, timedelta
from decimal import Decimal
from typing import TYPE_CHECKING, Any

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.engine.rule_options import OutcomeType
from dianjian_app.incentives.rules.incentive_rule_events import RuleFrozenError, check_may_approve
from dianjian_app.incentives.rules.performance_figures import of_centre
from dianjian_app.incentives.rules.rule_document import approved_rules, rule_of
from dianjian_app.incentives.settlement.compute import compute
from dianjian_app.incentives.settlement.dry_run import first_open_month
from dianjian_app.incentives.settlement.what_would_change import Change, changes_between
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_rule.incentive_rule import IncentiveRule

SHOWN = 50


class CorrectionsNotSeenError(frappe.ValidationError):
	"""Nobody has seen what the version would change in published months, or it has changed since."""


@dataclass(frozen=True)
class Correction:
	"""A change of a published month that a version would bring. month: YYYY-MM, the month that is corrected."""

	centre: str
	month: str
	change: Change

	@property
	def text(self) -> str:
		"""What tells it from any other, with its figures."""
		key = self.change.key.text(self.centre, 0)
		return f"{key} {self.change.amount:.2f} {self.change.quantity:.2f}"


def corrections_of(rule: IncentiveRule) -> list[Correction]:
	"""Return what approving a draft would post into the next settlements for months that are published; writes nothing.

	rule: a draft; one without a centre is tried at every centre that has published a month since it begins.
	"""
	begins = getdate(rule.valid_from)
	pure = rule_of(rule)
	found = []
	for centre in _centres_concerned(rule, begins):
		open_month = first_open_month(centre)
		base = approved_rules(centre)
		tried = of_centre([*_ended_before(base, pure), pure], centre)
		now, then = (compute(centre, open_month, rules=rules).lines for rules in (tried, base))
		months = {line.key: line.corrects.month_text for line in (*then, *now) if line.corrects}
		found += [
			Correction(centre, months[change.key], change)
			for change in changes_between(then, now, centre)
			if change.key in months
		]
	return found


def _centres_concerned(rule: IncentiveRule, begins: date) -> list[str]:
	filters: dict[str, Any] = {
		"docstatus": 1,
		"published_at": ("is", "set"),
		"period_end": (">=", begins),
	}
	if rule.centre:
		filters["centre"] = rule.centre
	return sorted(set(frappe.get_all("Incentive Settlement", filters, pluck="centre")))


def _ended_before(rules: Iterable[Rule], new: Rule) -> list[Rule]:
	"""The approved versions as they will stand once the new one follows them (decision 9)."""
	last = new.valid_from - timedelta(days=1)
	kept = []
	for rule in rules:
		follows = rule.family == new.family and rule.centre == new.centre
		if follows and (rule.valid_to is None or rule.valid_to >= new.valid_from):
			if rule.valid_from > last:
				continue
			rule = replace(rule, valid_to=last)
		kept.append(rule)
	return kept


@frappe.whitelist(methods=["POST"])
def show_corrections(rule: str) -> dict:
	"""What approving a draft would correct in published months, for the dialog before the approval (R31).

	rule: name of an Incentive Rule. Returns {"months": those corrected, "people": how many, "amount": yuan, "total": how
	many lines, "lines": the first of them, "seen": a mark to confirm with}; no lines where nothing is corrected.
	Raises RuleFrozenError for one that is approved, PermissionError.
	"""
	doc = _draft_to_approve(rule)
	found = corrections_of(doc)
	agents = {c.change.agent for c in found if c.change.agent}
	rows = frappe.get_all(
		"Sales Staff", {"name": ("in", among(agents))}, ["name", "staff_name"], as_list=True
	)
	names = dict(rows)
	return {
		"months": sorted({c.month for c in found}),
		"people": len(agents),
		"amount": float(_money(found)),
		"total": len(found),
		"lines": [
			{
				"centre": c.centre,
				"month": c.month,
				"who": names.get(c.change.agent or "", c.change.key.subject.name),
				"period": str(c.change.key.period),
				"outcome": _(c.change.key.outcome_type.value),
				"amount": float(c.change.amount),
				"quantity": float(c.change.quantity),
			}
			for c in found[:SHOWN]
		],
		"seen": _mark(found),
	}


@frappe.whitelist(methods=["POST"])
def confirm_corrections(rule: str, seen: str) -> None:
	"""Keep with a draft that whoever approves it has seen what it corrects. Saying it twice changes nothing.

	seen: the mark that `show_corrections` gave. Raises CorrectionsNotSeenError where the figures are others by now,
	PermissionError.
	"""
	doc = _draft_to_approve(rule)
	found = corrections_of(doc)
	if _mark(found) != seen:
		_refuse_unseen()
	doc.db_set(
		{
			"corrections": _summary(found),
			"corrections_amount": float(_money(found)),
			"corrections_seen": f"{frappe.session.user} {seen}",
			"corrections_seen_at": now_datetime(),
		},
		update_modified=False,
	)


def check_seen(rule: IncentiveRule) -> None:
	"""Event before_submit: whoever approves has seen what the version corrects. Raises CorrectionsNotSeenError."""
	found = corrections_of(rule)
	if found and rule.corrections_seen != f"{frappe.session.user} {_mark(found)}":
		_refuse_unseen()
	if not found:
		rule.corrections = rule.corrections_seen = None
		rule.corrections_amount, rule.corrections_seen_at = 0, None


def _refuse_unseen() -> None:
	frappe.throw(
		_(
			"This version begins in a published month and corrects it. Look at what it would change and confirm it, then approve."
		),
		CorrectionsNotSeenError,
		title=_("Published Months Would Change"),
	)


def _draft_to_approve(rule: str) -> IncentiveRule:
	doc = frappe.get_doc("Incentive Rule", rule)
	doc.check_permission("submit")
	check_may_approve(doc)
	if doc.docstatus:
		frappe.throw(_("{0} is approved already.").format(doc.name), RuleFrozenError)
	return doc


def _money(found: Iterable[Correction]) -> Decimal:
	return sum((c.change.amount for c in found if c.change.key.outcome_type is OutcomeType.MONEY), Decimal(0))


def _mark(found: Iterable[Correction]) -> str:
	return hashlib.sha256("\n".join(sorted(c.text for c in found)).encode()).hexdigest()[:32]


def _summary(found: list[Correction]) -> str:
	"""One line a centre and month, in the language of whoever confirms."""
	lines = []
	for centre, month in sorted({(c.centre, c.month) for c in found}):
		these = [c for c in found if (c.centre, c.month) == (centre, month)]
		lines.append(
			_("{0}, {1}: {2} lines, {3} yuan").format(centre, month, len(these), f"{_money(these):.2f}")
		)
	return "\n".join(lines)
