"""The lines that an evaluation returns, each with the explanation of its amount. Pure data."""

from __future__ import annotations

from dataclasses import dataclass, replace
from decimal import Decimal
from typing import Any

from dianjian_app.incentives.engine.figures import Subject
from dianjian_app.incentives.engine.rule import ZERO, Rule
from dianjian_app.incentives.engine.rule_options import ENTERED, LineState, OutcomeType
from dianjian_app.incentives.engine.working import Step, plain
from dianjian_app.people.period import Period

Explanation = dict[str, Any]
"""plain data that JSON can hold"""


@dataclass(frozen=True)
class Key:
	"""Identifies entries that belong together: their amounts add up to what the rule says (decision 11)."""

	family: str
	subject: Subject
	period: Period
	dimension: str
	outcome_type: OutcomeType

	def text(self, centre: str, correction: int) -> str:
		"""The key as text, unique on a site; `correction` counts the entries of the same key from 0."""
		return "|".join(
			(
				centre,
				self.family,
				self.subject.type.value,
				self.subject.name,
				str(self.period),
				self.dimension,
				self.outcome_type.value,
				str(correction),
			)
		)


@dataclass(frozen=True)
class Line:
	"""One computed line.

	amount: yuan, negative for what is taken. quantity: days of leave, or how often for what is not money. consumed:
	how much of a cumulation this grant used up. corrects: the closed period that it corrects. note: a sentence with places for note_args.
	"""

	rule: str
	version: int
	key: Key
	amount: Decimal = ZERO
	quantity: Decimal = ZERO
	consumed: Decimal = ZERO
	value: Decimal | None = None
	target: Decimal | None = None
	presence: Decimal | None = None
	place: int | None = None
	group: str | None = None
	state: LineState = LineState.NORMAL
	corrects: Period | None = None
	correction_no: int = 0
	note: str = ""
	note_args: tuple[str, ...] = ()
	explanation: Explanation | None = None

	@property
	def is_entry(self) -> bool:
		"""Whether it is posted; the others are proposals or notices."""
		return self.state is LineState.NORMAL and self.key.outcome_type in ENTERED

	@property
	def is_proposal(self) -> bool:
		return self.state is LineState.NORMAL and self.key.outcome_type not in ENTERED

	@property
	def worth(self) -> Decimal:
		"""What is posted: yuan of money, days of leave, times of an award."""
		return self.amount if self.key.outcome_type is OutcomeType.MONEY else self.quantity

	def as_notice(self, note: str, *args: str, corrects: Period | None = None) -> Line:
		"""The same finding for people to read; nothing is posted."""
		return replace(self, state=LineState.NOTICE, note=note, note_args=args, corrects=corrects)


def explanation_of(
	rule: Rule,
	key: Key,
	steps: list[Step],
	facts: dict[str, str | None],
	evidence: tuple[str, ...],
) -> Explanation:
	"""Return the explanation of a line as plain data. facts: value, target, presence and the like as text.

	The last step's result is the line's worth; without steps it is 1 (a proposal).
	"""
	return {
		"rule": rule.name,
		"family": rule.family,
		"version": rule.version,
		"title": rule.title,
		"metric": rule.metric,
		"condition": rule.condition.value,
		"subject": [key.subject.type.value, key.subject.name],
		"period": [key.period.start.isoformat(), key.period.end.isoformat()],
		"dimension": key.dimension,
		"outcome": key.outcome_type.value,
		"facts": {name: value for name, value in facts.items() if value is not None},
		"evidence": list(evidence),
		"steps": [as_data(step) for step in steps],
	}


def as_data(step: Step) -> dict[str, Any]:
	"""A step as JSON holds it."""
	return {
		"operation": step.operation,
		"operands": list(step.operands),
		"result": step.result,
		"label": step.label,
	}


def text(value: Decimal | None) -> str | None:
	"""A figure as it stands in an explanation."""
	return None if value is None else plain(value)
