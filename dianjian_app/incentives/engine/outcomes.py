"""Computes what follows when a rule's condition holds: amounts with their arithmetic (R20-R28, decision 14)."""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import Decimal

from dianjian_app.incentives.engine.conditions import Judgement
from dianjian_app.incentives.engine.figures import Facts, Subject
from dianjian_app.incentives.engine.line import Explanation, Key, Line, explanation_of, text
from dianjian_app.incentives.engine.rule import ONE, ZERO, Outcome, Rule
from dianjian_app.incentives.engine.rule_options import (
	Basis,
	Condition,
	ExcessFrom,
	LineState,
	OutcomeType,
	SubjectType,
)
from dianjian_app.incentives.engine.working import Term, Working
from dianjian_app.people.period import Period

NO_RATE = "There is no rate for “{0}” in the rule. Approve a version that names one."
NO_TARGET = "No performance target is set."
ShareBase = Callable[[Iterable[str], Subject, Period], Decimal]
"""what the entries of other families bring a subject in a period, in yuan"""


@dataclass(frozen=True)
class Ground:
	"""What outcomes are worked out from.

	value: the figure (of one dimension where the rule splits it). times: how often a fixed amount is given: once,
	for each event, or for each N. consumed: what these grants use up of a cumulation.
	"""

	judgement: Judgement
	value: Term
	times: Term
	working: Working
	evidence: tuple[str, ...]
	dimension: str = ""
	consumed: Decimal = ZERO
	more: tuple[tuple[str, str], ...] = ()


def matching(rule: Rule, dimension: str | None, place: int | None) -> list[Outcome]:
	"""The outcomes for a dimension value and place: those that name the value go before those for all."""
	there = [o for o in rule.outcomes if o.holds_at(place)]
	special = [o for o in there if o.dimension and o.dimension == dimension]
	return special or [o for o in there if not o.dimension]


def lines_of(ground: Ground, facts: Facts, share_base: ShareBase) -> list[Line]:
	"""The lines that follow, one for each kind of outcome; nothing for what comes to 0."""
	judgement = ground.judgement
	outcomes = matching(judgement.rule, ground.dimension, judgement.place)
	if not outcomes:
		return [_without_rate(ground, facts)] if judgement.rule.by_dimension and ground.value.value else []
	lines = []
	for outcome_type in dict.fromkeys(o.outcome_type for o in outcomes):
		alike = [o for o in outcomes if o.outcome_type is outcome_type]
		line = _line(ground, outcome_type, alike, facts, share_base)
		if line.amount or line.quantity:
			lines.append(line)
	return lines


def _line(
	ground: Ground, outcome_type: OutcomeType, outcomes: list[Outcome], facts: Facts, share_base: ShareBase
) -> Line:
	rule, working = ground.judgement.rule, ground.working.copy()
	amounted = outcome_type in (OutcomeType.MONEY, OutcomeType.LEAVE_DAYS)
	parts = [_part(o, ground, working, share_base) if amounted else ground.times for o in outcomes]
	total = parts[0] if len(parts) == 1 else working.do("add", *parts, label="together")
	if amounted and rule.sign < 0:
		total = working.do("negate", total, label="deduction")
	if not working.steps or total.text != f"#{len(working.steps) - 1}":
		total = working.do("add", total, label="result")
	key = _key(ground, outcome_type)
	money = outcome_type is OutcomeType.MONEY
	label = ", ".join(o.label for o in outcomes if o.label)
	return Line(
		rule=rule.name,
		version=rule.version,
		key=key,
		amount=total.value if money else ZERO,
		quantity=ZERO if money else total.value,
		consumed=ground.consumed,
		explanation=_explain(ground, key, working, label),
		**_seen(ground, facts),
	)


def _part(outcome: Outcome, ground: Ground, working: Working, share_base: ShareBase) -> Term:
	"""Return the amount of one outcome before its sign, rounded to the fen and capped."""
	judgement, basis = ground.judgement, outcome.basis
	target = judgement.asked.target
	if basis is Basis.PER_UNIT:
		part = working.do("multiply", ground.value, outcome.amount, label="per unit")
	elif basis is Basis.PER_UNIT_SHORT and target:
		short = working.do("subtract", target, ground.value, label="short")
		part = working.do("multiply", short, outcome.amount, label="per unit short")
	elif basis is Basis.PER_N and judgement.rule.condition is not Condition.EVERY_N:
		times = working.do("divide_down", ground.value, max(outcome.n, 1), label="times")
		part = working.do("multiply", times, outcome.amount, label="per n")
	elif basis is Basis.PERCENT_OF_EXCESS and target:
		base = judgement.threshold if outcome.excess_from is ExcessFrom.THRESHOLD else target
		excess = working.do("subtract", ground.value, base or target, label="excess")
		excess = working.do("larger", excess, ZERO, label="excess") if excess.value < 0 else excess
		part = working.do("percent", excess, outcome.percent, label="percent of excess")
		if outcome.amount:
			part = working.do("multiply", part, outcome.amount, label="per unit")
	elif basis is Basis.SHARE_OF_RULE:
		shared = share_base(outcome.share_of, judgement.subject, judgement.period)
		base = working.do("larger", shared, ZERO, label="shared entries")
		part = working.do("percent", base, outcome.percent, label="share")
	else:
		part = working.do("multiply", ground.times, outcome.amount, label="fixed")
	part = working.do("to_fen", part, label="rounded") if _needs_rounding(part.value) else part
	if outcome.cap and part.value > outcome.cap:
		part = working.do("smaller", part, outcome.cap, label="capped")
	return part


def _needs_rounding(value: Decimal) -> bool:
	return value != round(value, 2)


def _without_rate(ground: Ground, facts: Facts) -> Line:
	"""Return a line for a figure that no outcome covers. It blocks the month until somebody decides (R23)."""
	rule = ground.judgement.rule
	key = _key(ground, rule.outcomes[0].outcome_type)
	return Line(
		rule=rule.name,
		version=rule.version,
		key=key,
		state=LineState.NO_RATE,
		note=NO_RATE,
		note_args=(ground.dimension,),
		explanation=_explain(ground, key, ground.working, ""),
		**_seen(ground, facts),
	)


def no_target(judgement: Judgement, facts: Facts) -> Line:
	"""Return a notice that nobody has set a subject's target, so that it is not overlooked (R25)."""
	ground = Ground(
		judgement, Working.number(judgement.value), Working.number(ONE), Working(), judgement.figure.evidence
	)
	key = _key(ground, judgement.rule.outcomes[0].outcome_type)
	return Line(
		rule=judgement.rule.name,
		version=judgement.rule.version,
		key=key,
		explanation=_explain(ground, key, Working(), ""),
		**_seen(ground, facts),
	).as_notice(NO_TARGET)


def _key(ground: Ground, outcome_type: OutcomeType) -> Key:
	judgement = ground.judgement
	return Key(
		judgement.rule.family, judgement.subject, judgement.period, ground.dimension or "", outcome_type
	)


def _seen(ground: Ground, facts: Facts) -> dict:
	"""The figures that a line shows."""
	judgement = ground.judgement
	return {
		"value": ground.value.value,
		"target": judgement.asked.target.value if judgement.asked.target else None,
		"presence": judgement.asked.presence,
		"place": judgement.place,
		"group": group_of(judgement.subject, judgement.period, facts),
	}


def _explain(ground: Ground, key: Key, working: Working, label: str) -> Explanation:
	judgement = ground.judgement
	facts = {
		"value": ground.value.value,
		"target": judgement.asked.target.value if judgement.asked.target else None,
		"unscaled_target": judgement.rule.target if judgement.rule.scaled and judgement.rule.target else None,
		"presence": judgement.asked.presence,
		"place": Decimal(judgement.place) if judgement.place else None,
		"ranked": Decimal(judgement.ranked) if judgement.ranked else None,
		"places": judgement.rule.condition_value if judgement.place else None,
	}
	shown = {name: text(value) for name, value in facts.items()} | dict(ground.more)
	if label:
		shown["label"] = label
	return explanation_of(judgement.rule, key, working.steps, shown, ground.evidence)


def group_of(subject: Subject, period: Period, facts: Facts) -> str | None:
	"""Return the group that a line belongs to: the group itself, or the agent's group at the end of the period (R4)."""
	if subject.type is SubjectType.GROUP:
		return subject.name
	person = facts.people.get(subject.name) or facts.everybody.get(subject.name)
	return person.group_in(period) if person else None
