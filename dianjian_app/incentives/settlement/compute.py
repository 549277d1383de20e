"""A month of a centre: collect the facts, evaluate the rules, keep the lines for people to look at (decision 10).

Lines are computed anew as often as wanted while the settlement is open; nothing is posted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app.incentives.engine.deduction_guard import Policy
from dianjian_app.incentives.engine.differences import Already
from dianjian_app.incentives.engine.evaluate import evaluate
from dianjian_app.incentives.engine.figures import Facts
from dianjian_app.incentives.engine.history import days_needed, needs
from dianjian_app.incentives.engine.line import Line
from dianjian_app.incentives.engine.rule import OutcomeType, Rule
from dianjian_app.incentives.entries.posted_state import read_already
from dianjian_app.incentives.metrics.month_facts import read_facts, span_of
from dianjian_app.incentives.rules.deduction_policy import apply, policy_of
from dianjian_app.incentives.rules.rule_document import approved_rules
from dianjian_app.incentives.settlement.blockers import Blocker, find_blockers, missing_wages
from dianjian_app.incentives.settlement.settlement_rows import write_rows
from dianjian_app.people.period import InvalidMonth, Period
from dianjian_app.stage_codes.incentive_stages import OPEN


class SettlementError(frappe.ValidationError):
	"""A settlement that cannot be."""


class SettlementClosedError(SettlementError):
	"""A settlement that people have signed is not computed anew."""


@dataclass(frozen=True)
class Computed:
	"""What a month comes to, and what keeps it from being approved."""

	lines: list[Line]
	blockers: list[Blocker]
	facts: Facts
	already: Already


def compute(
	centre: str,
	month: Period,
	today: date | None = None,
	*,
	rules: list[Rule] | None = None,
	settlement: str | None = None,
	policy: Policy | None = None,
) -> Computed:
	"""What the rules say of a centre's month; writes nothing, and takes the same queries for any number of people.

	rules: default the approved ones. settlement: the one that is computed, whose own proposals are opened anew. policy:
	what may be deducted, default the centre's (decision 17).
	"""
	today = today or getdate()
	rules = approved_rules(centre) if rules is None else rules
	span = span_of(centre, month)
	days = days_needed(needs(rules, centre, span), span)
	already = read_already(centre, days.start, leave_out=settlement)
	facts = read_facts(centre, span, rules, today)
	lines = evaluate(rules, facts, already)
	lines, guarded = apply(lines, rules, policy or policy_of(centre), centre, month)
	blockers = find_blockers(centre, span, lines, today, settlement)
	blockers += missing_wages(guarded.without_wage, month)
	return Computed(lines, blockers, facts, already)


def recompute(settlement, today: date | None = None) -> Computed:
	"""Compute an open settlement anew and keep its lines and blockers. Raises SettlementClosedError.

	settlement: the Incentive Settlement document; its totals are saved with it.
	"""
	frappe.db.get_value("Incentive Settlement", settlement.name, "name", for_update=True)
	if frappe.db.get_value("Incentive Settlement", settlement.name, "stage") not in OPEN:
		frappe.throw(
			_("Settlement {0} has been approved; it is computed anew only after it was returned.").format(
				settlement.name
			),
			SettlementClosedError,
			title=_("Already Approved"),
		)
	computed = compute(settlement.centre, month_of(settlement), today, settlement=settlement.name)
	write_rows(settlement, computed)
	totals = totals_of(computed.lines)
	settlement.db_set({**totals, "computed_at": now_datetime()}, notify=True)
	settlement.reload()
	return computed


def month_of(settlement) -> Period:
	"""The month of a settlement. Raises SettlementError when it is none."""
	try:
		return Period.parse_month(settlement.month or "")
	except InvalidMonth:
		frappe.throw(
			_("{0} is no month; write it as YYYY-MM, e.g. 2026-11.").format(settlement.month or "-"),
			SettlementError,
			title=_("Settlement Month"),
		)


def totals_of(lines: list[Line]) -> dict[str, float | int]:
	"""Sums of a settlement's lines: what is given, what is taken, days of leave, proposals."""
	money = [ln.amount for ln in lines if ln.is_entry and ln.key.outcome_type is OutcomeType.MONEY]
	leave = [ln.quantity for ln in lines if ln.is_entry and ln.key.outcome_type is OutcomeType.LEAVE_DAYS]
	return {
		"reward_total": float(sum((a for a in money if a > 0), Decimal(0))),
		"deduction_total": float(-sum((a for a in money if a < 0), Decimal(0))),
		"leave_total": float(sum(leave, Decimal(0))),
		"proposal_count": sum(ln.is_proposal for ln in lines),
	}


@frappe.whitelist(methods=["POST"])
def compute_settlement(settlement: str) -> dict:
	"""Compute an open settlement anew; gives {"lines", "blockers"} as numbers. Raises SettlementClosedError (R31)."""
	doc = frappe.get_doc("Incentive Settlement", settlement)
	doc.check_permission("write")
	computed = recompute(doc)
	return {"lines": len(computed.lines), "blockers": len(computed.blockers)}
