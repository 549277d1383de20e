"""Turns Incentive Rule documents into the pure rules that are evaluated, and rules into words."""

from __future__ import annotations

import re
from collections import defaultdict
from collections.abc import Iterable
from decimal import Decimal
from typing import TYPE_CHECKING

import frappe
from frappe.utils import cint, getdate

from dianjian_app import roles
from dianjian_app.incentives.engine.rule import MetricInfo, Outcome, Rule
from dianjian_app.incentives.engine.rule_options import (
	Basis,
	Condition,
	ExcessFrom,
	Kind,
	OutcomeType,
	PenaltyClass,
	PeriodType,
	Population,
	SubjectType,
	TargetType,
)
from dianjian_app.incentives.engine.rule_sentence import describe
from dianjian_app.incentives.rules.performance_figures import of_centre
from dianjian_app.value_lists import among

if TYPE_CHECKING:
	from dianjian_app.dianjian_app.doctype.incentive_outcome.incentive_outcome import IncentiveOutcome
	from dianjian_app.dianjian_app.doctype.incentive_rule.incentive_rule import IncentiveRule


RULE_FIELDS = (
	"name",
	"rule_title",
	"family",
	"version_no",
	"kind",
	"penalty_class",
	"centre",
	"valid_from",
	"valid_to",
	"subject",
	"population",
	"period",
	"consecutive_periods",
	"metric",
	"tie_break_1",
	"tie_break_2",
	"target_type",
	"target_value",
	"scale_by_presence",
	"condition",
	"condition_value",
	"take_back_on_cancel",
	"take_back_not_at_fault",
)
OUTCOME_FIELDS = (
	"parent",
	"outcome_type",
	"basis",
	"amount",
	"n",
	"percent",
	"dimension_value",
	"excess_from",
	"place_from",
	"place_to",
	"share_of_family",
	"cap",
	"outcome_label",
	"zero_is_meant",
)
SEPARATORS = re.compile(r"[\s,,、;;]+")


def approved_rules(centre: str) -> list[Rule]:
	"""Every approved version that holds or held for a centre, its own and those for all, as it counts there. Five queries."""
	rows = frappe.get_all(
		"Incentive Rule",
		filters={"docstatus": 1},
		or_filters=[["centre", "=", centre], ["centre", "is", "not set"]],
		fields=list(RULE_FIELDS),
		order_by="family, version_no",
	)
	return of_centre(rules_of(rows), centre)


def rules_of(rows: Iterable[IncentiveRule]) -> list[Rule]:
	"""Rule rows with their outcomes and positions, read with one query each."""
	rows = list(rows)
	outcomes = defaultdict(list)
	for o in frappe.get_all(
		"Incentive Outcome",
		filters={"parenttype": "Incentive Rule", "parent": ("in", among(r.name for r in rows))},
		fields=list(OUTCOME_FIELDS),
		order_by="parent, idx",
	):
		outcomes[o.parent].append(o)
	named = defaultdict(set)
	for row in frappe.get_all(
		"Incentive Rule Position",
		filters={"parenttype": "Incentive Rule", "parent": ("in", among(r.name for r in rows))},
		fields=["parent", "position"],
		limit=0,
	):
		named[row.parent].add(row.position)
	return [
		rule_of(r, outcomes[r.name], tuple(p for p in roles.POSITIONS if p in named[r.name])) for r in rows
	]


def positions_of(rule: IncentiveRule) -> tuple[str, ...]:
	"""The positions that a rule document names, in the order of the app."""
	named = {row.position for row in rule.get("positions") or ()}
	return tuple(position for position in roles.POSITIONS if position in named)


def rule_of(
	row: IncentiveRule,
	outcomes: Iterable[IncentiveOutcome] | None = None,
	positions: tuple[str, ...] | None = None,
) -> Rule:
	"""A rule document (or row with its outcomes and positions) as data."""
	outcomes = row.outcomes if outcomes is None else outcomes
	return Rule(
		name=row.name or "",
		family=(row.family or "").strip(),
		metric=row.metric or "",
		version=cint(row.version_no) or 1,
		title=row.rule_title or "",
		kind=Kind(row.kind or "Reward"),
		penalty_class=PenaltyClass(row.penalty_class or ""),
		centre=row.centre or None,
		valid_from=getdate(row.valid_from),
		valid_to=getdate(row.valid_to) if row.valid_to else None,
		subject=SubjectType(row.subject or "Agent"),
		population=Population(row.population or "All"),
		positions=positions_of(row) if positions is None else positions,
		period=PeriodType(row.period or "Month"),
		tie_breaks=tuple(m for m in (row.tie_break_1, row.tie_break_2) if m),
		target_type=TargetType(row.target_type or "None"),
		target=number(row.target_value) if row.target_type == TargetType.FIXED.value else Decimal(0),
		scaled=bool(cint(row.scale_by_presence)),
		condition=Condition(row.condition or "Always"),
		condition_value=number(row.condition_value),
		consecutive=cint(row.consecutive_periods) if row.consecutive_periods is not None else 1,
		outcomes=tuple(outcome_of(o) for o in outcomes),
		take_back=bool(cint(row.take_back_on_cancel)),
		take_back_not_at_fault=bool(cint(row.take_back_not_at_fault)),
	)


def outcome_of(row: IncentiveOutcome) -> Outcome:
	"""A row of Incentive Outcome as data. share_of_family: one code or several, between commas."""
	return Outcome(
		outcome_type=OutcomeType(row.outcome_type or "Money"),
		basis=Basis(row.basis or "Fixed"),
		amount=number(row.amount),
		n=cint(row.n),
		percent=number(row.percent),
		dimension=row.dimension_value or "",
		excess_from=ExcessFrom(row.excess_from or ""),
		place_from=cint(row.place_from),
		place_to=cint(row.place_to),
		share_of=tuple(f for f in SEPARATORS.split(row.share_of_family or "") if f),
		cap=number(row.cap),
		label=row.outcome_label or "",
		zero_is_meant=bool(cint(row.zero_is_meant)),
	)


def number(value: float | str | Decimal | None) -> Decimal:
	"""A figure of a document as a decimal, to nine places as the database keeps it."""
	return Decimal(str(value or 0)).quantize(Decimal("0.000000001")).normalize() + 0


def sentences(rule: Rule, metrics: dict[str, MetricInfo]) -> str:
	"""The rule in words: a line in Chinese, a line in English."""
	return "\n".join(describe(rule, lang, metrics) for lang in ("zh", "en"))
