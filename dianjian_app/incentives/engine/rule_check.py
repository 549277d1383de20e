"""What is contradictory in a rule; the errors with their sentences are in `rule_errors`. Pure."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from decimal import Decimal
from itertools import combinations

from dianjian_app.incentives.engine.rule import MetricInfo, Outcome, Rule, families
from dianjian_app.incentives.engine.rule_errors import (
	AmountMissing,
	BasisImpossible,
	ConditionValueMissing,
	ConditionValueNotWhole,
	CumulativeNeedsEveryN,
	CyclicShare,
	DimensionImpossible,
	EndBeforeStart,
	EveryNImpossible,
	NegativeFigure,
	NoOutcome,
	OutcomeOfOtherKind,
	OutcomeTwice,
	PenaltyClassMissing,
	PenaltyClassUnused,
	PopulationOfGroup,
	PositionsOfGroup,
	ProposalOfGroup,
	RankingImpossible,
	ScalingImpossible,
	SharesItself,
	StreakImpossible,
	StreakNotPositive,
	TargetMissing,
	TargetNotPositive,
	TargetOfShortPeriod,
	TargetUnused,
	TierReversed,
	TiersOverlap,
	TierWithoutPlace,
)
from dianjian_app.incentives.engine.rule_options import (
	ENTERED,
	OF_TARGET,
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

LONGER = frozenset((PeriodType.MONTH, PeriodType.QUARTER, PeriodType.YEAR))


def check(rule: Rule, metric: MetricInfo | None = None) -> None:
	"""Refuse a rule that contradicts itself; raises a RuleError. Amounts may still be missing: a draft (decision 18)."""
	_check_figures(rule)
	_check_kind(rule)
	_check_target(rule, metric)
	_check_condition(rule, metric)
	if not rule.outcomes:
		raise NoOutcome()
	for outcome in rule.outcomes:
		_check_basis(rule, outcome)
		_check_dimension(rule, outcome, metric)
	_check_tiers(rule)
	_check_twice(rule)


def check_complete(rule: Rule, metric: MetricInfo | None = None) -> None:
	"""`check`, and every outcome names its amount: what approval asks for. Raises a RuleError (decision 18)."""
	check(rule, metric)
	for number, outcome in enumerate(rule.outcomes, 1):
		missing = outcome.outcome_type in (OutcomeType.MONEY, OutcomeType.LEAVE_DAYS) and not (
			outcome.percent
			if outcome.basis in (Basis.PERCENT_OF_EXCESS, Basis.SHARE_OF_RULE)
			else outcome.amount
		)
		if missing and not outcome.zero_is_meant:
			raise AmountMissing(number, outcome.outcome_type.value)


def check_shares(rules: Iterable[Rule]) -> None:
	"""Refuse rules that take shares of each other in a circle. Raises CyclicShare."""
	share_order(rules)


def share_order(rules: Iterable[Rule]) -> tuple[str, ...]:
	"""The families in an order in which each comes after those it takes a share of. Raises CyclicShare."""
	shares: Mapping[str, set[str]] = {
		family: {f for rule in versions for f in rule.shares} for family, versions in families(rules).items()
	}
	ordered: list[str] = []
	waiting = sorted(shares)
	while waiting:
		ready = [f for f in waiting if not (shares[f] - set(ordered)) & set(shares)]
		if not ready:
			raise CyclicShare(", ".join(waiting))
		ordered += ready
		waiting = [f for f in waiting if f not in ready]
	return tuple(ordered)


def _check_figures(rule: Rule) -> None:
	figures: list[tuple[str, Decimal | int]] = [
		("Target Value", rule.target),
		("Condition Value", rule.condition_value),
	]
	for o in rule.outcomes:
		figures += [("Amount or Days", o.amount), ("Percent", o.percent), ("N", o.n), ("Cap", o.cap)]
		figures += [("From Place", o.place_from), ("To Place", o.place_to)]
	for label, value in figures:
		if value < 0:
			raise NegativeFigure(label, value)
	if rule.valid_to is not None and rule.valid_to < rule.valid_from:
		raise EndBeforeStart(rule.valid_from, rule.valid_to)


def _check_kind(rule: Rule) -> None:
	if rule.kind is Kind.PENALTY and rule.penalty_class is PenaltyClass.NONE:
		raise PenaltyClassMissing()
	if rule.kind is not Kind.PENALTY and rule.penalty_class is not PenaltyClass.NONE:
		raise PenaltyClassUnused()
	for outcome in rule.outcomes:
		entered = outcome.outcome_type in ENTERED
		allowed = {
			Kind.REWARD: entered,
			Kind.PENALTY: outcome.outcome_type is not OutcomeType.AWARD,
			Kind.PROPOSAL: not entered,
		}[rule.kind]
		if not allowed:
			raise OutcomeOfOtherKind(rule.kind.value, outcome.outcome_type.value)
		personal = not entered or outcome.outcome_type is OutcomeType.LEAVE_DAYS
		if personal and rule.subject is not SubjectType.AGENT:
			raise ProposalOfGroup(outcome.outcome_type.value)
	if rule.population is not Population.ALL and rule.subject is not SubjectType.AGENT:
		raise PopulationOfGroup()
	if rule.positions and rule.subject is not SubjectType.AGENT:
		raise PositionsOfGroup()


def _check_target(rule: Rule, metric: MetricInfo | None) -> None:
	if rule.condition in OF_TARGET and rule.target_type is TargetType.NONE:
		raise TargetMissing(rule.condition.value)
	if rule.condition not in OF_TARGET and rule.target_type is not TargetType.NONE:
		raise TargetUnused(rule.condition.value)
	if rule.target_type is TargetType.FIXED and not rule.target:
		raise TargetNotPositive()
	if rule.target_type is TargetType.PERFORMANCE and rule.period not in LONGER:
		raise TargetOfShortPeriod(rule.period.value)
	if rule.scaled:
		if rule.target_type is TargetType.NONE:
			raise TargetMissing(rule.condition.value)
		if rule.subject is not SubjectType.AGENT:
			raise ScalingImpossible(rule.subject.value)
		if rule.period in (PeriodType.EVENT, PeriodType.CUMULATIVE):
			raise ScalingImpossible(rule.period.value)
		if metric and not metric.adds_up:
			raise ScalingImpossible(metric.function.value)


def _check_condition(rule: Rule, metric: MetricInfo | None) -> None:
	numbered = rule.is_ranking or rule.condition is Condition.EVERY_N
	if numbered or rule.condition is Condition.FROM_PERCENT:
		if not rule.condition_value:
			raise ConditionValueMissing(rule.condition.value)
		if numbered and rule.condition_value != rule.condition_value.to_integral_value():
			raise ConditionValueNotWhole(rule.condition.value, rule.condition_value)
	if rule.is_ranking:
		if rule.subject is SubjectType.CENTRE:
			raise RankingImpossible(rule.subject.value)
		if rule.period in (PeriodType.EVENT, PeriodType.CUMULATIVE):
			raise RankingImpossible(rule.period.value)
	if rule.condition is Condition.EVERY_N:
		if rule.period is PeriodType.EVENT:
			raise EveryNImpossible(rule.period.value)
		if metric and not metric.adds_up:
			raise EveryNImpossible(metric.function.value)
	elif rule.period is PeriodType.CUMULATIVE:
		raise CumulativeNeedsEveryN()
	if rule.consecutive < 1:
		raise StreakNotPositive(rule.consecutive)
	if rule.is_streak:
		if rule.period in (PeriodType.EVENT, PeriodType.CUMULATIVE):
			raise StreakImpossible(rule.period.value)
		if rule.condition in (Condition.EVERY_N, Condition.ALWAYS):
			raise StreakImpossible(rule.condition.value)


def _check_basis(rule: Rule, outcome: Outcome) -> None:
	def refuse(reason: str) -> None:
		raise BasisImpossible(outcome.basis.value, outcome.outcome_type.value, reason)

	basis = outcome.basis
	if outcome.outcome_type not in (OutcomeType.MONEY, OutcomeType.LEAVE_DAYS) and basis is not Basis.FIXED:
		refuse("it has no amount that could be multiplied")
	if rule.condition is Condition.EVERY_N and basis not in (Basis.FIXED, Basis.PER_N):
		refuse("“Every N” gives a fixed amount each time")
	if basis is Basis.PER_UNIT_SHORT and rule.condition is not Condition.BELOW:
		refuse("nothing is short unless the condition is “Below”")
	if basis is Basis.PER_N:
		if not outcome.n and rule.condition is not Condition.EVERY_N:
			refuse("N is missing")
		if outcome.n and rule.condition is Condition.EVERY_N and outcome.n != rule.condition_value:
			refuse("its N differs from the condition's")
	if basis is Basis.PERCENT_OF_EXCESS:
		if rule.condition not in (Condition.MEETS, Condition.FROM_PERCENT):
			refuse("there is an excess only where a target is met")
		if outcome.excess_from is ExcessFrom.THRESHOLD and rule.condition is not Condition.FROM_PERCENT:
			refuse("there is a threshold only with “From Percent of Target”")
	if basis is Basis.SHARE_OF_RULE:
		if outcome.outcome_type is not OutcomeType.MONEY:
			refuse("only money can be shared")
		if not outcome.share_of:
			refuse("the code of the other rule is missing")
		if rule.family in outcome.share_of:
			raise SharesItself(rule.family)


def _check_dimension(rule: Rule, outcome: Outcome, metric: MetricInfo | None) -> None:
	if not outcome.dimension:
		return
	counts = outcome.basis in (Basis.FIXED, Basis.PER_UNIT, Basis.PER_N)
	counts = counts and outcome.outcome_type in ENTERED
	if not counts or rule.is_ranking or rule.is_streak or rule.condition is Condition.EVERY_N:
		raise DimensionImpossible(outcome.dimension)
	if metric and not metric.has_dimension:
		raise DimensionImpossible(outcome.dimension)


def _check_tiers(rule: Rule) -> None:
	tiers = [o for o in rule.outcomes if o.place_from or o.place_to]
	if tiers and not rule.is_ranking:
		raise TierWithoutPlace()
	for o in tiers:
		if o.place_to and o.place_to < o.place_from:
			raise TierReversed(o.place_from, o.place_to)
	for one, other in combinations(tiers, 2):
		first = max(one.place_from, other.place_from, 1)
		if one.outcome_type is other.outcome_type and one.holds_at(first) and other.holds_at(first):
			raise TiersOverlap(first, one.outcome_type.value)


def _check_twice(rule: Rule) -> None:
	seen = set()
	for o in rule.outcomes:
		what = (o.outcome_type, o.basis, o.dimension, o.place_from, o.place_to)
		if what in seen:
			raise OutcomeTwice(o.outcome_type.value, o.basis.value, o.dimension or "…")
		seen.add(what)
