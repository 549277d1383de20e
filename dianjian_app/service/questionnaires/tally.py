"""What came of a questionnaire, question by question (R56). Pure.

Without names nothing is shown of a question that fewer than three have answered, and words stand in an order of their own.
"""

from __future__ import annotations

from collections.abc import Iterable, Sequence
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Decimal

LEAST_ANSWERS = 3
"""fewer answers would tell who said what"""
SCALE, CHOICE, TEXT = "Scale", "Choice", "Text"
SCORES = (5, 4, 3, 2, 1)


@dataclass(frozen=True)
class Asked:
	"""A question. key: what its answers are kept under; shown: the text for the reader."""

	key: str
	kind: str
	shown: str
	choices: tuple[str, ...] = ()


@dataclass(frozen=True)
class Said:
	"""One answer to one question. who: where it has a name."""

	key: str
	score: int = 0
	text: str = ""
	who: str = ""


@dataclass(frozen=True)
class Tally:
	"""answers: how many, None where they are too few to be shown; mean: of scores, to two places; counts: (score or
	choice, how many), every one of them; words: as they were written."""

	asked: Asked
	answers: int | None
	mean: Decimal | None = None
	counts: tuple[tuple[str, int], ...] = ()
	words: tuple[Said, ...] = ()


def tally(questions: Sequence[Asked], said: Iterable[Said], *, with_names: bool) -> list[Tally]:
	"""One tally for each question, in the order of the questions."""
	found: dict[str, list[Said]] = {question.key: [] for question in questions}
	for answer in said:
		if answer.key in found:
			found[answer.key].append(answer)
	return [_of_question(question, found[question.key], with_names) for question in questions]


def _of_question(question: Asked, said: list[Said], with_names: bool) -> Tally:
	if not with_names and len(said) < LEAST_ANSWERS:
		return Tally(question, None)
	if question.kind == SCALE:
		scores = [answer.score for answer in said]
		mean = Decimal(sum(scores)) / len(scores) if scores else None
		return Tally(
			question,
			len(said),
			mean.quantize(Decimal("0.01"), rounding=ROUND_HALF_UP) if mean is not None else None,
			tuple((str(score), scores.count(score)) for score in SCORES),
		)
	if question.kind == CHOICE:
		texts = [answer.text for answer in said]
		return Tally(question, len(said), counts=tuple((c, texts.count(c)) for c in question.choices))
	words = sorted(said, key=lambda answer: (answer.text, answer.who))
	return Tally(question, len(said), words=tuple(words))
