"""What has happened at a centre: entries, proposals and notices, as far as rules look back at them (decision 11)."""

from __future__ import annotations

from collections.abc import Iterable, Mapping
from dataclasses import dataclass, field
from decimal import Decimal
from types import MappingProxyType

from dianjian_app.incentives.engine.figures import Subject
from dianjian_app.incentives.engine.line import Key, Line
from dianjian_app.incentives.engine.rule import ZERO
from dianjian_app.incentives.engine.rule_options import LineState, OutcomeType
from dianjian_app.people.period import Period


@dataclass(frozen=True)
class Posted:
	"""What the entries of one key add up to. group: that of the last of them (R4)."""

	amount: Decimal = ZERO
	quantity: Decimal = ZERO
	consumed: Decimal = ZERO
	entries: int = 0
	group: str | None = None


@dataclass(frozen=True)
class PostedState:
	"""What has happened: sums of entries by key, proposals that were opened, notices that were given."""

	posted: Mapping[Key, Posted] = field(default_factory=lambda: MappingProxyType({}))
	proposed: frozenset[Key] = frozenset()
	noticed: frozenset[tuple[Key, Decimal]] = frozenset()
	settled: frozenset[Key] = frozenset()
	"""keys that an appeal has decided: their entries stay as they are, whatever the rules say now (R31)"""
	closed_out: Mapping[tuple[str, str], Decimal] = field(default_factory=lambda: MappingProxyType({}))
	"""(family, agent) → what was counted and closed when the agent left: no grant uses it any more (R32)"""

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


def after_posting(posted_state: PostedState, lines: Iterable[Line]) -> PostedState:
	"""What has happened once lines are posted and proposals opened; nothing is written anywhere."""
	posted, proposed, noticed = (
		dict(posted_state.posted),
		set(posted_state.proposed),
		set(posted_state.noticed),
	)
	for line in lines:
		if line.is_entry:
			before = posted.get(line.key, Posted())
			posted[line.key] = Posted(
				before.amount + line.amount,
				before.quantity + line.quantity,
				before.consumed + line.consumed,
				before.entries + 1,
				line.group or before.group,
			)
		elif line.is_proposal:
			proposed.add(line.key)
		elif line.state is LineState.NOTICE:
			noticed.add((line.key, line.worth))
	return PostedState(
		posted, frozenset(proposed), frozenset(noticed), posted_state.settled, posted_state.closed_out
	)
