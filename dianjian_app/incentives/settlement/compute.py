"""Computes a settlement: from the button of its form down to its lines and blockers (R31, decision 10).

While the settlement is open, its lines can be computed again at any time; nothing is posted here.
"""

from __future__ import annotations

from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe import _
from frappe.utils import getdate, now_datetime

from dianjian_app.incentives.engine.deduction_guard import Policy
from dianjian_app.incentives.engine.evaluate import evaluate
from dianjian_app.incentives.engine.line import Line
from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.engine.rule_options import OutcomeType
from dianjian_app.incentives.entries.correction_evidence import with_evidence_of_corrected
from dianjian_app.incentives.rules.deduction_policy import hold_to_policy, policy_of
from dianjian_app.incentives.rules.rule_document import approved_rules
from dianjian_app.incentives.settlement.attendance_questions import find_attendance_questions
from dianjian_app.incentives.settlement.blockers import Blocker, find_blockers, missing_wages
from dianjian_app.incentives.settlement.day_questions import find_day_questions
from dianjian_app.incentives.settlement.month_reading import read_month
from dianjian_app.incentives.settlement.settlement_rows import write_rows
from dianjian_app.locking import row_now
from dianjian_app.people.month_text import month_from_text
from dianjian_app.people.period import Period
from dianjian_app.stage_codes.incentive_stages import OPEN

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_settlement.incentive_settlement import (
		IncentiveSettlement,
	)


class SettlementError(frappe.ValidationError):
	"""The settlement is not possible."""


class SettlementClosedError(SettlementError):
	"""A signed settlement cannot be computed again."""


@dataclass(frozen=True)
class Computed:
	"""What a month comes to, and what keeps it from being approved."""

	lines: list[Line]
	blockers: list[Blocker]


@frappe.whitelist(methods=["POST"])
def compute_settlement(settlement: str) -> dict[str, int]:
	"""Compute an open settlement again; the form's button. Returns the numbers of {"lines", "blockers"} (R31).

	settlement: name of an Incentive Settlement. Raises PermissionError, SettlementClosedError.
	"""
	doc = frappe.get_doc("Incentive Settlement", settlement)
	doc.check_permission("write")
	computed = recompute(doc)
	return {"lines": len(computed.lines), "blockers": len(computed.blockers)}


def recompute(settlement: IncentiveSettlement, today: date | None = None) -> Computed:
	"""Compute an open settlement, replace its lines and blockers, and save its totals. Raises SettlementClosedError."""
	_lock_open(settlement.name)
	computed = compute(settlement.centre, month_of(settlement), today, settlement=settlement.name)
	write_rows(settlement, computed.lines, computed.blockers)
	settlement.db_set({**totals_of(computed.lines), "computed_at": now_datetime()}, notify=True)
	settlement.reload()
	return computed


def compute(
	centre: str,
	month: Period,
	today: date | None = None,
	*,
	rules: list[Rule] | None = None,
	settlement: str | None = None,
	policy: Policy | None = None,
	anew: tuple[str, Period] | None = None,
) -> Computed:
	"""Return what the rules bring in a centre's month. Writes nothing, and runs the same queries for any number of people.

	rules: default the approved ones. settlement: the one that is computed, whose own proposals are opened anew. policy:
	what may be deducted, default the centre's (decision 17). anew: a centre and a published month to be seen by the set-up
	of today instead of what it was settled by (decision 76).
	"""
	today = today or getdate()
	rules = approved_rules(centre) if rules is None else rules
	policy = policy or policy_of(centre)
	read = read_month(centre, month, rules, today, leave_out=settlement, anew=anew)
	lines = with_evidence_of_corrected(evaluate(rules, read.facts, read.posted_state), centre)
	lines, held = hold_to_policy(lines, rules, policy, centre, month, group_of=read.group_of)
	blockers = [
		*find_blockers(centre, read.span, lines, today, settlement),
		*find_day_questions(centre, read.span, read.facts.people, read.facts.through),
		*find_attendance_questions(centre, month, read.facts.through),
	]
	return Computed(lines, [*blockers, *missing_wages(held.without_wage, month)])


def month_of(settlement: IncentiveSettlement) -> Period:
	"""The month of a settlement. Raises SettlementError when it is none."""
	return month_from_text(settlement.month, SettlementError, _("Settlement Month"))


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


def _lock_open(settlement: str) -> None:
	"""Lock a settlement for this transaction. Raises SettlementClosedError when it is not open any more."""
	found = row_now("Incentive Settlement", settlement, ["stage"])
	if not found or found.stage not in OPEN:
		frappe.throw(
			_("Settlement {0} is approved. HR must return it before it can be computed again.").format(
				settlement
			),
			SettlementClosedError,
			title=_("Already Approved"),
		)
