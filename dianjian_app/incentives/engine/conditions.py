"""Judges for whom a rule's condition holds in a period (R20-R29)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal

from dianjian_app.incentives.engine.figures import Facts, Figure, Person, Subject
from dianjian_app.incentives.engine.ranking import place_of_each
from dianjian_app.incentives.engine.rule import Rule
from dianjian_app.incentives.engine.rule_options import OF_TARGET, Condition, SubjectType
from dianjian_app.incentives.engine.targets import Asked, Excuse, ask
from dianjian_app.incentives.engine.working import Term, Working
from dianjian_app.people.period import Period


@dataclass(frozen=True)
class Judgement:
	"""What a rule finds of a subject in a period. holds None: it was not asked (see `asked.excuse`)."""

	rule: Rule
	subject: Subject
	period: Period
	holds: bool | None
	figure: Figure
	asked: Asked
	working: Working
	threshold: Term | None = None
	place: int | None = None
	ranked: int = 0

	@property
	def value(self) -> Decimal:
		return self.figure.value if self.figure.value is not None else Decimal(0)


def judge(rule: Rule, period: Period, facts: Facts) -> list[Judgement]:
	"""Return what one version finds in one of its periods, for everyone it binds. Event rules are judged in `evaluate`."""
	subjects = subjects_of(rule, period, facts)
	if rule.is_ranking:
		return _judge_places(rule, subjects, period, facts)
	return [_judge_one(rule, subject, period, facts) for subject in subjects]


def subjects_of(rule: Rule, period: Period, facts: Facts) -> list[Subject]:
	"""Return the subjects that a rule judges in a period.

	Targets and places bind agents who are employed; what is counted is earned after leaving, too (decision 6).
	"""
	if rule.subject is SubjectType.CENTRE:
		return [Subject(SubjectType.CENTRE, facts.centre)]
	having = facts.subjects_with(rule.counted, rule.subject, period)
	if rule.subject is SubjectType.GROUP:
		return sorted({Subject(SubjectType.GROUP, g) for g in facts.groups} | set(having))
	people = facts.bound_to(rule.positions).values()
	there = {Subject(SubjectType.AGENT, p.name) for p in people if p.employed_in(period)}
	if rule.condition not in OF_TARGET and not rule.is_ranking:
		there |= set(having)
	return sorted(s for s in there if is_bound(rule, s, period, facts))


def is_bound(rule: Rule, subject: Subject, period: Period, facts: Facts) -> bool:
	"""Return whether the subject belongs to the rule's positions and population."""
	if subject.type is not SubjectType.AGENT:
		return True
	person = facts.bound_to(rule.positions).get(subject.name)
	if rule.positions and not _in_position(rule, subject, person, period, facts):
		return False
	return person is None or person.is_of(rule.population, period)


def _in_position(rule: Rule, subject: Subject, person: Person | None, period: Period, facts: Facts) -> bool:
	"""Return whether somebody has one of the rule's positions on some day of the period, or had it last before leaving."""
	if person is None:
		return False
	return person.employed_in(period) or facts.everybody[subject.name].has_had(rule.positions, period)


def meets(rule: Rule, value: Decimal, target: Term | None, working: Working) -> tuple[bool, Term | None]:
	"""Return whether a value meets the rule's condition, and the threshold that it was compared with."""
	if rule.condition is Condition.BELOW and target:
		return value < target.value, target
	if rule.condition is Condition.MEETS and target:
		return value >= target.value, target
	if rule.condition is Condition.FROM_PERCENT and target:
		threshold = working.do("percent", target, rule.condition_value, label="threshold")
		return value >= threshold.value, threshold
	return bool(value), None


def _judge_one(rule: Rule, subject: Subject, period: Period, facts: Facts) -> Judgement:
	working = Working()
	asked = ask(rule, subject, period, facts, working)
	figure = facts.figure(rule.counted, subject, period)
	if not asked.excuse and figure.value is None:
		asked = Asked(asked.target, asked.presence, Excuse.NO_DATA)
	if asked.excuse or figure.value is None:
		return Judgement(rule, subject, period, None, figure, asked, working)
	if rule.condition is Condition.EVERY_N:
		return Judgement(rule, subject, period, True, figure, asked, working)
	holds, threshold = meets(rule, figure.value, asked.target, working)
	return Judgement(rule, subject, period, holds, figure, asked, working, threshold)


def _judge_places(rule: Rule, subjects: list[Subject], period: Period, facts: Facts) -> list[Judgement]:
	"""Rank all subjects. A figure of 0 is never among the first places."""
	strength = {s: tuple(facts.figure(m, s, period).value for m in rule.all_counted) for s in subjects}
	places = place_of_each(strength)
	judgements = []
	for subject, place in places.items():
		figure = facts.figure(rule.counted, subject, period)
		if rule.condition is Condition.PLACE_WITHIN:
			holds = place <= rule.condition_value and bool(figure.value)
		else:
			holds = place > rule.condition_value
		judgements.append(
			Judgement(
				rule, subject, period, holds, figure, Asked(), Working(), place=place, ranked=len(places)
			)
		)
	return judgements
