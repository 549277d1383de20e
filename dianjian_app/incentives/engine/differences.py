"""What is still to be posted: recomputed less posted (decision 11), and corrections of closed months (decision 12)."""

from __future__ import annotations

from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, field, replace
from decimal import Decimal
from types import MappingProxyType

from dianjian_app.incentives.engine.figures import Subject
from dianjian_app.incentives.engine.line import Explanation, Key, Line, as_data, explanation_of
from dianjian_app.incentives.engine.rule import ENTERED, ZERO, LineState, OutcomeType, Rule
from dianjian_app.incentives.engine.working import Term, Working, plain
from dianjian_app.people.period import Period

WOULD_FOLLOW = "As the facts are now, {0} would follow. The month is closed: decide whether to act."
WOULD_NOT_FOLLOW = (
	"As the facts are now, this would not follow any more. The month is closed: decide whether to act."
)


@dataclass(frozen=True)
class Posted:
	"""What the entries of one key add up to."""

	amount: Decimal = ZERO
	quantity: Decimal = ZERO
	consumed: Decimal = ZERO
	entries: int = 0


@dataclass(frozen=True)
class Already:
	"""What has happened: sums of entries by key, proposals that were opened, notices that were given."""

	posted: Mapping[Key, Posted] = field(default_factory=lambda: MappingProxyType({}))
	proposed: frozenset[Key] = frozenset()
	noticed: frozenset[tuple[Key, Decimal]] = frozenset()
	settled: frozenset[Key] = frozenset()
	"""keys that an appeal has decided: their entries stay as they are, whatever the rules say now (R31)"""

	def sum_of(self, key: Key) -> Posted:
		return self.posted.get(key, Posted())

	def followed(self, family: str, before: Period) -> frozenset[tuple[Subject, Period]]:
		"""(subject, period) of a family for which something followed in a month before."""
		return frozenset(
			(key.subject, key.period)
			for key in (*self.posted, *self.proposed)
			if key.family == family and key.period.end < before.start
		)

	def consumed_before(self, family: str, subject: Subject, period: Period) -> Decimal:
		"""How much of a cumulation the grants of other periods used up; kinds of outcome share it (decision 4)."""
		by_type: dict[OutcomeType, Decimal] = {}
		for key, posted in self.posted.items():
			if key.family == family and key.subject == subject and key.period != period:
				by_type[key.outcome_type] = by_type.get(key.outcome_type, ZERO) + posted.consumed
		return max(by_type.values(), default=ZERO)


def to_post(
	should: Iterable[Line], already: Already, of: Iterable[Key], rule_of: Callable[[Key], Rule | None]
) -> list[Line]:
	"""The lines that make the entries say what the rules say: each key's recomputed less posted, where not 0.

	should: what the rules say now. of: posted keys that are looked through. rule_of: key → the rule (version) by which
	it is judged, None when that is nobody's business any more.
	"""
	lines, seen = [], set()
	for line in should:
		seen.add(line.key)
		if line.key in already.settled:
			continue
		if not line.is_entry:
			lines.append(line)
			continue
		difference = _difference(line, already.sum_of(line.key))
		if difference is not None:
			lines.append(difference)
	for key in of:
		if key in already.settled:
			continue
		posted = already.sum_of(key)
		rule = rule_of(key) if key not in seen and (posted.amount or posted.quantity) else None
		if rule is not None:
			lines.append(_reversal(key, posted, rule))
	return lines


def _difference(line: Line, posted: Posted) -> Line | None:
	if not posted.entries:
		return line
	amount, quantity = line.amount - posted.amount, line.quantity - posted.quantity
	if not amount and not quantity:
		return None
	money = line.key.outcome_type is OutcomeType.MONEY
	return replace(
		line,
		amount=amount,
		quantity=quantity,
		consumed=line.consumed - posted.consumed,
		correction_no=posted.entries,
		explanation=_less_posted(line.explanation or {}, posted.amount if money else posted.quantity),
	)


def _less_posted(explanation: Explanation, posted: Decimal) -> Explanation:
	"""The same working with a last step: less what was posted before."""
	steps = explanation["steps"]
	last = len(steps) - 1
	working = Working()
	working.do("subtract", Term(Decimal(steps[last]["result"]), f"#{last}"), posted, label="less posted")
	return {**explanation, "steps": [*steps, *map(as_data, working.steps)]}


def _reversal(key: Key, posted: Posted, rule: Rule) -> Line:
	"""What nothing speaks for any more is taken back whole."""
	working = Working()
	money = key.outcome_type is OutcomeType.MONEY
	working.do("subtract", ZERO, posted.amount if money else posted.quantity, label="less posted")
	return Line(
		rule=rule.name,
		version=rule.version,
		key=key,
		amount=-posted.amount,
		quantity=-posted.quantity,
		consumed=-posted.consumed,
		value=ZERO,
		correction_no=posted.entries,
		explanation=explanation_of(rule, key, working.steps, {"value": "0"}, ()),
	)


def notices(should: Iterable[Line], already: Already, keys: Iterable[Key], month: Period) -> list[Line]:
	"""What places and streaks of a closed month would be now, where it differs from what followed then.

	Nothing is run again: people decide (decision 12). A notice that was given before is not repeated.
	"""
	found: list[Line] = []
	now = {line.key: line for line in should if line.state is LineState.NORMAL}
	for key, line in now.items():
		posted = already.sum_of(key)
		worth = posted.amount if key.outcome_type is OutcomeType.MONEY else posted.quantity
		happened = worth == line.worth if key.outcome_type in ENTERED else key in already.proposed
		if not happened:
			found.append(line.as_notice(WOULD_FOLLOW, plain(line.worth), corrects=month))
	for key in keys:
		if key not in now:
			found.append(Line(rule="", version=0, key=key).as_notice(WOULD_NOT_FOLLOW, corrects=month))
	return [n for n in found if (n.key, n.worth) not in already.noticed]


def after_posting(already: Already, lines: Iterable[Line]) -> Already:
	"""What has happened once lines are posted and proposals opened; nothing is written anywhere."""
	posted, proposed, noticed = dict(already.posted), set(already.proposed), set(already.noticed)
	for line in lines:
		if line.is_entry:
			before = posted.get(line.key, Posted())
			posted[line.key] = Posted(
				before.amount + line.amount,
				before.quantity + line.quantity,
				before.consumed + line.consumed,
				before.entries + 1,
			)
		elif line.is_proposal:
			proposed.add(line.key)
		elif line.state is LineState.NOTICE:
			noticed.add((line.key, line.worth))
	return Already(posted, frozenset(proposed), frozenset(noticed), already.settled)
