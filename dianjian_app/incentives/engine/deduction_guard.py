"""The deduction guard: what a centre's policy lets a month take from a person, and what it gives back or carries (decision 17).

What the rules say stays as it is; what the guard takes off is a line of its own, so that both can be read and traced.
"""

from __future__ import annotations

from collections import defaultdict
from collections.abc import Callable, Iterable, Mapping
from dataclasses import dataclass, replace
from decimal import ROUND_DOWN, Decimal

from dianjian_app.incentives.engine.figures import Subject
from dianjian_app.incentives.engine.line import Key, Line, as_data
from dianjian_app.incentives.engine.rule import ZERO
from dianjian_app.incentives.engine.rule_options import OutcomeType, PenaltyClass, SubjectType
from dianjian_app.incentives.engine.working import FEN, Working, plain
from dianjian_app.people.period import Period

FAMILY = "扣款保护"
CARRY, DROP, FLOOR, FORBIDDEN = "carried", "dropped", "incentive floor", "class not allowed"
"""what a guard line is about: its key's dimension"""
CLASSES = (PenaltyClass.LOSS_OF_INCENTIVE, PenaltyClass.COMPENSATION_OF_LOSS, PenaltyClass.FINE)


@dataclass(frozen=True)
class Policy:
	"""What a centre lets be taken.

	allowed: classes that may be taken at all. share: most per cent of the month's wage, 0: no limit. floor: yuan of the
	wage that must remain, 0: no floor. carry: what is above the limit waits for later months, else it is dropped.
	incentive_floor: losses of incentives stop at the incentives. acknowledged: penalties hold only under versions that
	the person has acknowledged.
	"""

	name: str = ""
	allowed: frozenset[PenaltyClass] = frozenset(CLASSES)
	share: Decimal = ZERO
	floor: Decimal = ZERO
	carry: bool = True
	incentive_floor: bool = False
	acknowledged: bool = False

	@property
	def limits(self) -> bool:
		"""Whether what is taken depends on the wage."""
		return bool(self.share or self.floor)


@dataclass(frozen=True)
class Guarded:
	"""The guard's own lines, and agents whose wage it would need to know."""

	lines: tuple[Line, ...]
	without_wage: tuple[str, ...]


def guard_deductions(
	lines: Iterable[Line],
	class_of: Mapping[str, PenaltyClass],
	policy: Policy,
	wages: Mapping[str, Decimal | None],
	carried: Mapping[str, Decimal],
	month: Period,
	group_of: Callable[[str], str | None] = lambda agent: None,
) -> Guarded:
	"""The guard's lines of a month.

	lines: what the month is to post; class_of: rule → its penalty class; wages: agent → monthly wage in yuan; carried:
	agent → yuan that earlier months left to be taken; group_of: agent → the group of a line that no other line of the
	month stands behind. Amounts are exact to the fen; computing again gives the same.
	"""
	money: dict[str, list[Line]] = defaultdict(list)
	for ln in lines:
		if (
			ln.is_entry
			and ln.key.outcome_type is OutcomeType.MONEY
			and ln.key.subject.type is SubjectType.AGENT
		):
			money[ln.key.subject.name].append(ln)
	found: list[Line] = []
	missing: list[str] = []
	for agent in sorted({*money, *(a for a, balance in carried.items() if balance)}):
		theirs = money.get(agent, [])
		by_class: dict[PenaltyClass, list[Line]] = defaultdict(list)
		for ln in theirs:
			by_class[class_of.get(ln.rule, PenaltyClass.NONE)].append(ln)
		found += _forbidden(agent, by_class, policy, month)
		found += _incentive_floor(agent, by_class, policy, month)
		limited = _limited(agent, by_class, policy, wages.get(agent), carried.get(agent, ZERO), month)
		if limited is None:
			missing.append(agent)
		else:
			found += limited
	found = [ln if ln.group else replace(ln, group=group_of(ln.key.subject.name)) for ln in found]
	return Guarded(tuple(found), tuple(missing))


def _forbidden(
	agent: str, by_class: Mapping[PenaltyClass, list[Line]], policy: Policy, month: Period
) -> list[Line]:
	"""Give back whole what a class takes that the policy does not allow."""
	lines = [ln for c in CLASSES if c not in policy.allowed for ln in by_class.get(c, ())]
	taken = -sum((ln.amount for ln in lines), ZERO)
	if not taken:
		return []
	working = Working()
	total = working.do("add", *(ln.amount for ln in lines), label="deductions")
	working.do("negate", total, label="result")
	return [_line(agent, month, FORBIDDEN, taken, working, lines, policy)]


def _incentive_floor(
	agent: str, by_class: Mapping[PenaltyClass, list[Line]], policy: Policy, month: Period
) -> list[Line]:
	"""Losses of incentives stop where the month's incentives are used up."""
	lost = by_class.get(PenaltyClass.LOSS_OF_INCENTIVE, [])
	if not policy.incentive_floor or PenaltyClass.LOSS_OF_INCENTIVE not in policy.allowed or not lost:
		return []
	working = Working()
	given = [ln.amount for ln in by_class.get(PenaltyClass.NONE, ()) if ln.amount > 0]
	incentives = working.do("add", *(given or [ZERO]), label="incentives")
	losses = working.do(
		"negate", working.do("add", *(ln.amount for ln in lost), label="deductions"), label="losses"
	)
	above = working.do("subtract", losses, incentives, label="above")
	back = working.do("larger", above, ZERO, label="result")
	return [_line(agent, month, FLOOR, back.value, working, lost, policy)] if back.value else []


def _limited(
	agent: str,
	by_class: Mapping[PenaltyClass, list[Line]],
	policy: Policy,
	wage: Decimal | None,
	carried: Decimal,
	month: Period,
) -> list[Line] | None:
	"""Compensation (and fines, where they are allowed) up to the share of the wage and down to the floor; None without a wage."""
	classes = (PenaltyClass.COMPENSATION_OF_LOSS, PenaltyClass.FINE)
	lines = [ln for c in classes if c in policy.allowed for ln in by_class.get(c, ())]
	brought = carried if policy.carry else ZERO
	if not lines and not brought:
		return []
	working = Working()
	amounts = [ln.amount for ln in lines] or [ZERO]
	owed = working.do("negate", working.do("add", *amounts, label="deductions"), label="losses")
	whole = working.do("add", owed, brought, label="with what was carried") if brought else owed
	if policy.limits:
		if wage is None:
			return None
		allowed = working.do("smaller", whole, _limit(policy, wage), label="may be taken")
	else:
		allowed = whole
	result = working.do("subtract", owed, allowed, label="result")
	if not result.value:
		return []
	return [
		_line(agent, month, CARRY if policy.carry else DROP, result.value, working, lines, policy, brought)
	]


def _limit(policy: Policy, wage: Decimal) -> Decimal:
	"""Return the most that may be taken of a wage. Explanations don't show how it is computed, since only HR may see wages."""
	limits = []
	if policy.share:
		limits.append((wage * policy.share / 100).quantize(FEN, rounding=ROUND_DOWN))
	if policy.floor:
		limits.append(max(wage - policy.floor, ZERO))
	return min(limits)


def _line(
	agent: str,
	month: Period,
	dimension: str,
	amount: Decimal,
	working: Working,
	causes: list[Line],
	policy: Policy,
	brought: Decimal = ZERO,
) -> Line:
	key = Key(FAMILY, Subject(SubjectType.AGENT, agent), month, dimension, OutcomeType.MONEY)
	facts = {"policy": policy.name, "carried": plain(brought) if brought else None}
	explanation = {
		"rule": "",
		"family": FAMILY,
		"version": 1,
		"title": dimension,
		"metric": "",
		"condition": "",
		"subject": [key.subject.type.value, agent],
		"period": [month.start.isoformat(), month.end.isoformat()],
		"dimension": dimension,
		"outcome": key.outcome_type.value,
		"facts": {name: value for name, value in facts.items() if value},
		"evidence": sorted({f"Incentive Rule/{ln.rule}" for ln in causes if ln.rule}),
		"steps": [as_data(step) for step in working.steps],
	}
	group = next((ln.group for ln in causes if ln.group), None)
	return Line(rule="", version=1, key=key, amount=amount, group=group, explanation=explanation)
