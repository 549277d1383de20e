"""A rule binds the positions that it names, on their days; one that names none binds agents, as ever (R33, R36)."""

from dataclasses import replace
from datetime import date
from decimal import Decimal

import pytest

from dianjian_app.incentives.engine import rule_check
from dianjian_app.incentives.engine.conditions import is_bound, judge, subjects_of
from dianjian_app.incentives.engine.figures import Facts, Figure, FigureKey, Person, PersonDay, Subject
from dianjian_app.incentives.engine.rule import Counted, MetricInfo, Outcome, Rule
from dianjian_app.incentives.engine.rule_errors import PositionsOfGroup
from dianjian_app.incentives.engine.rule_options import (
	Basis,
	Condition,
	PeriodType,
	Population,
	SubjectType,
	TargetType,
)
from dianjian_app.incentives.engine.rule_sentence import describe
from dianjian_app.people.period import Period
from dianjian_app.people.settled_plan import SettledDay, decoded, encoded

pytestmark = pytest.mark.req("R33", "R36")
MONTH = Period.month(2026, 9)
AGENT, DESK = "Telesales Agent", "Front Desk"
LATE = "迟到次数"
RULE = Rule("R", "R33", LATE, outcomes=(Outcome(basis=Basis.PER_UNIT, amount=Decimal(5)),))


def a_day(position, presence=1):
	return PersonDay(
		Decimal(1), Decimal(presence), employed=position is not None, position=position, group=None
	)


def somebody(name, *spells, last=None):
	"""spells: (position, first day, last day) of September."""
	days = {}
	for day in MONTH.days():
		position = next((p for p, first, end in spells if first <= day.day <= end), None)
		days[day] = a_day(position, presence=position is not None)
	return Person(name, days, None, last or (spells[-1][0] if spells else None))


def world(*people, late=()):
	agents = {
		p.name: p.in_positions((AGENT,))
		for p in people
		if any(day.position == AGENT for day in p.days.values())
	}
	figures = {
		FigureKey(Counted(LATE), Subject(SubjectType.AGENT, name), MONTH): Figure(Decimal(n))
		for name, n in late
	}
	return Facts(
		"C",
		MONTH,
		{LATE: MetricInfo(LATE)},
		figures=figures,
		people=agents,
		everybody={p.name: p for p in people},
	)


def bound(rule, facts):
	return [s.name for s in subjects_of(rule, MONTH, facts)]


def test_a_rule_binds_the_positions_that_it_names():
	facts = world(somebody("A", (AGENT, 1, 30)), somebody("D", (DESK, 1, 30)), late=[("A", 1), ("D", 2)])
	assert bound(replace(RULE, positions=(DESK,)), facts) == ["D"]
	assert bound(replace(RULE, positions=(AGENT,)), facts) == ["A"]
	assert bound(replace(RULE, positions=(AGENT, DESK)), facts) == ["A", "D"]


def test_a_rule_that_names_none_binds_agents_and_whom_its_metric_counts():
	facts = world(somebody("A", (AGENT, 1, 30)), somebody("D", (DESK, 1, 30)), late=[("D", 2)])
	assert bound(RULE, facts) == ["A", "D"]
	asked = replace(RULE, condition=Condition.BELOW, target_type=TargetType.FIXED, target=Decimal(3))
	assert bound(asked, facts) == ["A"]


def test_who_changed_position_is_bound_for_the_days_in_it():
	mover = somebody("M", (AGENT, 1, 15), (DESK, 16, 30))
	quota = replace(
		RULE,
		positions=(DESK,),
		condition=Condition.BELOW,
		target_type=TargetType.FIXED,
		target=Decimal(30),
		scaled=True,
	)
	[found] = judge(quota, MONTH, world(mover))
	assert found.asked.presence == 15
	assert bound(replace(RULE, positions=("Planning",)), world(mover)) == []


def test_who_has_left_is_bound_by_what_they_were_last():
	leaver = somebody("L", last=DESK)
	facts = world(leaver, late=[("L", 1)])
	assert bound(replace(RULE, positions=(DESK,)), facts) == ["L"]
	assert bound(replace(RULE, positions=(AGENT,)), facts) == []


def test_nobody_unknown_is_bound_by_a_rule_that_names_positions():
	stranger = Subject(SubjectType.AGENT, "X")
	assert not is_bound(replace(RULE, positions=(DESK,)), stranger, MONTH, world())
	assert is_bound(RULE, stranger, MONTH, world())


def test_population_holds_within_the_positions():
	new = somebody("N", (DESK, 1, 30))
	new = replace(new, days={d: replace(day, probation=d.day < 10) for d, day in new.days.items()})
	facts = world(new, somebody("D", (DESK, 1, 30)))
	desk = replace(RULE, positions=(DESK,))
	assert bound(replace(desk, population=Population.PROBATION), facts) == ["N"]
	assert bound(replace(desk, population=Population.ESTABLISHED), facts) == ["D"]


def test_only_people_have_positions():
	rule = replace(RULE, positions=(DESK,), subject=SubjectType.GROUP, period=PeriodType.MONTH)
	with pytest.raises(PositionsOfGroup):
		rule_check.check(rule)


def test_the_sentence_says_whom_a_rule_binds():
	rule = replace(RULE, positions=(AGENT, DESK))
	assert "适用岗位：电开人员、前台" in describe(rule, "zh")
	assert "for these positions: Telesales Agent, Front Desk" in describe(rule, "en")
	assert "岗位" not in describe(RULE, "zh")


def test_what_a_post_was_planned_by_comes_back_as_it_was_noted():
	month = Period.month(2026, 2)
	days = {
		day: SettledDay(
			Decimal(1), day.weekday() != 6, True, False, None, DESK if day < date(2026, 2, 10) else AGENT
		)
		for day in month.days()
	}
	assert decoded(encoded({"M": days}, month), month) == {"M": days}
