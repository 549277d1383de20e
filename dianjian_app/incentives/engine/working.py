"""Arithmetic that records each step with its operands, so that a result can be explained.

Exact throughout: decimals are added and multiplied, divided only into whole numbers, rounded to the fen at the end.
"""

from __future__ import annotations

from collections.abc import Callable, Iterable
from dataclasses import dataclass
from decimal import ROUND_HALF_UP, Context, Decimal, Inexact
from fractions import Fraction
from math import ceil, floor

FEN = Decimal("0.01")
EXACT = Context(prec=60, traps=[Inexact])


@dataclass(frozen=True)
class Step:
	"""One step. operation: a name of OPERATIONS. operands: numbers as text, or "#n" for the result of step n.

	label: what the result is called, a code that `explain` puts into words.
	"""

	operation: str
	operands: tuple[str, ...]
	result: str
	label: str = ""


@dataclass(frozen=True)
class Term:
	"""A number and how it stands in the steps."""

	value: Decimal
	text: str


def plain(value: Decimal) -> str:
	"""A number without exponent and needless zeros: "100", "0.5", "-8"."""
	text = f"{value:f}"
	text = text.rstrip("0").rstrip(".") if "." in text else text
	return "0" if text in ("", "-0") else text


def _multiply(a: Decimal, b: Decimal) -> Decimal:
	return EXACT.multiply(a, b)


def _percent(a: Decimal, percent: Decimal) -> Decimal:
	return EXACT.multiply(EXACT.multiply(a, percent), Decimal("0.01"))


def _add(*terms: Decimal) -> Decimal:
	total = Decimal(0)
	for term in terms:
		total = EXACT.add(total, term)
	return total


def _divide_up(a: Decimal, b: Decimal) -> Decimal:
	return Decimal(ceil(Fraction(a) / Fraction(b)))


def _divide_down(a: Decimal, b: Decimal) -> Decimal:
	return Decimal(floor(Fraction(a) / Fraction(b)))


def _to_fen(a: Decimal) -> Decimal:
	return a.quantize(FEN, rounding=ROUND_HALF_UP)


OPERATIONS: dict[str, Callable[..., Decimal]] = {
	"multiply": _multiply,
	"percent": _percent,
	"add": _add,
	"subtract": lambda a, b: EXACT.subtract(a, b),
	"negate": lambda a: EXACT.minus(a),
	"divide_up": _divide_up,
	"divide_down": _divide_down,
	"round_up": lambda a: Decimal(ceil(a)),
	"smaller": lambda a, b: min(a, b),
	"larger": lambda a, b: max(a, b),
	"to_fen": _to_fen,
}


class Working:
	"""Collects the steps of one calculation."""

	def __init__(self, steps: Iterable[Step] = ()) -> None:
		self.steps: list[Step] = list(steps)

	def copy(self) -> Working:
		"""Return a copy that further steps can be added to."""
		return Working(self.steps)

	@staticmethod
	def number(value: Decimal | int) -> Term:
		"""A given number."""
		value = Decimal(value)
		return Term(value, plain(value))

	def do(self, operation: str, *operands: Term | Decimal | int, label: str = "") -> Term:
		"""Carry out a step and write it down."""
		terms = [o if isinstance(o, Term) else self.number(o) for o in operands]
		value = OPERATIONS[operation](*(t.value for t in terms))
		self.steps.append(Step(operation, tuple(t.text for t in terms), plain(value), label))
		return Term(value, f"#{len(self.steps) - 1}")
