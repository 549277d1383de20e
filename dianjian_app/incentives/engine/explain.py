"""Explains a line: recomputes its worth from its explanation alone, and puts the explanation into words (R32).

`recompute_worth` shares no code with the evaluation: it carries out the stored steps by its own arithmetic.
"""

from __future__ import annotations

import math
from collections.abc import Mapping
from decimal import ROUND_HALF_UP, Decimal
from fractions import Fraction

from dianjian_app.incentives.engine.explanation_words import Words, words
from dianjian_app.incentives.engine.line import Explanation


class ExplanationError(ValueError):
	"""The explanation contradicts itself."""


class UnknownOperation(ExplanationError):
	"""A step names an operation that does not exist."""


class StepMismatch(ExplanationError):
	"""A step's stored result is not what its operands give."""


def recompute_worth(explanation: Mapping) -> Decimal:
	"""The worth of the line (yuan of money, days of leave, times of others) from its explanation alone.

	Every step is worked out again with exact fractions and held against its stored result. Raises ExplanationError.
	"""
	results: list[Fraction] = []
	for step in explanation["steps"]:
		operands = [results[int(o[1:])] if o.startswith("#") else Fraction(o) for o in step["operands"]]
		result = _carry_out(step["operation"], operands)
		if result != Fraction(step["result"]):
			raise StepMismatch(f"step {len(results)}: {step['result']} should be {result}")
		results.append(result)
	return _decimal(results[-1]) if results else Decimal(1)


def _carry_out(operation: str, o: list[Fraction]) -> Fraction:
	if operation == "multiply":
		return o[0] * o[1]
	if operation == "percent":
		return o[0] * o[1] / 100
	if operation == "add":
		return sum(o, Fraction(0))
	if operation == "subtract":
		return o[0] - o[1]
	if operation == "negate":
		return -o[0]
	if operation == "divide_up":
		return Fraction(-((-o[0]) // o[1]))
	if operation == "divide_down":
		return Fraction(o[0] // o[1])
	if operation == "round_up":
		return Fraction(math.ceil(o[0]))
	if operation in ("smaller", "larger"):
		return min(o) if operation == "smaller" else max(o)
	if operation == "to_fen":
		return Fraction(_decimal(o[0]).quantize(Decimal("0.01"), rounding=ROUND_HALF_UP))
	raise UnknownOperation(operation)


def _decimal(value: Fraction) -> Decimal:
	return Decimal(value.numerator) / Decimal(value.denominator)


def explanation_sentence(
	explanation: Explanation, lang: str = "zh", name: str | None = None, unit: str = ""
) -> str:
	"""The explanation in words. lang: "zh" or "en". name: how to call the subject. unit: of the metric."""
	w = words(lang)
	return w.stop.join(part for part in _parts(explanation, w, name, unit) if part) + w.full_stop


def _parts(explanation: Explanation, w: Words, name: str | None, unit: str) -> list[str]:
	facts = explanation["facts"]
	who = name or explanation["subject"][1]
	parts = [
		w.say("head", who=who, period=_period(explanation["period"], w), code=explanation["family"])
		+ w.say("version", title=w.label(explanation["title"]), version=explanation["version"])
	]
	what = explanation["metric"] + (f"({explanation['dimension']})" if explanation["dimension"] else "")
	if "value" in facts:
		parts.append(w.say("value", metric=what, value=facts["value"], unit=unit))
	if "presence" in facts:
		parts.append(w.say("presence", presence=facts["presence"]))
	if "place" in facts:
		parts.append(w.say("place", place=facts["place"], ranked=facts.get("ranked", ""), n=facts["places"]))
	if "in_a_row" in facts:
		parts.append(w.say("in_a_row", n=facts["in_a_row"], row=facts["row"]))
	if "brought" in facts:
		parts.append(w.say("brought", n=facts["brought"]))
	parts += _working(explanation, w)
	if "remainder" in facts:
		parts.append(w.say("remainder", n=facts["remainder"]))
	if "label" in facts:
		parts.append(facts["label"])
	parts.append(_result(explanation, w))
	return parts


def _working(explanation: Explanation, w: Words) -> list[str]:
	"""Each step as "short: 100 − 92 = 8"."""
	results: list[str] = []
	told = []
	for step in explanation["steps"]:
		operands = [results[int(o[1:])] if o.startswith("#") else o for o in step["operands"]]
		results.append(step["result"])
		if step["label"] in ("deduction", "result"):
			continue
		formula = w.formula(step["operation"], operands)
		told.append(f"{w.label(step['label'])}{w.colon}{formula} = {step['result']}")
	return told


def _result(explanation: Explanation, w: Words) -> str:
	worth = explanation["steps"][-1]["result"] if explanation["steps"] else "1"
	outcome = explanation["outcome"]
	if outcome == "Money":
		taken = worth.startswith("-")
		return w.say("takes" if taken else "gives", amount=worth.lstrip("-"))
	if outcome == "Leave Days":
		taken = worth.startswith("-")
		return w.say("takes days" if taken else "gives days", amount=worth.lstrip("-"))
	return w.say("outcome", outcome=w.label(outcome))


def _period(period: list[str], w: Words) -> str:
	return period[0] if period[0] == period[1] else w.say("span", start=period[0], end=period[1])
