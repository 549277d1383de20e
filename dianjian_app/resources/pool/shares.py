"""How many leads each agent gets of a number that is shared out: evenly, by presence, or by what they made of theirs (R7). Pure."""

from __future__ import annotations

from collections.abc import Mapping
from decimal import ROUND_DOWN, Decimal

NEWCOMER = Decimal(1)


def share(total: int, weights: Mapping[str, Decimal]) -> dict[str, int]:
	"""Whole numbers that add up to the total, as near to the weights as can be; the largest remainders get the rest.

	Among equal remainders the names decide, so that the same figures give the same shares. No weight at all: evenly.
	"""
	if total <= 0 or not weights:
		return dict.fromkeys(weights, 0)
	whole = sum(weights.values(), Decimal(0))
	if whole <= 0:
		weights, whole = dict.fromkeys(weights, NEWCOMER), Decimal(len(weights))
	exact = {who: Decimal(total) * weight / whole for who, weight in weights.items()}
	shares = {who: int(value.to_integral_value(ROUND_DOWN)) for who, value in exact.items()}
	rest = total - sum(shares.values())
	by_remainder = sorted(exact, key=lambda who: (shares[who] - exact[who], who))
	for who in by_remainder[:rest]:
		shares[who] += 1
	return shares


def performance(connected: Decimal, intention: Decimal, visits: Decimal, presence: Decimal) -> Decimal:
	"""What an agent made of the leads, per day of work: an intention customer counts one, a counted visit five.

	Who has not worked in the time counts as average does: None is left to the caller. Never below 0.
	"""
	if presence <= 0:
		return Decimal(0)
	return (intention + 5 * visits + connected / 100) / presence
