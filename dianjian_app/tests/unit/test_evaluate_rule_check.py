"""Contradictory rules are refused, each by its own error with a sentence; good ones are put into words (R31, R52)."""

from dataclasses import replace
from datetime import date

import pytest

from dianjian_app.incentives.engine import rule_errors as errors
from dianjian_app.incentives.engine.rule import MetricInfo, Outcome
from dianjian_app.incentives.engine.rule_check import check, check_complete, check_shares
from dianjian_app.incentives.engine.rule_options import (
	Basis,
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
from dianjian_app.incentives.engine.rule_sentence import describe
from dianjian_app.tests.unit.judged import D
from dianjian_app.tests.unit.rules_of_source import (
	base_bonus,
	best_of_quarter,
	calls_short,
	deal_rewards,
	dissatisfied_customers,
	excess_bonus,
	half_days,
	no_serious_error,
	outside_the_first,
	praise,
	satisfied_customers,
	team_fund,
	training_due,
	weeks_missed,
)

SOURCE = (
	calls_short(),
	weeks_missed(),
	half_days(),
	deal_rewards(),
	outside_the_first(),
	base_bonus(),
	excess_bonus(),
	training_due(),
	best_of_quarter(),
	satisfied_customers(),
	dissatisfied_customers(),
	praise(),
	team_fund(),
	no_serious_error(),
)
MEAN = MetricInfo("满意度", Function.MEAN)
PLAIN = MetricInfo("接通", Function.SUM)
ONE_YUAN = (Outcome(amount=D(1)),)


@pytest.mark.parametrize("rule", SOURCE, ids=lambda r: r.family)
def test_the_rules_of_the_source_are_complete(rule):
	check_complete(rule)


CONTRADICTIONS = (
	(replace(calls_short(), target=D(-1)), errors.NegativeFigure),
	(
		replace(calls_short(), outcomes=(Outcome(basis=Basis.PER_UNIT_SHORT, amount=D(-1)),)),
		errors.NegativeFigure,
	),
	(replace(calls_short(), valid_to=date(2019, 1, 1)), errors.EndBeforeStart),
	(replace(calls_short(), outcomes=()), errors.NoOutcome),
	(replace(calls_short(), target_type=TargetType.NONE), errors.TargetMissing),
	(replace(deal_rewards(), target_type=TargetType.FIXED, target=D(1)), errors.TargetUnused),
	(replace(calls_short(), target=D(0)), errors.TargetNotPositive),
	(replace(calls_short(), target_type=TargetType.PERFORMANCE), errors.TargetOfShortPeriod),
	(replace(team_fund(), scaled=True), errors.ScalingImpossible),
	(replace(outside_the_first(), condition_value=D(0)), errors.ConditionValueMissing),
	(replace(outside_the_first(), condition_value=D("2.5")), errors.ConditionValueNotWhole),
	(
		replace(best_of_quarter(), subject=SubjectType.CENTRE),
		errors.RankingImpossible,
	),
	(replace(outside_the_first(), period=PeriodType.EVENT), errors.RankingImpossible),
	(replace(praise(), consecutive=2), errors.StreakImpossible),
	(replace(half_days(), consecutive=2), errors.StreakImpossible),
	(replace(weeks_missed(), consecutive=0), errors.StreakNotPositive),
	(replace(half_days(), condition=Condition.ALWAYS), errors.CumulativeNeedsEveryN),
	(replace(half_days(), period=PeriodType.EVENT), errors.EveryNImpossible),
	(replace(team_fund(), population=Population.PROBATION), errors.PopulationOfGroup),
	(replace(weeks_missed(), subject=SubjectType.GROUP, scaled=False), errors.ProposalOfGroup),
	(replace(calls_short(), penalty_class=PenaltyClass.NONE), errors.PenaltyClassMissing),
	(replace(praise(), penalty_class=PenaltyClass.FINE), errors.PenaltyClassUnused),
	(replace(praise(), outcomes=(Outcome(OutcomeType.WARNING),)), errors.OutcomeOfOtherKind),
	(replace(weeks_missed(), outcomes=ONE_YUAN), errors.OutcomeOfOtherKind),
	(replace(calls_short(), outcomes=(Outcome(OutcomeType.AWARD),)), errors.OutcomeOfOtherKind),
	(replace(praise(), outcomes=(Outcome(basis=Basis.PER_UNIT_SHORT, amount=D(1)),)), errors.BasisImpossible),
	(replace(praise(), outcomes=(Outcome(basis=Basis.PER_N, amount=D(1)),)), errors.BasisImpossible),
	(replace(half_days(), outcomes=(Outcome(basis=Basis.PER_N, amount=D(1), n=9),)), errors.BasisImpossible),
	(replace(half_days(), outcomes=(Outcome(basis=Basis.PER_UNIT, amount=D(1)),)), errors.BasisImpossible),
	(
		replace(
			base_bonus(), outcomes=(Outcome(basis=Basis.PERCENT_OF_EXCESS, excess_from=ExcessFrom.THRESHOLD),)
		),
		errors.BasisImpossible,
	),
	(replace(praise(), outcomes=(Outcome(basis=Basis.SHARE_OF_RULE, percent=D(5)),)), errors.BasisImpossible),
	(
		replace(weeks_missed(), outcomes=(Outcome(OutcomeType.DISMISSAL, Basis.PER_UNIT),)),
		errors.BasisImpossible,
	),
	(
		replace(praise(), outcomes=(Outcome(basis=Basis.SHARE_OF_RULE, percent=D(5), share_of=("R28",)),)),
		errors.SharesItself,
	),
	(replace(half_days(), outcomes=(Outcome(amount=D(1), dimension="高层"),)), errors.DimensionImpossible),
	(replace(praise(), outcomes=(Outcome(amount=D(1), place_from=1),)), errors.TierWithoutPlace),
	(
		replace(best_of_quarter(), outcomes=(Outcome(amount=D(1), place_from=3, place_to=2),)),
		errors.TierReversed,
	),
	(
		replace(
			best_of_quarter(),
			outcomes=(Outcome(amount=D(1), place_to=2), Outcome(amount=D(2), place_from=2, place_to=3)),
		),
		errors.TiersOverlap,
	),
	(replace(praise(), outcomes=ONE_YUAN * 2), errors.OutcomeTwice),
)


@pytest.mark.parametrize(("rule", "error"), CONTRADICTIONS, ids=lambda x: getattr(x, "__name__", ""))
def test_a_contradiction_is_refused_with_its_reason(rule, error):
	with pytest.raises(error) as refused:
		check(rule)
	assert type(refused.value) is error
	assert "{" not in str(refused.value)


@pytest.mark.parametrize(
	("rule", "metric", "error"),
	[
		(calls_short(), MEAN, errors.ScalingImpossible),
		(half_days(), MEAN, errors.EveryNImpossible),
		(deal_rewards(), PLAIN, errors.DimensionImpossible),
	],
)
def test_a_rule_that_does_not_fit_its_metric_is_refused(rule, metric, error):
	with pytest.raises(error):
		check(rule, metric)


def test_a_draft_may_lack_its_amount_but_cannot_be_approved():
	draft = replace(praise(), outcomes=(Outcome(),))
	check(draft)
	with pytest.raises(errors.AmountMissing):
		check_complete(draft)


@pytest.mark.req("R23")
def test_no_reward_for_a_parking_space_can_be_said():
	nothing = Outcome(basis=Basis.PER_UNIT, dimension="车位", zero_is_meant=True)
	rule = replace(deal_rewards(), outcomes=(*deal_rewards().outcomes, nothing))
	check_complete(rule)
	assert "车位每套奖 0 元" in describe(rule, "zh", {"成交": MetricInfo("成交", unit="套")})
	with pytest.raises(errors.AmountMissing):
		check_complete(replace(rule, outcomes=(replace(nothing, zero_is_meant=False),)))


@pytest.mark.req("R22", "R25")
@pytest.mark.parametrize(
	"nothing",
	[
		Outcome(zero_is_meant=True),
		Outcome(outcome_type=OutcomeType.LEAVE_DAYS, zero_is_meant=True),
		Outcome(basis=Basis.SHARE_OF_RULE, share_of=("R24",), zero_is_meant=True),
	],
)
def test_nothing_can_be_meant_of_money_leave_and_shares_and_is_said_each_time(nothing):
	rule = replace(praise(), outcomes=(nothing,))
	check_complete(rule)
	with pytest.raises(errors.AmountMissing):
		check_complete(replace(rule, outcomes=(replace(nothing, zero_is_meant=False),)))
	# nothing beside something: the one that lacks its amount is named
	with pytest.raises(errors.AmountMissing):
		check_complete(
			replace(
				deal_rewards(), outcomes=(*deal_rewards().outcomes, replace(nothing, zero_is_meant=False))
			)
		)


def test_shares_in_a_circle_are_refused():
	def shares(family, of):
		return replace(
			praise(),
			family=family,
			outcomes=(Outcome(basis=Basis.SHARE_OF_RULE, percent=D(1), share_of=(of,)),),
		)

	check_shares([shares("A", "B"), shares("B", "C")])
	with pytest.raises(errors.CyclicShare):
		check_shares([shares("A", "B"), shares("B", "C"), shares("C", "A")])


METRICS = {
	"接通": MetricInfo("接通", Function.SUM, "个", "customers connected", "customers"),
	"到访": MetricInfo("到访", Function.SUM, "组", "counted visits", "visits"),
	"成交": MetricInfo("成交", Function.SUM, "套", "units sold", "units", True),
	"业绩": MetricInfo("业绩", Function.SUM, "元", "sales", "yuan"),
	"满意度": MetricInfo("满意度", Function.MEAN, "分", "satisfaction", "points"),
}


@pytest.mark.req("R48")
@pytest.mark.parametrize(
	("rule", "chinese", "english"),
	[
		(
			replace(calls_short(), scaled=False),
			"每天接通少于 100 个，每少 1 个扣 1 元",
			"Each day: customers connected below 100 customers, each one short costs 1 yuan",
		),
		(
			weeks_missed(),
			"每周到访少于 10 组，连续 4 周如此，提议辞退（由经理和人力资源部决定）；目标按应出勤折算",
			"Each week: counted visits below 10 visits, 4 weeks in a row, dismissal is proposed; "
			"manager and HR decide; the target is scaled by presence",
		),
		(
			half_days(),
			"累计到访每满 10 组，奖 0.5 天带薪假；余数结转",
			"Over the whole time: every 10 visits by counted visits, gives 0.5 days of paid leave; "
			"the remainder is carried over",
		),
		(
			deal_rewards(),
			"每次成交，高层每套奖 200 元，别墅每套奖 500 元",
			"Each time: units sold, 高层: gives 200 yuan for each of the units and 别墅: gives 500 yuan for each of "
			"the units",
		),
		(
			outside_the_first(),
			"转正人员每月到访排名在前 6 以外（相同时依次比较成交、业绩），提议淘汰（由经理和人力资源部决定）",
			"Each month: for established agents, place below 6 by counted visits (then by units sold, sales), "
			"elimination is proposed; manager and HR decide",
		),
		(
			excess_bonus(),
			"每月业绩达到业绩目标的 120%，奖超出目标部分的 5%",
			"Each month: sales at least 120% of the target that is set, gives 5% of what is above the target",
		),
	],
	ids=lambda x: getattr(x, "family", ""),
)
def test_a_rule_says_what_it_does(rule, chinese, english):
	assert describe(rule, "zh", METRICS) == chinese
	assert describe(rule, "en", METRICS) == english


@pytest.mark.parametrize("rule", SOURCE, ids=lambda r: r.family)
def test_every_rule_of_the_source_can_be_told(rule):
	for lang in ("zh", "en"):
		assert "{" not in describe(rule, lang, METRICS)


def test_every_kind_and_outcome_can_be_told():
	for kind in OutcomeType:
		outcome = Outcome(kind, amount=D(1))
		for k in Kind:
			assert describe(replace(praise(), kind=k, outcomes=(outcome,)), "en")


@pytest.mark.req("R48")
def test_every_refusal_and_notice_has_its_chinese_line():
	from dianjian_app.incentives.engine import differences, outcomes
	from dianjian_app.tests.unit import texts

	told = [e.text for e in vars(errors).values() if isinstance(e, type) and issubclass(e, errors.RuleError)]
	told += [outcomes.NO_RATE, outcomes.NO_TARGET, differences.WOULD_FOLLOW, differences.WOULD_NOT_FOLLOW]
	lines = texts.lines()
	assert [text for text in told if text not in lines] == []
