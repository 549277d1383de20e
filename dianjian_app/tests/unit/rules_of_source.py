"""The source's rules as plain rules, with made-up amounts where the source names none (R20-R29)."""

from __future__ import annotations

from datetime import date
from decimal import Decimal

from dianjian_app.incentives.engine.rule import Outcome, Rule
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

D = Decimal
LONG_AGO = date(2020, 1, 1)


def rule(family: str, metric: str, *outcomes: Outcome, version: int = 1, **fields) -> Rule:
	fields = {"valid_from": LONG_AGO, **fields}
	return Rule(
		name=f"{family}-{version}", family=family, metric=metric, version=version, outcomes=outcomes, **fields
	)


def calls_short(yuan: str = "1", target: str = "100", **fields) -> Rule:
	return rule(
		"R20",
		"接通",
		Outcome(basis=Basis.PER_UNIT_SHORT, amount=D(yuan)),
		**{
			"kind": Kind.PENALTY,
			"penalty_class": PenaltyClass.FINE,
			"period": PeriodType.DAY,
			"target_type": TargetType.FIXED,
			"target": D(target),
			"scaled": True,
			"condition": Condition.BELOW,
			**fields,
		},
	)


def weeks_missed(weeks: int = 4, **fields) -> Rule:
	return rule(
		"R21",
		"到访",
		Outcome(OutcomeType.DISMISSAL),
		**{
			"kind": Kind.PROPOSAL,
			"period": PeriodType.WEEK,
			"target_type": TargetType.FIXED,
			"target": D(10),
			"scaled": True,
			"condition": Condition.BELOW,
			"consecutive": weeks,
			**fields,
		},
	)


def half_days(n: int = 10, **fields) -> Rule:
	return rule(
		"R22",
		"到访",
		Outcome(OutcomeType.LEAVE_DAYS, amount=D("0.5")),
		**{
			"period": PeriodType.CUMULATIVE,
			"condition": Condition.EVERY_N,
			"condition_value": D(n),
			**fields,
		},
	)


def deal_rewards(rates: dict[str, str] | None = None, **fields) -> Rule:
	rates = rates or {"高层": "200", "别墅": "500"}
	return rule(
		"R23",
		"成交",
		*(Outcome(basis=Basis.PER_UNIT, amount=D(r), dimension=p) for p, r in rates.items()),
		period=PeriodType.EVENT,
		**fields,
	)


def outside_the_first(places: int = 6, **fields) -> Rule:
	return rule(
		"R24",
		"到访",
		Outcome(OutcomeType.ELIMINATION),
		**{
			"kind": Kind.PROPOSAL,
			"population": Population.ESTABLISHED,
			"tie_breaks": ("成交", "业绩"),
			"condition": Condition.PLACE_OUTSIDE,
			"condition_value": D(places),
			**fields,
		},
	)


def base_bonus(yuan: str = "1000") -> Rule:
	return rule(
		"R25",
		"业绩",
		Outcome(amount=D(yuan)),
		target_type=TargetType.PERFORMANCE,
		condition=Condition.MEETS,
	)


def excess_bonus(percent: str = "5", excess_from: ExcessFrom = ExcessFrom.TARGET) -> Rule:
	return rule(
		"R25E",
		"业绩",
		Outcome(basis=Basis.PERCENT_OF_EXCESS, percent=D(percent), excess_from=excess_from),
		target_type=TargetType.PERFORMANCE,
		condition=Condition.FROM_PERCENT,
		condition_value=D(120),
	)


def training_due() -> Rule:
	return rule(
		"R25T",
		"业绩",
		Outcome(OutcomeType.TRAINING),
		kind=Kind.PROPOSAL,
		target_type=TargetType.PERFORMANCE,
		condition=Condition.BELOW,
	)


def best_of_quarter() -> Rule:
	return rule(
		"R26",
		"到访",
		*(
			Outcome(amount=D(yuan), place_from=place, place_to=place, label=f"{place} 等奖")
			for place, yuan in ((1, 3000), (2, 2000), (3, 1000))
		),
		period=PeriodType.QUARTER,
		condition=Condition.PLACE_WITHIN,
		condition_value=D(3),
	)


def satisfied_customers(yuan: str = "300") -> Rule:
	return rule(
		"R27",
		"满意度",
		Outcome(amount=D(yuan)),
		target_type=TargetType.FIXED,
		target=D("4.8"),
		condition=Condition.MEETS,
	)


def dissatisfied_customers(percent: str = "30") -> Rule:
	return rule(
		"R27L",
		"满意度",
		Outcome(OutcomeType.TRAINING),
		Outcome(basis=Basis.SHARE_OF_RULE, percent=D(percent), share_of=("R25", "R25E")),
		kind=Kind.PENALTY,
		penalty_class=PenaltyClass.LOSS_OF_INCENTIVE,
		target_type=TargetType.FIXED,
		target=D("4.5"),
		condition=Condition.BELOW,
		consecutive=3,
	)


def praise(yuan: str = "200") -> Rule:
	return rule("R28", "表扬", Outcome(amount=D(yuan)), period=PeriodType.EVENT)


def team_fund(yuan: str = "2000") -> Rule:
	return rule(
		"R29",
		"业绩",
		Outcome(amount=D(yuan)),
		subject=SubjectType.GROUP,
		target_type=TargetType.PERFORMANCE,
		condition=Condition.MEETS,
		consecutive=3,
	)


def no_serious_error(yuan: str = "500") -> Rule:
	return rule(
		"R29S",
		"失误",
		Outcome(amount=D(yuan)),
		subject=SubjectType.GROUP,
		target_type=TargetType.FIXED,
		target=D(1),
		condition=Condition.BELOW,
	)
