"""Each rule of the source as it is, and with leave, joining, leaving, a change of group, no data, two versions inside (R20-R29).

September 2026: the agent rests on Sundays, the 15th parts the month where somebody joins, leaves or moves, or a version begins.
"""

from __future__ import annotations

from collections import Counter
from collections.abc import Callable
from dataclasses import dataclass, replace

import pytest

from dianjian_app.incentives.engine.explain import recompute_worth
from dianjian_app.incentives.engine.figures import Subject
from dianjian_app.incentives.engine.posted_state import PostedState
from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.engine.rule_options import Function, SubjectType
from dianjian_app.people.period import Period
from dianjian_app.tests.unit import rules_of_source as source
from dianjian_app.tests.unit.judged import SEPTEMBER, Agent, Count, D, World, counted, day, settle

MONTHS = tuple(Period.month(2026, m) for m in (7, 8, 9))
MIDDLE = day(15)
HERE = Agent(rest=6)
PEOPLE = {
	"as it is": HERE,
	"leave on 16 and 17": replace(HERE, off={day(16): D(0), day(17): D(0)}),
	"joined on the 15th": replace(HERE, joined=MIDDLE),
	"left on the 14th": replace(HERE, left=day(14)),
	"moved on the 15th": replace(HERE, groups=(("一组", HERE.joined), ("二组", MIDDLE))),
}
SITUATIONS = (*PEOPLE, "no data", "two versions")


@dataclass(frozen=True)
class Case:
	"""A rule, what is counted, and what follows in each situation: (yuan, half days, proposals) in the order of SITUATIONS."""

	req: str
	rule: Callable[[], Rule]
	later: Callable[[], Rule]
	counts: tuple[Count, ...]
	follows: tuple[str, ...]
	others: tuple[Agent, ...] = ()
	target: int | None = None
	months: tuple[Period, ...] = (SEPTEMBER,)
	functions: tuple[tuple[str, Function], ...] = ()


def monthly(metric: str, value, *more: Count, months=(SEPTEMBER,)) -> tuple[Count, ...]:
	return (*counted(metric, {m.start: value for m in months}), *more)


SIX = tuple(Agent(f"B{n}", rest=6) for n in range(6))
SIX_VISITS = tuple(Count("到访", day(2), D(9 + n), a.name) for n, a in enumerate(SIX))
MEAN = (("满意度", Function.MEAN),)

CASES = {
	# 10 short on each of 26 days; two days less; 14 and 12 days; every customer missing; the second half 2 yuan each
	"R20 yuan per call": Case(
		"R20",
		source.calls_short,
		lambda: source.calls_short("2", version=2, valid_from=MIDDLE),
		counted("接通", {d: 90 for d in SEPTEMBER.days()}),
		("-260", "-240", "-140", "-120", "-260", "-2600", "-400"),
	),
	# nine visits in each of four weeks; with two days of leave seven are asked; broken weeks are passed over
	"R21 weeks missed": Case(
		"R21",
		source.weeks_missed,
		lambda: source.weeks_missed(version=2, valid_from=MIDDLE, target=D(9)),
		counted("到访", {day(n): 9 for n in (2, 9, 16, 23)}),
		("Dismissal", "-", "-", "-", "Dismissal", "Dismissal", "-"),
	),
	# 12 visits bring half a day whatever the days; by sixes a whole one
	"R22 half days": Case(
		"R22",
		source.half_days,
		lambda: source.half_days(6, version=2, valid_from=MIDDLE),
		counted("到访", {day(8): 7, day(20): 5}),
		("½", "½", "½", "½", "½", "-", "½½"),
	),
	# each unit by its product; a deal after leaving is earned, too; the villa by the rate of its day
	"R23 per unit": Case(
		"R23",
		source.deal_rewards,
		lambda: source.deal_rewards({"高层": "250", "别墅": "600"}, version=2, valid_from=MIDDLE),
		(*counted("成交", {day(8): 1}, dimension="高层"), *counted("成交", {day(20): 1}, dimension="别墅")),
		("700", "700", "700", "700", "700", "-", "800"),
	),
	# seventh of seven; the later version has room for seven. A month with nothing at all has seven first places
	"R24 outside six": Case(
		"R24",
		source.outside_the_first,
		lambda: source.outside_the_first(7, version=2, valid_from=MIDDLE),
		(*counted("到访", {day(8): 8}), *SIX_VISITS),
		("Elimination", "Elimination", "Elimination", "Elimination", "Elimination", "-", "-"),
		others=SIX,
	),
	"R25 base": Case(
		"R25",
		source.base_bonus,
		lambda: replace(source.base_bonus("1500"), name="R25-2", version=2, valid_from=MIDDLE),
		monthly("业绩", 120_000),
		("1000", "1000", "1000", "1000", "1000", "-", "1500"),
		target=100_000,
	),
	"R25 excess": Case(
		"R25",
		source.excess_bonus,
		lambda: replace(source.excess_bonus("6"), name="R25E-2", version=2, valid_from=MIDDLE),
		monthly("业绩", 120_000),
		("1000", "1000", "1000", "1000", "1000", "-", "1200"),
		target=100_000,
	),
	"R25 training": Case(
		"R25",
		source.training_due,
		lambda: replace(source.training_due(), name="R25T-2", version=2, valid_from=MIDDLE),
		monthly("业绩", 99_999),
		("Training",) * 7,
		target=100_000,
	),
	"R26 three places": Case(
		"R26",
		source.best_of_quarter,
		lambda: replace(source.best_of_quarter(), name="R26-2", version=2, valid_from=MIDDLE),
		monthly("到访", 3),
		("3000", "3000", "3000", "3000", "3000", "-", "3000"),
	),
	"R27 mean of 4.8": Case(
		"R27",
		source.satisfied_customers,
		lambda: replace(source.satisfied_customers("400"), name="R27-2", version=2, valid_from=MIDDLE),
		(Count("满意度", day(2), D(5)), Count("满意度", day(20), D("4.6"))),
		("300", "300", "300", "300", "300", "-", "400"),
		functions=MEAN,
	),
	"R27 three months below": Case(
		"R27",
		source.dissatisfied_customers,
		lambda: replace(source.dissatisfied_customers(), name="R27L-2", version=2, valid_from=MIDDLE),
		monthly("满意度", "4.4", months=MONTHS),
		# a month without days of employment neither counts nor breaks: who joined in September has one month
		("Training", "Training", "-", "Training", "Training", "-", "Training"),
		functions=MEAN,
		months=MONTHS,
	),
	"R28 each praise": Case(
		"R28",
		source.praise,
		lambda: replace(source.praise("250"), name="R28-2", version=2, valid_from=MIDDLE),
		counted("表扬", {day(8): 1, day(20): 1}),
		("400", "400", "400", "400", "400", "-", "450"),
	),
	"R29 team fund": Case(
		"R29",
		source.team_fund,
		lambda: replace(source.team_fund("2500"), name="R29-2", version=2, valid_from=MIDDLE),
		monthly("业绩", 100_000, months=MONTHS),
		("2000", "2000", "2000", "2000", "2000", "-", "2500"),
		target=100_000,
		months=MONTHS,
	),
	"R29 no serious error": Case(
		"R29",
		source.no_serious_error,
		lambda: replace(source.no_serious_error("600"), name="R29S-2", version=2, valid_from=MIDDLE),
		(),
		("500", "500", "500", "500", "500", "500", "600"),
	),
}


def follows(case: Case, situation: str) -> str:
	"""What the last month brings agent A1 or the group, as CASES writes it."""
	agent = PEOPLE.get(situation, HERE)
	counts = () if situation == "no data" else case.counts
	subjects = (Subject(SubjectType.AGENT, "A1"), Subject(SubjectType.GROUP, "一组"))
	targets = {("业绩", s, m): D(case.target) for s in subjects for m in case.months if case.target}
	world = World(
		(agent, *case.others),
		counts,
		functions=dict(case.functions),
		targets=targets,
		begins=case.months[0].start,
	)
	rules = [case.rule()]
	if situation == "two versions":
		first = case.rule()
		rules = [replace(first, valid_to=day(14)), case.later()]
	already, lines = PostedState(), []
	for month in case.months:
		lines, already = settle(rules, world.facts(month), already)
	assert [recompute_worth(ln.explanation) for ln in lines if ln.is_entry] == [
		ln.worth for ln in lines if ln.is_entry
	]
	again, _ = settle(rules, world.facts(case.months[-1]), already)
	assert not [ln for ln in again if ln.is_entry]
	mine = [ln for ln in lines if ln.key.subject in subjects]
	yuan = sum((ln.amount for ln in mine), D(0))
	halves = int(sum((ln.quantity for ln in mine if ln.key.outcome_type.value == "Leave Days"), D(0)) * 2)
	proposed = Counter(ln.key.outcome_type.value for ln in mine if ln.is_proposal)
	assert all(n == 1 for n in proposed.values())
	return f"{yuan.normalize():f}" if yuan else "½" * halves or " ".join(sorted(proposed)) or "-"


@pytest.mark.req("R20")
@pytest.mark.req("R21")
@pytest.mark.req("R22")
@pytest.mark.req("R23")
@pytest.mark.req("R24")
@pytest.mark.req("R25")
@pytest.mark.req("R26")
@pytest.mark.req("R27")
@pytest.mark.req("R28")
@pytest.mark.req("R29")
@pytest.mark.parametrize("name", CASES)
def test_a_rule_in_each_situation(name):
	case = CASES[name]
	assert {s: follows(case, s) for s in SITUATIONS} == dict(zip(SITUATIONS, case.follows, strict=True))
