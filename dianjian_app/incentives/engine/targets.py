"""Computes the target of a subject in a period: fixed or set, and scaled by presence (decisions 2 and 3, R20, R21)."""

from __future__ import annotations

from dataclasses import dataclass
from decimal import Decimal
from enum import Enum

from dianjian_app.incentives.engine.figures import Facts, Person, Subject
from dianjian_app.incentives.engine.rule import ZERO, Rule
from dianjian_app.incentives.engine.rule_options import PeriodType, SubjectType, TargetType
from dianjian_app.incentives.engine.working import Term, Working
from dianjian_app.people.period import Period


class Excuse(str, Enum):
	"""Why a subject has no target in a period. It neither meets nor misses it, and a streak passes over the period."""

	NOT_PRESENT = "not present"
	NOT_ALL_DAYS = "not employed on all roster days"
	NOT_KNOWN = "before the app was used"
	NO_TARGET = "no target is set"
	NO_DATA = "no data"


@dataclass(frozen=True)
class Asked:
	"""What is asked. target None: the rule has none. presence: days, None where it plays no part."""

	target: Term | None = None
	presence: Decimal | None = None
	excuse: Excuse | None = None


def ask(rule: Rule, subject: Subject, period: Period, facts: Facts, working: Working) -> Asked:
	"""The target of a subject for one of the rule's periods, its steps written into `working`.

	Day: ⌈target × presence⌉. Week: ⌈target × Σ presence ÷ roster days⌉. Longer: ⌈target × Σ presence ÷ Σ planned⌉.
	"""
	people = facts.bound_to(rule.positions)
	person = people.get(subject.name) if subject.type is SubjectType.AGENT else None
	if rule.period is PeriodType.DAY and person and not all(d.known for d in person.within(period)):
		return Asked(excuse=Excuse.NOT_KNOWN)
	target = _unscaled(rule, subject, period, facts)
	if rule.target_type is TargetType.NONE:
		return Asked()
	if target is None:
		return Asked(excuse=Excuse.NO_TARGET)
	if not rule.scaled:
		return Asked(target=Working.number(target))
	return _scaled(rule, target, person or Person(subject.name), period, working)


def _unscaled(rule: Rule, subject: Subject, period: Period, facts: Facts) -> Decimal | None:
	if rule.target_type is TargetType.PERFORMANCE:
		return facts.targets.get((rule.metric, subject, period))
	return rule.target


def _scaled(rule: Rule, target: Decimal, person: Person, period: Period, working: Working) -> Asked:
	days = person.within(period)
	presence = sum((d.presence for d in days), ZERO)
	if not presence:
		return Asked(presence=presence, excuse=Excuse.NOT_PRESENT)
	owed = working.do("multiply", target, presence, label="target times presence")
	if rule.period is PeriodType.DAY:
		return Asked(working.do("round_up", owed, label="target"), presence)
	if rule.period is PeriodType.WEEK:
		if not all(d.employed for d in days if d.roster_day):
			return Asked(presence=presence, excuse=Excuse.NOT_ALL_DAYS)
		whole = Decimal(sum(d.roster_day for d in days))
	else:
		whole = sum((d.planned for d in days), ZERO)
	return Asked(working.do("divide_up", owed, whole or presence, label="target"), presence)
