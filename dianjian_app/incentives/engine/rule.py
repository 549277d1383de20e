"""A reward, penalty or proposal as data (decision 15): frozen dataclasses.

A rule document is one version of a family; `rule_check` says what is contradictory in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal

from dianjian_app.incentives.engine.rule_options import (
	ADDING_UP,
	PLACES,
	Basis,
	Cancelled,
	Condition,
	ExcessFrom,
	Function,
	Kind,
	OutcomeType,
	PenaltyClass,
	PeriodType,
	Population,
	SubjectType,
	TargetType,
)

ZERO, ONE = Decimal(0), Decimal(1)


@dataclass(frozen=True)
class MetricInfo:
	"""What rules need to know of an Incentive Metric. unit: 个, 组, 套, 元 …; label, unit_en: English."""

	name: str
	function: Function = Function.COUNT
	unit: str = ""
	label: str = ""
	unit_en: str = ""
	has_dimension: bool = False

	@property
	def adds_up(self) -> bool:
		"""Whether no document means zero; a mean, least or greatest of nothing is nothing."""
		return self.function in ADDING_UP


@dataclass(frozen=True)
class Counted:
	"""What a rule counts: a metric, and what becomes of its cancelled documents."""

	metric: str
	cancelled: Cancelled = Cancelled.TAKE_BACK


@dataclass(frozen=True)
class Outcome:
	"""One thing that a rule gives or takes.

	amount: yuan or days (always positive: the rule's kind gives the sign). dimension: the metric's dimension value
	it is for, empty for all. place_from, place_to: tier of a ranking, 0 for open. cap: most yuan a period, 0: none.
	zero_is_meant: an amount of 0 is a rate, not one that is still to be named.
	"""

	outcome_type: OutcomeType = OutcomeType.MONEY
	basis: Basis = Basis.FIXED
	amount: Decimal = ZERO
	n: int = 0
	percent: Decimal = ZERO
	dimension: str = ""
	excess_from: ExcessFrom = ExcessFrom.UNSET
	place_from: int = 0
	place_to: int = 0
	share_of: tuple[str, ...] = ()
	cap: Decimal = ZERO
	label: str = ""
	zero_is_meant: bool = False

	def holds_at(self, place: int | None) -> bool:
		"""Whether the tier has the place; without a tier always."""
		if not (self.place_from or self.place_to):
			return True
		return (
			place is not None and self.place_from <= place and (not self.place_to or place <= self.place_to)
		)


@dataclass(frozen=True)
class Rule:
	"""One version of a rule. valid_to None: until further notice. centre None: every centre.

	positions: whom it binds; none named: telesales agents, and whoever else its metric counts.
	"""

	name: str
	family: str
	metric: str
	version: int = 1
	title: str = ""
	kind: Kind = Kind.REWARD
	penalty_class: PenaltyClass = PenaltyClass.NONE
	centre: str | None = None
	valid_from: date = date.min
	valid_to: date | None = None
	subject: SubjectType = SubjectType.AGENT
	population: Population = Population.ALL
	positions: tuple[str, ...] = ()
	period: PeriodType = PeriodType.MONTH
	tie_breaks: tuple[str, ...] = ()
	target_type: TargetType = TargetType.NONE
	target: Decimal = ZERO
	scaled: bool = False
	condition: Condition = Condition.ALWAYS
	condition_value: Decimal = ZERO
	consecutive: int = 1
	outcomes: tuple[Outcome, ...] = ()
	take_back: bool = True
	take_back_not_at_fault: bool = True

	@property
	def sign(self) -> Decimal:
		"""-1 for a penalty, else 1."""
		return Decimal(-1) if self.kind is Kind.PENALTY else ONE

	@property
	def is_ranking(self) -> bool:
		return self.condition in PLACES

	@property
	def is_streak(self) -> bool:
		return self.consecutive > 1

	@property
	def by_dimension(self) -> bool:
		"""Whether the outcomes ask for the figure by dimension value."""
		return any(o.dimension for o in self.outcomes)

	@property
	def shares(self) -> frozenset[str]:
		"""Families whose entries this rule takes a share of."""
		return frozenset(f for o in self.outcomes if o.basis is Basis.SHARE_OF_RULE for f in o.share_of)

	@property
	def cancelled(self) -> Cancelled:
		if not self.take_back:
			return Cancelled.KEEP
		return Cancelled.TAKE_BACK if self.take_back_not_at_fault else Cancelled.KEEP_NOT_AT_FAULT

	@property
	def counted(self) -> Counted:
		return Counted(self.metric, self.cancelled)

	@property
	def all_counted(self) -> tuple[Counted, ...]:
		"""The metric and, for a ranking, what breaks ties."""
		tie_breaks = self.tie_breaks if self.is_ranking else ()
		return (self.counted, *(Counted(m, self.cancelled) for m in tie_breaks))

	def holds_on(self, day: date) -> bool:
		"""Whether the version is in force that day."""
		return self.valid_from <= day and (self.valid_to is None or day <= self.valid_to)


def version_on(rules: Iterable[Rule], day: date, centre: str) -> Rule | None:
	"""The version of one family that holds at a centre on a day; the centre's own goes before the general (decision 9)."""
	there = [r for r in rules if r.centre in (None, centre) and r.holds_on(day)]
	return max(there, key=lambda r: (r.centre is not None, r.valid_from, r.version), default=None)


def families(rules: Iterable[Rule]) -> dict[str, tuple[Rule, ...]]:
	"""The versions of each family."""
	by_family: dict[str, list[Rule]] = {}
	for rule in rules:
		by_family.setdefault(rule.family, []).append(rule)
	return {family: tuple(versions) for family, versions in by_family.items()}
