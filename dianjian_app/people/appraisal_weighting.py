"""The weighted total of an appraisal from all its sides (R38). Pure.

A criterion that people judge is worth the weighted mean of its sides, each side the mean of its answers; one that a
metric fills is worth what the metric says. Colleagues count only where so many answered that none of them is seen.
"""

from __future__ import annotations

from collections.abc import Mapping, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

SELF, COLLEAGUE, LEADER, DEPARTMENT = "Self", "Colleague", "Leader", "Department"
SIDES = (SELF, LEADER, COLLEAGUE, DEPARTMENT)
LEAST_ANSWERS = {COLLEAGUE: 3}
"""how many answers a side needs before it counts: fewer would tell who said what"""
CENT = Decimal("0.01")
Scores = Sequence[Decimal]


@dataclass(frozen=True)
class Criterion:
	"""weight: a share of all weights; fixed: what a metric says, 0 to 100, None where people judge."""

	weight: Decimal
	fixed: Decimal | None = None
	by_people: bool = True


@dataclass(frozen=True)
class Weighed:
	"""total and criteria to two places, None where nothing was said; sides: of each that counts, what it came to."""

	total: Decimal | None
	criteria: tuple[Decimal | None, ...]
	sides: Mapping[str, Decimal]


def weigh(
	criteria: Sequence[Criterion],
	answers: Mapping[str, Sequence[Scores]],
	side_weights: Mapping[str, Decimal],
	*,
	missing_is_zero: bool,
) -> Weighed:
	"""Weigh answers, each with a score of 0 to 100 for every criterion that people judge, in their order.

	side_weights: of the sides that were asked; missing_is_zero: a side that did not answer counts as 0, else the others
	take its weight. A criterion of which nothing is known leaves its weight to the others.
	"""
	asked = {side: weight for side, weight in side_weights.items() if weight > 0}
	counted = {
		side: answers[side] for side in asked if len(answers.get(side, ())) >= LEAST_ANSWERS.get(side, 1)
	}
	means = {side: _means(given) for side, given in counted.items()}
	base = sum((w for side, w in asked.items() if missing_is_zero or side in means), Decimal(0))
	worths: list[Decimal | None] = []
	at = 0
	for criterion in criteria:
		if not criterion.by_people:
			worths.append(criterion.fixed)
			continue
		said = sum((asked[side] * mean[at] for side, mean in means.items()), Decimal(0))
		worths.append(said / base if base else None)
		at += 1
	weights = [c.weight for c in criteria if c.by_people]
	return Weighed(
		_weighted([c.weight for c in criteria], worths),
		tuple(_rounded(w) for w in worths),
		{side: total for side, mean in means.items() if (total := _weighted(weights, mean)) is not None},
	)


def _means(answers: Sequence[Scores]) -> list[Decimal]:
	return [sum(scores, Decimal(0)) / len(answers) for scores in zip(*answers, strict=True)]


def _weighted(weights: Sequence[Decimal], worths: Sequence[Decimal | None]) -> Decimal | None:
	known = [(weight, worth) for weight, worth in zip(weights, worths, strict=True) if worth is not None]
	base = sum((weight for weight, _worth in known), Decimal(0))
	if not base:
		return None
	return _rounded(sum((weight * worth for weight, worth in known), Decimal(0)) / base)


def _rounded(worth: Decimal | None) -> Decimal | None:
	return None if worth is None else worth.quantize(CENT, rounding=ROUND_HALF_UP)
