"""A reward, penalty or proposal as data (decision 15): enums equal to the DocTypes' options, frozen dataclasses.

A rule document is one version of a family; `rule_check` says what is contradictory in it.
"""

from __future__ import annotations

from collections.abc import Iterable
from dataclasses import dataclass
from datetime import date
from decimal import Decimal
from enum import Enum

from dianjian_app.people.period import Period

ZERO, ONE = Decimal(0), Decimal(1)


class Kind(str, Enum):
	"""What a rule is for: it gives, takes, or asks people to decide."""

	REWARD = "Reward"
	PENALTY = "Penalty"
	PROPOSAL = "Proposal"


class PenaltyClass(str, Enum):
	"""What the law sees in a penalty (decision 17)."""

	NONE = ""
	LOSS_OF_INCENTIVE = "Loss of Incentive"
	COMPENSATION_OF_LOSS = "Compensation of Loss"
	FINE = "Fine"


class SubjectType(str, Enum):
	"""Whose figures a rule looks at."""

	AGENT = "Agent"
	GROUP = "Group"
	CENTRE = "Centre"


class Population(str, Enum):
	"""Which agents a rule binds. Established: no day of probation in the period (decision 13)."""

	ALL = "All"
	ESTABLISHED = "Established"
	PROBATION = "Probation"


class PeriodType(str, Enum):
	"""How often a rule is asked. Event: each document; Cumulative: the whole time, granted month by month."""

	EVENT = "Event"
	DAY = "Day"
	WEEK = "Week"
	MONTH = "Month"
	QUARTER = "Quarter"
	YEAR = "Year"
	CUMULATIVE = "Cumulative"


class TargetType(str, Enum):
	"""Where the target comes from."""

	NONE = "None"
	FIXED = "Fixed"
	PERFORMANCE = "Performance Target"


class Condition(str, Enum):
	"""When the outcomes follow."""

	ALWAYS = "Always"
	BELOW = "Below"
	MEETS = "Meets"
	FROM_PERCENT = "From Percent of Target"
	PLACE_WITHIN = "Place Within"
	PLACE_OUTSIDE = "Place Outside"
	EVERY_N = "Every N"


class OutcomeType(str, Enum):
	"""What follows."""

	MONEY = "Money"
	LEAVE_DAYS = "Leave Days"
	TRAINING = "Training"
	WARNING = "Warning"
	DEMERIT = "Demerit"
	SUSPENSION = "Suspension"
	DISMISSAL = "Dismissal"
	ELIMINATION = "Elimination"
	AWARD = "Award"


class Basis(str, Enum):
	"""What an outcome's amount is multiplied with."""

	FIXED = "Fixed"
	PER_UNIT = "Per Unit"
	PER_UNIT_SHORT = "Per Unit Short"
	PER_N = "Per N"
	PERCENT_OF_EXCESS = "Percent of Excess"
	SHARE_OF_RULE = "Share of Rule"


class ExcessFrom(str, Enum):
	"""Where the excess begins (decision 14)."""

	UNSET = ""
	TARGET = "Target"
	THRESHOLD = "Threshold"


class Function(str, Enum):
	"""How a metric counts."""

	COUNT = "Count"
	DISTINCT_COUNT = "Distinct Count"
	SUM = "Sum"
	MEAN = "Mean"
	MIN = "Min"
	MAX = "Max"


class LineState(str, Enum):
	"""What a settlement line is: counted, without a rate, a notice for people, or of a version that the person has not acknowledged."""

	NORMAL = "Normal"
	NO_RATE = "No Rate"
	NOTICE = "Notice"
	NOT_IN_FORCE = "Not in Force"


class Cancelled(str, Enum):
	"""What becomes of figures whose document was cancelled (decision 6)."""

	TAKE_BACK = "Take Back"
	KEEP_NOT_AT_FAULT = "Keep When Not at Fault"
	KEEP = "Keep"


PLACES = frozenset((Condition.PLACE_WITHIN, Condition.PLACE_OUTSIDE))
OF_TARGET = frozenset((Condition.BELOW, Condition.MEETS, Condition.FROM_PERCENT))
ADDING_UP = frozenset((Function.COUNT, Function.DISTINCT_COUNT, Function.SUM))
ENTERED = frozenset((OutcomeType.MONEY, OutcomeType.LEAVE_DAYS, OutcomeType.AWARD))
"""outcomes that are posted as entries; the others are proposals that people decide (decision 19)"""


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
class Measure:
	"""What a rule counts: a metric, and what becomes of its cancelled documents."""

	metric: str
	cancelled: Cancelled = Cancelled.TAKE_BACK


@dataclass(frozen=True)
class Outcome:
	"""One thing that a rule gives or takes.

	amount: yuan or days (always positive: the rule's kind gives the sign). dimension: the metric's dimension value
	it is for, empty for all. place_from, place_to: tier of a ranking, 0 for open. cap: most yuan a period, 0: none.
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

	def holds_at(self, place: int | None) -> bool:
		"""Whether the tier has the place; without a tier always."""
		if not (self.place_from or self.place_to):
			return True
		return (
			place is not None and self.place_from <= place and (not self.place_to or place <= self.place_to)
		)


@dataclass(frozen=True)
class Rule:
	"""One version of a rule. valid_to None: until further notice. centre None: every centre."""

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
	def measure(self) -> Measure:
		return Measure(self.metric, self.cancelled)

	@property
	def measures(self) -> tuple[Measure, ...]:
		"""The metric and, for a ranking, what breaks ties."""
		tie_breaks = self.tie_breaks if self.is_ranking else ()
		return (self.measure, *(Measure(m, self.cancelled) for m in tie_breaks))

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


def period_of(period_type: PeriodType, day: date) -> Period:
	"""The period of a kind that has the day; an event's is its day, a cumulative rule's the month of granting."""
	if period_type in (PeriodType.EVENT, PeriodType.DAY):
		return Period.day(day)
	if period_type is PeriodType.WEEK:
		return Period.week_of(day)
	if period_type is PeriodType.QUARTER:
		return Period.quarter_of(day)
	if period_type is PeriodType.YEAR:
		return Period.year_of(day)
	return Period.month_of(day)


def periods_in(period_type: PeriodType, month: Period) -> tuple[Period, ...]:
	"""The periods of a kind that belong to a month: those whose last day lies in it (decisions 3 and 9)."""
	if period_type in (PeriodType.EVENT, PeriodType.DAY):
		return tuple(Period.day(d) for d in month.days())
	if period_type is PeriodType.WEEK:
		return Period.weeks_of_month(month)
	period = period_of(period_type, month.end)
	return (period,) if period.end == month.end else ()
